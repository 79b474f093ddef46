package io.aicloudops.remediator.fold;

import static io.aicloudops.schemas.event.RemediationState.APPROVED;
import static io.aicloudops.schemas.event.RemediationState.EXECUTING;
import static io.aicloudops.schemas.event.RemediationState.EXPIRED;
import static io.aicloudops.schemas.event.RemediationState.PROPOSED;
import static io.aicloudops.schemas.event.RemediationState.REFUSED;
import static io.aicloudops.schemas.event.RemediationState.UNDOING;
import static io.aicloudops.schemas.event.RemediationState.UNDONE;
import static io.aicloudops.schemas.event.RemediationState.VERIFYING;

import io.aicloudops.remediator.guard.Mode;
import io.aicloudops.remediator.guard.Verdict;
import io.aicloudops.remediator.plan.Origin;
import io.aicloudops.remediator.plan.Remedy;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.event.Remediation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Moves a remediation on when outcomes come, and when they do not. */
final class Progress {

  /** An outcome this late will not come any more. */
  private static final Duration LOST_AFTER = Duration.ofMinutes(5);

  private final GuardView guard;
  private final FoldSettings settings;

  Progress(GuardView guard, FoldSettings settings) {
    this.guard = guard;
    this.settings = settings;
  }

  Outputs onOutcome(Remediation r, Outcome outcome, World world) {
    String awaited = r.getFacts().getOrDefault(Life.slot(outcome.getKind()), "");
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

  /**
   * Ends what waits for an outcome that got lost.
   *
   * @param now by a clock of ours, not by an event of the cluster
   * @param except the id of the remediation that moves on already
   */
  Outputs onSilence(Instant now, String except, World world) {
    Outputs outputs = Outputs.none();
    for (Remediation r : world.remediations()) {
      boolean lost =
          Life.active(r)
              && !r.getId().equals(except)
              && Life.answerDue(r).plus(LOST_AFTER).isBefore(now);
      if (lost) {
        outputs = outputs.and(onLost(r, now, world));
      }
    }
    return outputs;
  }

  private static Outputs onLost(Remediation r, Instant now, World world) {
    String why = "nothing was heard of the last step in time";
    return switch (r.getState()) {
      case VERIFYING -> Moves.failed(r, now, why, world);
      case APPROVED, EXECUTING, UNDOING -> Moves.escalate(r, now, why);
      default -> Outputs.of(Life.step(r, EXPIRED, now, "remediator", why));
    };
  }

  private Outputs onDryRun(Remediation r, Outcome outcome, World world) {
    Instant now = outcome.getTime();
    if (r.getState() != PROPOSED) {
      return Outputs.none();
    }
    if (outcome.getStatus() != OutcomeStatus.DONE) {
      return refusedByCluster(r, outcome, "dry run: " + outcome.getMessage());
    }
    Remediation shown = Life.copy(r);
    shown.setDiff(outcome.getDiff());
    shown.setDiffHash(outcome.getDiffHash());
    // How to undo it is known from now on, even if a crash swallows what the execution says.
    shown.getFacts().putAll(outcome.getFacts());
    Verdict verdict = guard.judge(shown, world, now, false);
    if (verdict instanceof Verdict.Refused refused) {
      return Moves.refuse(shown, now, refused);
    }
    Verdict.Allowed allowed = (Verdict.Allowed) verdict;
    shown.setMode(modeOf(shown).and(allowed.mode()).id());
    // A cluster whose clock is ahead of ours makes nobody wait for longer.
    Duration since = Duration.between(r.getCreatedAt(), now);
    Duration settles = settings.settle().minus(since.isNegative() ? Duration.ZERO : since);
    boolean held = Life.origin(r) == Origin.REQUEST || settles.isNegative() || settles.isZero();
    if (modeOf(shown).compareTo(Mode.OBSERVE) <= 0) {
      return waitProposed(
          shown,
          now,
          "observe: this is what would be done; " + allowed.why(),
          settings.approvalExpiry());
    }
    return held
        ? decide(shown, now, world)
        : waitProposed(
            shown,
            now,
            shown.getMode() + ": waits until the reason has held for " + text(settings.settle()),
            settles);
  }

  /** What a cause that has held leads to: a person is asked, or it runs. */
  private Outputs decide(Remediation r, Instant now, World world) {
    Verdict verdict = guard.judge(r, world, now, false);
    if (verdict instanceof Verdict.Refused refused) {
      return Moves.refuse(r, now, refused);
    }
    Verdict.Allowed allowed = (Verdict.Allowed) verdict;
    Mode mode = modeOf(r).and(allowed.mode());
    if (mode.compareTo(Mode.OBSERVE) <= 0) {
      return Outputs.of(Life.step(r, EXPIRED, now, "policy", "only to be seen: " + allowed.why()));
    }
    if (mode == Mode.ASK) {
      return Moves.awaitApproval(r, now, allowed.why(), settings.approvalExpiry());
    }
    Remediation approved = Life.step(r, APPROVED, now, "policy", allowed.why());
    approved.setApprovedBy(Life.POLICY);
    approved.getFacts().put(Life.LEAST_READY, leastReady(world));
    return Moves.execute(approved, now);
  }

  /** What runs unasked has to leave this share of the pods ready, when it is written, too. */
  private String leastReady(World world) {
    return Double.toString(guard.policy(world).minHealthyShare());
  }

  private static Outputs waitProposed(Remediation r, Instant now, String why, Duration until) {
    Remediation waits = Life.step(r, PROPOSED, now, "policy", why);
    return Outputs.of(waits, Life.intend(waits, IntentKind.WAIT, now, until));
  }

  private static Mode modeOf(Remediation r) {
    for (Mode mode : Mode.values()) {
      if (mode.id().equals(r.getMode())) {
        return mode;
      }
    }
    return Mode.ASK;
  }

  private Outputs onExecuted(Remediation r, Outcome outcome) {
    Instant now = outcome.getTime();
    if (r.getState() != EXECUTING) {
      return Outputs.none();
    }
    if (outcome.getStatus() == OutcomeStatus.REFUSED) {
      return refusedByCluster(r, outcome, outcome.getMessage());
    }
    if (outcome.getStatus() != OutcomeStatus.DONE) {
      return Moves.escalate(r, now, "the action failed: " + outcome.getMessage());
    }
    Remediation verifying = Life.step(r, VERIFYING, now, "cluster", outcome.getMessage());
    verifying.getFacts().putAll(outcome.getFacts());
    return new Outputs(
        List.of(verifying),
        List.of(
            Life.intend(verifying, IntentKind.CHECK, now, settings.verifyWithin()),
            Life.intend(verifying, IntentKind.WAIT, now, settings.verifyWithin())));
  }

  /**
   * The executor asks the rules once more before it writes, and says which one stood against it.
   */
  private static Outputs refusedByCluster(Remediation r, Outcome outcome, String why) {
    Remediation refused = Life.step(r, REFUSED, outcome.getTime(), "cluster", why);
    String rule = outcome.getFacts().get(Life.REFUSED_BY);
    if (rule != null) {
      refused.getFacts().put(Life.REFUSED_BY, rule);
    }
    return Outputs.of(refused);
  }

  private Outputs onChecked(Remediation r, Outcome outcome, World world) {
    Instant now = outcome.getTime();
    if (r.getState() != VERIFYING) {
      return Outputs.none();
    }
    if (outcome.getStatus() != OutcomeStatus.DONE) {
      return Moves.failed(r, now, "the rollout did not complete: " + outcome.getMessage(), world);
    }
    Remediation rolledOut = Life.step(r, VERIFYING, now, "cluster", outcome.getMessage());
    if (onlyForAWhile(r)) {
      return Outputs.of(rolledOut);
    }
    Belonging.rolledOut(rolledOut, now);
    Recovery.troubleOf(r, world).ifPresent(incident -> rolledOut.setIncidentId(incident.getId()));
    boolean recovered =
        Recovery.incidentOf(rolledOut, world)
            .map(incident -> Recovery.recovered(rolledOut, incident))
            .orElse(!Belonging.unheard(rolledOut)); // an incident that is known no more has ended
    return recovered ? Moves.verified(rolledOut, now) : Outputs.of(rolledOut);
  }

  private Outputs onTimer(Remediation r, Instant now, World world) {
    return switch (r.getState()) {
      case PROPOSED ->
          switch (modeOf(r)) {
            case ASK, AUTO -> decide(r, now, world);
            case OFF, OBSERVE ->
                Outputs.of(Life.step(r, EXPIRED, now, "remediator", "was only to be seen"));
          };
      case AWAITING_APPROVAL ->
          Outputs.of(Life.step(r, EXPIRED, now, "remediator", "nobody approved it in time"));
      case VERIFYING -> onNoEffect(r, now, world);
      default -> Outputs.none();
    };
  }

  private static boolean onlyForAWhile(Remediation r) {
    return Remedy.of(r.getAction()).proof() == Remedy.Proof.TIME;
  }

  private Outputs onNoEffect(Remediation r, Instant now, World world) {
    if (onlyForAWhile(r)) {
      return Moves.failed(r, now, "its time is over", world);
    }
    if (Recovery.incidentOf(r, world).isEmpty() && Belonging.unheard(r)) {
      return Moves.escalate(r, now, "nothing was heard of the incident that it belongs to now");
    }
    String why = "the signals did not recover within " + text(settings.verifyWithin());
    return Recovery.reasonHolds(r, world)
        ? Moves.escalate(r, now, why + "; not undone, as the load that asked for it still holds")
        : Moves.failed(r, now, why, world);
  }

  private static Outputs onUndone(Remediation r, Outcome outcome) {
    if (r.getState() != UNDOING) {
      return Outputs.none();
    }
    if (outcome.getStatus() == OutcomeStatus.DONE) {
      return Outputs.of(Life.step(r, UNDONE, outcome.getTime(), "cluster", outcome.getMessage()));
    }
    return Moves.escalate(r, outcome.getTime(), "the undo failed: " + outcome.getMessage());
  }

  /** A time for people. */
  static String text(Duration duration) {
    return duration.toSeconds() + " s";
  }
}
