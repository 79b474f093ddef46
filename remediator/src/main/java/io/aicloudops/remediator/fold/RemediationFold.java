package io.aicloudops.remediator.fold;

import io.aicloudops.remediator.guard.Policy;
import io.aicloudops.remediator.guard.Verdict;
import io.aicloudops.remediator.plan.Origin;
import io.aicloudops.remediator.plan.Plan;
import io.aicloudops.remediator.plan.Planner;
import io.aicloudops.remediator.plan.Planning;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * From inputs to remediations: {@code (world, input) → outputs}. Uses event time only; timers are
 * intents whose outcomes come back through the log, so that replaying the inputs gives the same
 * outputs.
 */
public final class RemediationFold {

  /**
   * Attributes that change all the time while an object is in trouble, and that no plan goes by.
   */
  private static final Set<String> COMES_AND_GOES =
      Set.of("ready", "readyReplicas", "availableReplicas", "updatedReplicas");

  private final Planner planner;
  private final FoldSettings settings;
  private final GuardView guard;
  private final Progress progress;
  private final Orders orders;
  private final Proposals proposals;

  /**
   * A fold by these rules.
   *
   * @param policy where a cluster states none of its own
   */
  public RemediationFold(Planner planner, Policy policy, FoldSettings settings) {
    this.planner = planner;
    this.settings = settings;
    this.guard = new GuardView(policy);
    this.progress = new Progress(this.guard, settings);
    this.orders = new Orders(this.guard);
    this.proposals = new Proposals(this.guard, settings);
  }

  /** True if whoever sent the command may change anything; all other commands are not obeyed. */
  public static boolean mayOrder(Command command) {
    return Orders.mayOrder(command);
  }

  /** True as long as anything can still become of it. */
  public static boolean active(Remediation remediation) {
    return Life.active(remediation);
  }

  /** An incident changed. */
  public Outputs onIncident(Incident incident, World world) {
    if (incident.getStatus() == IncidentStatus.MERGED && !incident.getMergedInto().isEmpty()) {
      return Belonging.onMerged(incident, world);
    }
    Outputs parted = Belonging.onParted(incident, world);
    if (!parted.remediations().isEmpty()) {
      // What is left of the incident is judged by its next word, when these are no part of it.
      return parted;
    }
    Outputs outputs = Belonging.onIncident(incident, world);
    if (incident.getStatus() != IncidentStatus.OPEN
        || incident.getSilenced()
        || incident.getCauses().isEmpty()) {
      return outputs.and(Proposals.withdrawAll(incident, world));
    }
    return outputs.and(onCause(incident, incident.getUpdatedAt(), world));
  }

  /**
   * What is known of an object changed, perhaps only after the incident that is about it: topics
   * are not read in one order. What its likeliest cause calls for is asked again, of the first
   * incident that it makes a difference to, as there is one remediation at a time on an object.
   *
   * @param told what the world knows by now
   * @param before what it knew before, if anything
   */
  public Outputs onTopology(TopologyEntity told, Optional<TopologyEntity> before, World world) {
    if (told.getGone() || before.filter(b -> saysTheSame(b, told)).isPresent()) {
      return Outputs.none();
    }
    return world.openIncidents().stream()
        .filter(incident -> isAbout(incident, told.getEntity()))
        .map(incident -> onCause(incident, later(told.getTime(), incident.getUpdatedAt()), world))
        .filter(outputs -> !outputs.remediations().isEmpty())
        .findFirst()
        .orElse(Outputs.none());
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static boolean saysTheSame(TopologyEntity a, TopologyEntity b) {
    return a.getLabels().equals(b.getLabels()) && planned(a).equals(planned(b));
  }

  private static Map<String, String> planned(TopologyEntity entity) {
    Map<String, String> attributes = new HashMap<>(entity.getAttributes());
    attributes.keySet().removeAll(COMES_AND_GOES);
    return attributes;
  }

  private static boolean isAbout(Incident incident, String entity) {
    return !incident.getSilenced()
        && !incident.getCauses().isEmpty()
        && Planner.target(incident.getCauses().get(0)).equals(entity);
  }

  private Outputs onCause(Incident incident, Instant now, World world) {
    if (Planner.confidence(incident) < guard.policy(world).proposeConfidence()) {
      return Outputs.none();
    }
    Cause cause = incident.getCauses().get(0);
    Optional<Scaling> scaling =
        world.scaling(cause.getEntity()).filter(s -> now.isBefore(s.getValidUntil()));
    Planning planning =
        planner.forIncident(incident, cause, world.workload(Planner.target(cause)), scaling, now);
    if (planning instanceof Planning.Planned planned) {
      Plan plan = Expectation.spelledOut(planned.plan(), incident.getEvidence(), settings);
      Outputs withdrawn =
          Proposals.withdrawOthers(
              incident, plan.entity(), r -> r.getAction() == plan.action(), world);
      return withdrawn.and(proposals.propose(plan, world, now, withdrawn));
    }
    return Proposals.withdrawOthers(
        incident, cause.getEntity(), r -> r.getFault().equals(cause.getFault()), world);
  }

  /** A new recommendation of instances. */
  public Outputs onScaling(Scaling scaling, World world) {
    if (scaling.getRecommended() == scaling.getCurrent()) {
      return Proposals.withdrawRecommended(scaling, world);
    }
    boolean fewer = scaling.getRecommended() < scaling.getCurrent();
    if (fewer && inTrouble(scaling.getEntity(), world)) {
      return Outputs.none();
    }
    Instant now = scaling.getTime();
    Planning planning = planner.forScaling(scaling, world.workload(scaling.getEntity()), now);
    if (planning instanceof Planning.Planned planned) {
      Plan plan = Expectation.spelledOut(planned.plan(), List.of(), settings);
      Outputs outdated = Proposals.withdrawOutdated(plan, scaling, world);
      return outdated.and(proposals.propose(plan, world, now, outdated));
    }
    return Outputs.none();
  }

  /** Nothing is taken away from a workload that is part of an open incident. */
  private static boolean inTrouble(String entity, World world) {
    return world.openIncidents().stream().anyMatch(i -> i.getMembers().contains(entity));
  }

  /** Somebody asked for something. */
  public Outputs onCommand(Command command, World world) {
    return switch (command.getType()) {
      case APPROVE, REJECT, UNDO ->
          world
              .remediation(command.getTarget())
              .map(r -> orders.obey(r, command, world))
              .orElse(Outputs.none())
              .and(progress.onSilence(command.getTime(), command.getTarget(), world));
      case REQUEST -> onRequest(command, world);
      default -> Outputs.none();
    };
  }

  private Outputs onRequest(Command command, World world) {
    Optional<ActionKind> action = actionOf(command.getParams().getOrDefault("action", ""));
    if (action.isEmpty() || EntityId.tryParse(command.getTarget()).isEmpty()) {
      return Outputs.none(); // names nothing that a record could be about; the API refuses such
    }
    String reason =
        "asked by "
            + command.getActor()
            + (command.getReason().isEmpty() ? "" : ": " + command.getReason());
    Instant now = command.getTime();
    if (!mayOrder(command)) {
      String why = "the role " + command.getRole() + " may not ask for actions";
      return refuseRequest(command, action.get(), reason, new Verdict.Refused("role", why));
    }
    Planning planning =
        planner.forRequest(
            command.getTarget(),
            action.get(),
            command.getParams(),
            reason,
            world.workload(command.getTarget()),
            now);
    return planning instanceof Planning.Planned planned
        ? proposals.propose(
            Expectation.spelledOut(planned.plan(), List.of(), settings), world, now, Outputs.none())
        : refuseRequest(
            command,
            action.get(),
            reason,
            new Verdict.Refused("plan", ((Planning.NoAction) planning).reason()));
  }

  private Outputs refuseRequest(
      Command command, ActionKind action, String reason, Verdict.Refused refused) {
    Plan plan =
        new Plan(
            Origin.REQUEST,
            "",
            command.getTarget(),
            FaultKind.UNKNOWN,
            action,
            Map.of(),
            reason,
            reason,
            "",
            "",
            1,
            List.of());
    return proposals.refuse(plan, command.getTime(), refused);
  }

  private static Optional<ActionKind> actionOf(String id) {
    String name = id.toUpperCase(Locale.ROOT).replace('-', '_');
    for (ActionKind kind : ActionKind.values()) {
      if (kind.name().equals(name)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /** The executor says what became of an intent. */
  public Outputs onOutcome(Outcome outcome, World world) {
    return world
        .remediation(outcome.getRemediationId())
        .map(r -> progress.onOutcome(r, outcome, world))
        .orElse(Outputs.none())
        .and(progress.onSilence(outcome.getTime(), outcome.getRemediationId(), world));
  }
}
