package io.aicloudops.remediator.fold;

import static io.aicloudops.schemas.event.RemediationState.SUPERSEDED;

import io.aicloudops.remediator.guard.Guard;
import io.aicloudops.remediator.guard.Verdict;
import io.aicloudops.remediator.plan.Plan;
import io.aicloudops.remediator.plan.Planner;
import io.aicloudops.remediator.plan.Planning;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.Scaling;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * From inputs to remediations: {@code (world, input) → outputs}. Uses event time only; timers are
 * intents whose outcomes come back through the log, so that replaying the inputs gives the same
 * outputs.
 */
public final class RemediationFold {

  private static final Duration DRY_RUN_WITHIN = Duration.ofSeconds(30);

  private final Planner planner;
  private final Guard guard;
  private final Progress progress;
  private final GuardView view;

  /** A fold by these rules. */
  public RemediationFold(Planner planner, Guard guard, FoldSettings settings) {
    this.planner = planner;
    this.guard = guard;
    this.view = new GuardView(guard);
    this.progress = new Progress(guard, view, settings);
  }

  /** An incident changed. */
  public Outputs onIncident(Incident incident, World world) {
    Outputs outputs = progress.onIncident(incident, world);
    if (incident.getStatus() != IncidentStatus.OPEN
        || incident.getSilenced()
        || incident.getCauses().isEmpty()) {
      return outputs.and(supersede(incident, Optional.empty(), world));
    }
    Cause cause = incident.getCauses().get(0);
    if (cause.getConfidence() < guard.policy().proposeConfidence()) {
      return outputs;
    }
    Instant now = incident.getUpdatedAt();
    Planning planning =
        planner.forIncident(
            incident,
            cause,
            world.workload(cause.getEntity()),
            world.scaling(cause.getEntity()),
            now);
    if (!(planning instanceof Planning.Planned planned)) {
      return outputs;
    }
    Outputs superseded = supersede(incident, Optional.of(planned.plan()), world);
    return outputs.and(superseded).and(propose(planned.plan(), world, now));
  }

  /** A new recommendation of instances. */
  public Outputs onScaling(Scaling scaling, World world) {
    if (scaling.getRecommended() == scaling.getCurrent()) {
      return Outputs.none();
    }
    Planning planning =
        planner.forScaling(scaling, world.workload(scaling.getEntity()), scaling.getTime());
    return planning instanceof Planning.Planned planned
        ? propose(planned.plan(), world, scaling.getTime())
        : Outputs.none();
  }

  /** Somebody asked for something. */
  public Outputs onCommand(Command command, World world) {
    return switch (command.getType()) {
      case APPROVE, REJECT, UNDO ->
          world
              .remediation(command.getTarget())
              .map(r -> progress.onCommand(r, command, world))
              .orElse(Outputs.none());
      case REQUEST -> onRequest(command, world);
      default -> Outputs.none();
    };
  }

  private Outputs onRequest(Command command, World world) {
    Optional<ActionKind> action = actionOf(command.getParams().getOrDefault("action", ""));
    if (action.isEmpty()) {
      return Outputs.none();
    }
    String reason =
        "asked by "
            + command.getActor()
            + (command.getReason().isEmpty() ? "" : ": " + command.getReason());
    Planning planning =
        planner.forRequest(
            command.getTarget(),
            action.get(),
            command.getParams(),
            reason,
            world.workload(command.getTarget()),
            command.getTime());
    return planning instanceof Planning.Planned planned
        ? propose(planned.plan(), world, command.getTime())
        : Outputs.none();
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
        .orElse(Outputs.none());
  }

  private Outputs propose(Plan plan, World world, Instant now) {
    boolean busy =
        world.remediations().stream()
            .anyMatch(r -> Life.active(r) && r.getEntity().equals(plan.entity()));
    if (busy || alreadyAnswered(plan, world)) {
      return Outputs.none();
    }
    Verdict verdict = guard.judge(plan, view.facts(plan.entity(), world, now), false);
    if (verdict instanceof Verdict.Refused refused) {
      Remediation proposed = Life.propose(plan, "refused", now);
      String note = refused.rule() + ": " + refused.why();
      return Outputs.of(Life.step(proposed, RemediationState.REFUSED, now, "guard", note));
    }
    Verdict.Allowed allowed = (Verdict.Allowed) verdict;
    Remediation proposed = Life.propose(plan, allowed.mode().id(), now);
    return Outputs.of(proposed, Life.intend(proposed, IntentKind.DRY_RUN, now, DRY_RUN_WITHIN));
  }

  /**
   * The same plan for the same incident is proposed once: a refusal, a rejection or a failure
   * stands until the incident ends.
   */
  private static boolean alreadyAnswered(Plan plan, World world) {
    return world.remediations().stream()
        .anyMatch(
            r ->
                !plan.incidentId().isEmpty()
                    && r.getIncidentId().equals(plan.incidentId())
                    && r.getEntity().equals(plan.entity())
                    && r.getAction() == plan.action()
                    && r.getState() != SUPERSEDED);
  }

  /**
   * Withdraws what was proposed for an incident that ended or whose cause is seen differently now.
   */
  private static Outputs supersede(Incident incident, Optional<Plan> plan, World world) {
    Outputs outputs = Outputs.none();
    List<Remediation> all = world.remediations();
    for (Remediation r : all) {
      boolean same =
          plan.isPresent()
              && r.getEntity().equals(plan.get().entity())
              && r.getAction() == plan.get().action();
      if (r.getIncidentId().equals(incident.getId())
          && Life.WAITING.contains(r.getState())
          && !same) {
        String note =
            plan.isPresent()
                ? "the cause is seen differently now"
                : "the incident ended or was silenced";
        outputs =
            outputs.and(
                Outputs.of(Life.step(r, SUPERSEDED, incident.getUpdatedAt(), "remediator", note)));
      }
    }
    return outputs;
  }
}
