package io.aicloudops.remediator.plan;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes plans by the failure catalogue. */
public final class Planner {

  private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "DaemonSet");

  private final WorkloadPlans workloads;
  private final ObjectPlans objects;

  /** With these limits. */
  public Planner(PlanLimits limits) {
    this.workloads = new WorkloadPlans(limits);
    this.objects = new ObjectPlans(limits);
  }

  /**
   * Plans for the likeliest cause of an incident.
   *
   * @param known what is known of {@link #target the object acted on}
   * @param scaling the latest recommendation for it
   * @param now event time
   */
  public Planning forIncident(
      Incident incident,
      Cause cause,
      Optional<TopologyEntity> known,
      Optional<Scaling> scaling,
      Instant now) {
    Optional<FaultKind> fault = FaultKind.ofId(cause.getFault());
    if (fault.isEmpty()) {
      return Request.nothing("the fault kind " + cause.getFault() + " is not in the catalogue");
    }
    Optional<EntityId> entity = EntityId.tryParse(target(cause));
    if (entity.isEmpty()) {
      return Request.nothing(cause.getEntity() + " is no workload that can be acted on");
    }
    Request request =
        new Request(
            Origin.INCIDENT,
            incident.getId(),
            entity.get(),
            fault.get(),
            Choice.action(cause, known),
            factsWithPod(cause),
            known,
            confidence(incident),
            cause.getSummary(),
            cause.getSummaryZh(),
            cause.getSupporting(),
            now);
    return plan(request, scaling);
  }

  /** The object that an action against a cause is about. */
  public static String target(Cause cause) {
    return Choice.entity(cause);
  }

  /**
   * How sure it is that the action for the likeliest cause is the right one: what else may be wrong
   * with the same object and is mended by the same action speaks for it too. In [0,1]; 0 without a
   * cause.
   */
  public static double confidence(Incident incident) {
    if (incident.getCauses().isEmpty()) {
      return 0;
    }
    Cause likeliest = incident.getCauses().get(0);
    ActionKind action = Choice.action(likeliest, Optional.empty());
    double sum =
        incident.getCauses().stream()
            .filter(c -> c.getEntity().equals(likeliest.getEntity()))
            .filter(c -> Choice.action(c, Optional.empty()) == action)
            .mapToDouble(Cause::getConfidence)
            .sum();
    return Math.min(1, sum);
  }

  /** A cause may lie in one pod of its workload. */
  private static Map<String, String> factsWithPod(Cause cause) {
    if (cause.getMember().isEmpty()) {
      return cause.getFacts();
    }
    Map<String, String> facts = new HashMap<>(cause.getFacts());
    facts.putIfAbsent("pod", cause.getMember());
    return facts;
  }

  /** Plans for a recommendation of more or fewer instances. */
  public Planning forScaling(Scaling scaling, Optional<TopologyEntity> known, Instant now) {
    boolean out = scaling.getRecommended() > scaling.getCurrent();
    FaultKind fault = out ? FaultKind.LOAD_ABOVE_CAPACITY : FaultKind.OVER_PROVISIONED;
    Optional<EntityId> entity = EntityId.tryParse(scaling.getEntity());
    if (entity.isEmpty()) {
      return Request.nothing(scaling.getEntity() + " is no workload that can be acted on");
    }
    Request request =
        new Request(
            Origin.RECOMMENDATION,
            "",
            entity.get(),
            fault,
            ActionKind.SCALE,
            Map.of(),
            known,
            1,
            scaling.getReason(),
            scaling.getReasonZh(),
            List.of(),
            now);
    return plan(request, Optional.of(scaling));
  }

  /**
   * Plans for what a person asked; the action is theirs, the catalogue only says what is dangerous
   * about it.
   *
   * @param entity an entity's id
   * @throws IllegalArgumentException if it is none
   */
  public Planning forRequest(
      String entity,
      ActionKind action,
      Map<String, String> facts,
      String reason,
      Optional<TopologyEntity> known,
      Instant now) {
    FaultKind fault = FaultKind.ofId(facts.getOrDefault("fault", "")).orElse(FaultKind.UNKNOWN);
    Request request =
        new Request(
            Origin.REQUEST,
            "",
            EntityId.parse(entity),
            fault,
            action,
            facts,
            known,
            1,
            reason,
            reason,
            List.of(),
            now);
    return plan(request, Optional.empty());
  }

  private Planning plan(Request request, Optional<Scaling> scaling) {
    Set<String> kinds = kinds(request.action());
    if (!kinds.isEmpty() && !kinds.contains(request.entity().kind())) {
      return Request.nothing(request.entity() + " is no " + one(request.action()));
    }
    return switch (request.action()) {
      case RESTART -> workloads.restart(request);
      case ROLLBACK -> workloads.rollback(request);
      case SCALE -> workloads.scale(request, scaling);
      case RAISE_MEMORY_LIMIT -> workloads.raiseMemory(request);
      case RAISE_CPU_LIMIT -> workloads.raiseCpu(request);
      case LOWER_REQUEST -> workloads.lowerRequest(request);
      case CLEAR_NODE_NAME -> workloads.clearNodeName(request);
      case RESUME_ROLLOUT -> workloads.resume(request);
      case DELETE_POD -> workloads.deletePod(request);
      case DELETE_EVICTED_PODS -> objects.deleteEvicted(request);
      case CORDON, UNCORDON -> objects.cordon(request);
      case DRAIN -> objects.drain(request);
      case RAISE_AUTOSCALER_MAXIMUM -> objects.raiseMaximum(request);
      case RESTORE_FORMER_VALUE -> objects.restore(request);
      case MEND_SELECTOR -> objects.mendSelector(request);
      case SUSPEND_CRON_JOB -> objects.suspend(request);
      case RETRY_JOB -> objects.retry(request);
      case EXPAND_VOLUME -> objects.expand(request);
      case LOOSEN_DISRUPTION_BUDGET -> objects.loosen(request);
      case NONE, UNKNOWN ->
          Request.nothing(
              request.fault().title() + ": no typed action mends this; a person has to decide");
    };
  }

  /** The kinds an action may be asked for; empty for any. */
  private static Set<String> kinds(ActionKind action) {
    return switch (action) {
      case CORDON, UNCORDON, DRAIN -> Set.of("Node");
      case SUSPEND_CRON_JOB -> Set.of("CronJob");
      case RETRY_JOB -> Set.of("Job");
      case DELETE_EVICTED_PODS -> with("Node");
      case MEND_SELECTOR -> with("Service");
      case EXPAND_VOLUME -> with("PersistentVolumeClaim");
      case LOOSEN_DISRUPTION_BUDGET -> with("PodDisruptionBudget");
      case RESTORE_FORMER_VALUE, NONE, UNKNOWN -> Set.of();
      default -> WORKLOADS;
    };
  }

  private static Set<String> with(String kind) {
    Set<String> kinds = new HashSet<>(WORKLOADS);
    kinds.add(kind);
    return kinds;
  }

  private static String one(ActionKind action) {
    return switch (action) {
      case CORDON, UNCORDON, DRAIN -> "node";
      case SUSPEND_CRON_JOB -> "cron job";
      case RETRY_JOB -> "job";
      default -> "workload that can be acted on";
    };
  }
}
