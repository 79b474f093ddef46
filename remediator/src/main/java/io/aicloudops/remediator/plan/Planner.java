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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes plans by the failure catalogue. */
public final class Planner {

  private static final Set<String> WORKLOADS = Set.of("Deployment", "StatefulSet", "DaemonSet");
  private static final Set<String> NODES = Set.of("Node");
  private static final Set<ActionKind> NODE_ACTIONS =
      Set.of(ActionKind.CORDON, ActionKind.UNCORDON);
  private static final long MEBIBYTE = 1L << 20;

  private final PlanLimits limits;

  /** With these limits. */
  public Planner(PlanLimits limits) {
    this.limits = limits;
  }

  /**
   * Plans for the likeliest cause of an incident.
   *
   * @param workload what is known of the cause's entity
   * @param scaling the latest recommendation for it
   * @param now event time
   */
  public Planning forIncident(
      Incident incident,
      Cause cause,
      Optional<TopologyEntity> workload,
      Optional<Scaling> scaling,
      Instant now) {
    Optional<FaultKind> fault = FaultKind.ofId(cause.getFault());
    if (fault.isEmpty()) {
      return new Planning.NoAction(
          "the fault kind " + cause.getFault() + " is not in the catalogue");
    }
    Request request =
        new Request(
            Origin.INCIDENT,
            incident.getId(),
            cause.getEntity(),
            fault.get(),
            action(cause),
            factsWithPod(cause),
            confidence(incident),
            cause.getSummary(),
            cause.getSummaryZh(),
            cause.getSupporting());
    return plan(request, workload, scaling, now);
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
    double sum =
        incident.getCauses().stream()
            .filter(
                c -> c.getEntity().equals(likeliest.getEntity()) && action(c) == action(likeliest))
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

  /** Errors that began with a release are mended by taking the release back. */
  private static ActionKind action(Cause cause) {
    FaultKind fault = FaultKind.ofId(cause.getFault()).orElse(FaultKind.UNKNOWN);
    boolean released =
        !cause.getChangeId().isEmpty()
            && (cause.getFacts().containsKey("previousRevision")
                || cause.getFacts().containsKey("healthyRevision"));
    return fault == FaultKind.ERROR_BURST && released ? ActionKind.ROLLBACK : fault.action();
  }

  /** Plans for a recommendation of more or fewer instances. */
  public Planning forScaling(Scaling scaling, Optional<TopologyEntity> workload, Instant now) {
    boolean out = scaling.getRecommended() > scaling.getCurrent();
    FaultKind fault = out ? FaultKind.LOAD_ABOVE_CAPACITY : FaultKind.OVER_PROVISIONED;
    Request request =
        new Request(
            Origin.RECOMMENDATION,
            "",
            scaling.getEntity(),
            fault,
            ActionKind.SCALE,
            Map.of(),
            1,
            scaling.getReason(),
            scaling.getReasonZh(),
            List.of());
    return plan(request, workload, Optional.of(scaling), now);
  }

  /**
   * Plans for what a person asked; the action is theirs, the catalogue only says what is dangerous
   * about it.
   */
  public Planning forRequest(
      String entity,
      ActionKind action,
      Map<String, String> facts,
      String reason,
      Optional<TopologyEntity> workload,
      Instant now) {
    FaultKind fault = FaultKind.ofId(facts.getOrDefault("fault", "")).orElse(FaultKind.UNKNOWN);
    Request request =
        new Request(Origin.REQUEST, "", entity, fault, action, facts, 1, reason, reason, List.of());
    return plan(request, workload, Optional.empty(), now);
  }

  private record Request(
      Origin origin,
      String incidentId,
      String entity,
      FaultKind fault,
      ActionKind action,
      Map<String, String> facts,
      double confidence,
      String why,
      String whyZh,
      List<String> supporting) {

    Planning planned(Map<String, String> params, String how, String howZh) {
      return planned(params, how, howZh, Remedy.of(action).danger());
    }

    Planning planned(Map<String, String> params, String how, String howZh, String danger) {
      String reason = why.isEmpty() ? how : how + ": " + why;
      String reasonZh = whyZh.isEmpty() ? howZh : howZh + "：" + whyZh;
      String expectation =
          supporting.isEmpty() && !Remedy.of(action).byState()
              ? "the rollout completes"
              : Remedy.of(action).effect();
      return new Planning.Planned(
          new Plan(
              origin,
              incidentId,
              entity,
              fault,
              action,
              params,
              reason,
              reasonZh,
              danger,
              expectation,
              confidence,
              supporting));
    }
  }

  private Planning plan(
      Request request, Optional<TopologyEntity> workload, Optional<Scaling> scaling, Instant now) {
    Optional<EntityId> entity = EntityId.tryParse(request.entity());
    boolean aboutNode = NODE_ACTIONS.contains(request.action());
    if (entity.isEmpty() || !(aboutNode ? NODES : WORKLOADS).contains(entity.get().kind())) {
      return new Planning.NoAction(
          request.entity() + " is no " + (aboutNode ? "node" : "workload that can be acted on"));
    }
    String name = entity.get().name();
    return switch (request.action()) {
      case RESTART ->
          request.planned(Map.of("restartedAt", now.toString()), "restart " + name, "重启 " + name);
      case DELETE_POD -> deletePod(request, name);
      case DELETE_EVICTED_PODS ->
          request.planned(
              Map.of(), "delete the evicted pods of " + name, "清理 " + name + " 被驱逐的 Pod");
      case CORDON -> request.planned(Map.of(), "cordon " + name, "隔离节点 " + name);
      case UNCORDON -> request.planned(Map.of(), "uncordon " + name, "解除节点 " + name + " 的隔离");
      case RESUME_ROLLOUT ->
          request.planned(Map.of(), "resume the rollout of " + name, "恢复 " + name + " 的发布");
      case ROLLBACK -> rollback(request, name);
      case SCALE -> scale(request, name, workload, scaling);
      case RAISE_MEMORY_LIMIT -> raiseMemory(request, name, workload);
      default ->
          new Planning.NoAction(
              request.fault().title() + ": no typed action mends this; a person has to decide");
    };
  }

  private static Planning deletePod(Request request, String name) {
    String pod = request.facts().getOrDefault("pod", "");
    return pod.isEmpty()
        ? new Planning.NoAction("which pod of " + name + " is at fault is not known")
        : request.planned(
            Map.of("pod", pod),
            "replace the pod " + pod + " of " + name,
            "重建 " + name + " 的 Pod " + pod);
  }

  private static Planning rollback(Request request, String name) {
    String from = request.facts().getOrDefault("revision", "");
    String to =
        request
            .facts()
            .getOrDefault("healthyRevision", request.facts().getOrDefault("previousRevision", ""));
    if (!to.isEmpty() && to.equals(from)) {
      return new Planning.NoAction(name + " has no earlier revision that was healthy");
    }
    String target = to.isEmpty() ? "the last revision" : "revision " + to;
    String targetZh = to.isEmpty() ? "上一个版本" : "版本 " + to;
    return request.planned(
        Map.of("fromRevision", from, "toRevision", to),
        "roll " + name + " back to " + target,
        "将 " + name + " 回滚到" + targetZh);
  }

  private Planning scale(
      Request request, String name, Optional<TopologyEntity> workload, Optional<Scaling> scaling) {
    int current =
        workload
            .map(w -> number(w.getAttributes().get("replicas")))
            .filter(n -> n >= 0)
            .orElseGet(() -> scaling.map(s -> (long) s.getCurrent()).orElse(-1L))
            .intValue();
    if (current < 0) {
      return new Planning.NoAction("the present number of replicas of " + name + " is not known");
    }
    int recommended = scaling.map(Scaling::getRecommended).orElse(0);
    int replicas =
        new Replicas(limits, request.origin(), request.fault(), request.facts())
            .from(current, recommended);
    if (Replicas.against(request.fault(), replicas, current)) {
      return new Planning.NoAction(
          name + " has " + current + " replicas by now; " + replicas + " would make it worse");
    }
    if (replicas == current) {
      return new Planning.NoAction(
          name + " has " + current + " replicas already; limits allow no more change");
    }
    String how = "scale " + name + " from " + current + " to " + replicas;
    String howZh = "将 " + name + " 从 " + current + " 个副本调整到 " + replicas;
    String danger =
        replicas > current ? "cost; a dependency may be the true limit" : "head-room before a peak";
    return request.planned(
        Map.of("replicas", Integer.toString(replicas), "fromReplicas", Integer.toString(current)),
        how,
        howZh,
        danger);
  }

  private Planning raiseMemory(Request request, String name, Optional<TopologyEntity> workload) {
    long limit = number(request.facts().get("memoryLimit"));
    if (limit <= 0) {
      limit = workload.map(w -> number(w.getAttributes().get("memoryLimit"))).orElse(-1L);
    }
    if (limit <= 0) {
      return new Planning.NoAction("the memory limit of " + name + " is not known");
    }
    long raised =
        Math.min(
            limits.memoryCeiling(),
            (long) Math.ceil(limit * limits.memoryFactor() / MEBIBYTE) * MEBIBYTE);
    if (raised <= limit) {
      return new Planning.NoAction(
          "the memory limit of "
              + name
              + " is at the ceiling of "
              + limits.memoryCeiling() / MEBIBYTE
              + " MiB");
    }
    Map<String, String> params =
        Map.of(
            "container",
            request.facts().getOrDefault("container", ""),
            "memoryLimit",
            Long.toString(raised),
            "fromMemoryLimit",
            Long.toString(limit));
    String sizes = limit / MEBIBYTE + " to " + raised / MEBIBYTE + " MiB";
    return request.planned(
        params,
        "raise the memory limit of " + name + " from " + sizes,
        "将 " + name + " 的内存限制从 " + limit / MEBIBYTE + " MiB 提高到 " + raised / MEBIBYTE + " MiB");
  }

  /** The number in a text, or -1 if there is none. */
  static long number(@Nullable String text) {
    return text != null && text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }
}
