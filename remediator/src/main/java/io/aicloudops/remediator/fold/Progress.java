package io.aicloudops.remediator.fold;

import static io.aicloudops.schemas.event.RemediationState.APPROVED;
import static io.aicloudops.schemas.event.RemediationState.AWAITING_APPROVAL;
import static io.aicloudops.schemas.event.RemediationState.ESCALATED;
import static io.aicloudops.schemas.event.RemediationState.EXECUTING;
import static io.aicloudops.schemas.event.RemediationState.EXPIRED;
import static io.aicloudops.schemas.event.RemediationState.FAILED;
import static io.aicloudops.schemas.event.RemediationState.PROPOSED;
import static io.aicloudops.schemas.event.RemediationState.REFUSED;
import static io.aicloudops.schemas.event.RemediationState.REJECTED;
import static io.aicloudops.schemas.event.RemediationState.UNDOING;
import static io.aicloudops.schemas.event.RemediationState.UNDONE;
import static io.aicloudops.schemas.event.RemediationState.VERIFIED;
import static io.aicloudops.schemas.event.RemediationState.VERIFYING;

import io.aicloudops.remediator.guard.Guard;
import io.aicloudops.remediator.guard.Mode;
import io.aicloudops.remediator.guard.Verdict;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.event.Remediation;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Moves a remediation that exists from state to state. */
final class Progress {

  private static final Duration ACT_WITHIN = Duration.ofMinutes(1);
  private static final Set<String> APPROVERS = Set.of("operator", "admin");
  private static final String ROLLED_OUT = "rolledOut";

  private final Guard guard;
  private final GuardView view;
  private final FoldSettings settings;

  Progress(Guard guard, GuardView view, FoldSettings settings) {
    this.guard = guard;
    this.view = view;
    this.settings = settings;
  }

  /** Verifies what waits for the incident's signals. */
  Outputs onIncident(Incident incident, World world) {
    Outputs outputs = Outputs.none();
    for (Remediation r : world.remediations()) {
      boolean waits =
          r.getState() == VERIFYING
              && r.getIncidentId().equals(incident.getId())
              && r.getFacts().containsKey(ROLLED_OUT);
      if (waits && recovered(r, incident)) {
        outputs = outputs.and(verified(r, incident.getUpdatedAt()));
      }
    }
    return outputs;
  }

  Outputs onCommand(Remediation r, Command command, World world) {
    return switch (command.getType()) {
      case APPROVE -> approve(r, command, world);
      case REJECT -> reject(r, command);
      case UNDO -> undoAsked(r, command);
      default -> Outputs.none();
    };
  }

  private Outputs approve(Remediation r, Command command, World world) {
    Instant now = command.getTime();
    Optional<String> objection = objectionTo(r, command);
    if (objection.isPresent()) {
      return Outputs.of(
          Life.step(
              r, r.getState(), now, command.getActor(), "approval refused: " + objection.get()));
    }
    Verdict verdict =
        guard.judge(Life.planOf(r), view.facts(r.getEntity(), world, now, r.getId()), true);
    if (verdict instanceof Verdict.Refused refused) {
      return Outputs.of(Life.step(r, REFUSED, now, "guard", refused.rule() + ": " + refused.why()));
    }
    Remediation approved =
        Life.step(
            r,
            APPROVED,
            now,
            command.getActor(),
            note("approved the diff " + brief(r.getDiffHash()), command));
    approved.setApprovedBy(command.getActor());
    return execute(approved, now);
  }

  private static Optional<String> objectionTo(Remediation r, Command command) {
    if (r.getState() != AWAITING_APPROVAL) {
      return Optional.of(
          "it is "
              + r.getState().name().toLowerCase(java.util.Locale.ROOT)
              + ", not awaiting approval");
    }
    if (!APPROVERS.contains(command.getRole())) {
      return Optional.of("the role " + command.getRole() + " may not approve");
    }
    if (!command.getDiffHash().equals(r.getDiffHash())) {
      return Optional.of("the approval is for another diff");
    }
    if (r.getExpiresAt() != null && command.getTime().isAfter(r.getExpiresAt())) {
      return Optional.of("the proposal expired at " + r.getExpiresAt());
    }
    return Optional.empty();
  }

  private static Outputs reject(Remediation r, Command command) {
    if (!Life.WAITING.contains(r.getState()) || !APPROVERS.contains(command.getRole())) {
      return Outputs.of(
          Life.step(
              r,
              r.getState(),
              command.getTime(),
              command.getActor(),
              "rejection refused: it is not waiting, or the role may not"));
    }
    return Outputs.of(
        Life.step(r, REJECTED, command.getTime(), command.getActor(), note("rejected", command)));
  }

  private Outputs undoAsked(Remediation r, Command command) {
    boolean possible =
        (r.getState() == VERIFIED || r.getState() == VERIFYING)
            && hasUndo(r)
            && APPROVERS.contains(command.getRole());
    if (!possible) {
      return Outputs.of(
          Life.step(
              r,
              r.getState(),
              command.getTime(),
              command.getActor(),
              "undo refused: there is nothing to undo, or the role may not"));
    }
    return undo(r, command.getTime(), command.getActor(), note("asked to undo", command));
  }

  private static String note(String what, Command command) {
    return command.getReason().isEmpty() ? what : what + ": " + command.getReason();
  }

  private static String brief(String hash) {
    return hash.length() > 12 ? hash.substring(0, 12) : hash;
  }

  Outputs onOutcome(Remediation r, Outcome outcome, World world) {
    boolean timer = outcome.getKind() == IntentKind.WAIT;
    String awaited = r.getFacts().getOrDefault(timer ? Life.INTENT + ".wait" : Life.INTENT, "");
    if (!awaited.equals(outcome.getIntentId())) {
      return Outputs.none(); // an outcome told twice, or of a step that is past
    }
    return switch (outcome.getKind()) {
      case DRY_RUN -> onDryRun(r, outcome, world);
      case EXECUTE -> onExecuted(r, outcome);
      case CHECK -> onChecked(r, outcome, world);
      case UNDO -> onUndone(r, outcome);
      case WAIT -> onTimer(r, outcome.getTime(), world);
      case UNKNOWN -> Outputs.none();
    };
  }

  private Outputs onDryRun(Remediation r, Outcome outcome, World world) {
    Instant now = outcome.getTime();
    if (r.getState() != PROPOSED) {
      return Outputs.none();
    }
    if (outcome.getStatus() != OutcomeStatus.DONE) {
      return Outputs.of(Life.step(r, REFUSED, now, "cluster", "dry run: " + outcome.getMessage()));
    }
    Remediation shown = Life.copy(r);
    shown.setDiff(outcome.getDiff());
    shown.setDiffHash(outcome.getDiffHash());
    Mode mode = modeOf(shown);
    if (mode == Mode.OBSERVE) {
      return Outputs.of(
          Life.step(shown, PROPOSED, now, "policy", "observe: this is what would be done"));
    }
    if (mode == Mode.AUTO) {
      Duration settled = Duration.between(r.getCreatedAt(), now);
      if (settled.compareTo(settings.settle()) < 0 && !r.getIncidentId().isEmpty()) {
        Remediation waits =
            Life.step(
                shown,
                PROPOSED,
                now,
                "policy",
                "auto: waits until the cause has held for " + settings.settle().toSeconds() + " s");
        return Outputs.of(
            waits, Life.intend(waits, IntentKind.WAIT, now, settings.settle().minus(settled)));
      }
      return runUnasked(shown, now, world);
    }
    return awaitApproval(shown, now, "the policy or the catalogue asks for a person");
  }

  private static Mode modeOf(Remediation r) {
    for (Mode mode : Mode.values()) {
      if (mode.id().equals(r.getMode())) {
        return mode;
      }
    }
    return Mode.ASK;
  }

  private Outputs runUnasked(Remediation r, Instant now, World world) {
    Verdict verdict =
        guard.judge(Life.planOf(r), view.facts(r.getEntity(), world, now, r.getId()), false);
    if (verdict instanceof Verdict.Refused refused) {
      return Outputs.of(Life.step(r, REFUSED, now, "guard", refused.rule() + ": " + refused.why()));
    }
    Verdict.Allowed allowed = (Verdict.Allowed) verdict;
    if (allowed.mode() != Mode.AUTO) {
      return awaitApproval(r, now, allowed.why());
    }
    Remediation approved = Life.step(r, APPROVED, now, "policy", allowed.why());
    approved.setApprovedBy("policy");
    return execute(approved, now);
  }

  private Outputs awaitApproval(Remediation r, Instant now, String why) {
    Remediation waiting = Life.step(r, AWAITING_APPROVAL, now, "policy", why);
    waiting.setExpiresAt(now.plus(settings.approvalExpiry()));
    return Outputs.of(
        waiting, Life.intend(waiting, IntentKind.WAIT, now, settings.approvalExpiry()));
  }

  private static Outputs execute(Remediation approved, Instant now) {
    Remediation executing = Life.step(approved, EXECUTING, now, "remediator", "asked the cluster");
    return Outputs.of(executing, Life.intend(executing, IntentKind.EXECUTE, now, ACT_WITHIN))
        .withEarlier(approved);
  }

  private Outputs onExecuted(Remediation r, Outcome outcome) {
    Instant now = outcome.getTime();
    if (r.getState() != EXECUTING) {
      return Outputs.none();
    }
    if (outcome.getStatus() == OutcomeStatus.REFUSED) {
      return Outputs.of(Life.step(r, REFUSED, now, "cluster", outcome.getMessage()));
    }
    if (outcome.getStatus() != OutcomeStatus.DONE) {
      return escalate(r, now, "the action failed: " + outcome.getMessage());
    }
    Remediation verifying = Life.step(r, VERIFYING, now, "cluster", outcome.getMessage());
    verifying.getFacts().putAll(outcome.getFacts());
    return new Outputs(
        java.util.List.of(verifying),
        java.util.List.of(
            Life.intend(verifying, IntentKind.CHECK, now, settings.verifyWithin()),
            Life.intend(verifying, IntentKind.WAIT, now, settings.verifyWithin())));
  }

  private Outputs onChecked(Remediation r, Outcome outcome, World world) {
    Instant now = outcome.getTime();
    if (r.getState() != VERIFYING) {
      return Outputs.none();
    }
    if (outcome.getStatus() != OutcomeStatus.DONE) {
      return failed(r, now, "the rollout did not complete: " + outcome.getMessage());
    }
    Remediation rolledOut = Life.step(r, VERIFYING, now, "cluster", outcome.getMessage());
    rolledOut.getFacts().put(ROLLED_OUT, now.toString());
    Optional<Incident> incident =
        r.getIncidentId().isEmpty() ? Optional.empty() : world.incident(r.getIncidentId());
    if (incident.isEmpty() || recovered(rolledOut, incident.get())) {
      return verified(rolledOut, now);
    }
    return Outputs.of(rolledOut);
  }

  private static Outputs verified(Remediation r, Instant now) {
    return Outputs.of(Life.step(r, VERIFIED, now, "remediator", "the signals recovered"));
  }

  /**
   * True when the incident ended, or nothing that spoke for the cause, and nothing at the object,
   * is active any more.
   */
  private static boolean recovered(Remediation r, Incident incident) {
    if (incident.getStatus() != IncidentStatus.OPEN) {
      return true;
    }
    Set<String> supporting = new HashSet<>(Life.supporting(r));
    return incident.getEvidence().stream()
        .filter(e -> e.getActive() && !e.getKind().equals("change"))
        .noneMatch(e -> supporting.contains(e.getId()) || e.getEntity().equals(r.getEntity()));
  }

  private Outputs onTimer(Remediation r, Instant now, World world) {
    return switch (r.getState()) {
      case PROPOSED -> runUnasked(r, now, world);
      case AWAITING_APPROVAL ->
          Outputs.of(Life.step(r, EXPIRED, now, "remediator", "nobody approved it in time"));
      case VERIFYING ->
          failed(
              r,
              now,
              "the signals did not recover within " + settings.verifyWithin().toSeconds() + " s");
      default -> Outputs.none();
    };
  }

  /**
   * An action without effect counts as a failure: it is undone where that is possible, and a person
   * is called.
   */
  private static Outputs failed(Remediation r, Instant now, String why) {
    return hasUndo(r) ? undo(r, now, "remediator", why) : escalate(r, now, why);
  }

  private static boolean hasUndo(Remediation r) {
    return r.getFacts().containsKey("undo.action");
  }

  private static Outputs undo(Remediation r, Instant now, String who, String why) {
    Remediation undoing = Life.step(r, UNDOING, now, who, why);
    return Outputs.of(undoing, Life.intend(undoing, IntentKind.UNDO, now, ACT_WITHIN));
  }

  private static Outputs onUndone(Remediation r, Outcome outcome) {
    if (r.getState() != UNDOING) {
      return Outputs.none();
    }
    if (outcome.getStatus() == OutcomeStatus.DONE) {
      return Outputs.of(Life.step(r, UNDONE, outcome.getTime(), "cluster", outcome.getMessage()));
    }
    return escalate(r, outcome.getTime(), "the undo failed: " + outcome.getMessage());
  }

  private static Outputs escalate(Remediation r, Instant now, String why) {
    Remediation failed = Life.step(r, FAILED, now, "remediator", why);
    Remediation escalated =
        Life.step(
            failed, ESCALATED, now, "remediator", "a person has to look; tried: " + r.getReason());
    return Outputs.of(escalated).withEarlier(failed);
  }
}
