package io.aicloudops.remediator.fold;

import static io.aicloudops.schemas.event.RemediationState.AWAITING_APPROVAL;
import static io.aicloudops.schemas.event.RemediationState.ESCALATED;
import static io.aicloudops.schemas.event.RemediationState.EXECUTING;
import static io.aicloudops.schemas.event.RemediationState.FAILED;
import static io.aicloudops.schemas.event.RemediationState.REFUSED;
import static io.aicloudops.schemas.event.RemediationState.UNDOING;
import static io.aicloudops.schemas.event.RemediationState.VERIFIED;

import io.aicloudops.remediator.guard.Guard;
import io.aicloudops.remediator.guard.Verdict;
import io.aicloudops.remediator.plan.Remedy;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.faults.UndoFacts;
import java.time.Duration;
import java.time.Instant;

/** Moves that several inputs can lead to. */
final class Moves {

  private static final Duration ACT_WITHIN = Duration.ofMinutes(1);

  /** Under disruption budgets pods go one after the other, each when another has come. */
  private static final Duration DRAIN_WITHIN = Duration.ofMinutes(15);

  private Moves() {}

  /** From approved to executing. */
  static Outputs execute(Remediation approved, Instant now) {
    Remediation executing = Life.step(approved, EXECUTING, now, "remediator", "asked the cluster");
    return Outputs.of(
            executing,
            Life.intend(executing, IntentKind.EXECUTE, now, within(approved.getAction())))
        .withEarlier(approved);
  }

  private static Duration within(ActionKind action) {
    return action == ActionKind.DRAIN ? DRAIN_WITHIN : ACT_WITHIN;
  }

  static Outputs awaitApproval(Remediation r, Instant now, String why, Duration expiry) {
    Remediation waiting = Life.step(r, AWAITING_APPROVAL, now, "policy", why);
    waiting.setExpiresAt(now.plus(expiry));
    return Outputs.of(waiting, Life.intend(waiting, IntentKind.WAIT, now, expiry));
  }

  /**
   * Refused by the guard; the rule is remembered so that the same refusal is not told again. What
   * was tried too often becomes a person's business.
   */
  static Outputs refuse(Remediation r, Instant now, Verdict.Refused refused) {
    Remediation ended = Life.step(r, REFUSED, now, "guard", refused.text());
    ended.getFacts().put(Life.REFUSED_BY, refused.rule());
    return refused.rule().equals(Guard.ATTEMPTS)
        ? Outputs.of(
                Life.step(
                    ended, ESCALATED, now, "remediator", "a person has to look: " + r.getReason()))
            .withEarlier(ended)
        : Outputs.of(ended);
  }

  /**
   * An action without effect counts as a failure: it is undone where that is possible, and else a
   * person is called. A pause holds for an undo, too.
   */
  static Outputs failed(Remediation r, Instant now, String why, World world) {
    if (!hasUndo(r)) {
      return escalate(r, now, why);
    }
    return world.paused()
        ? escalate(r, now, why + "; not undone, as remediation is paused")
        : undo(r, now, "remediator", why);
  }

  static Outputs verified(Remediation r, Instant now) {
    String what =
        Remedy.of(r.getAction()).proof() == Remedy.Proof.STATE
            ? Remedy.of(r.getAction()).effect()
            : r.getIncidentId().isEmpty() ? "the rollout is complete" : "the signals recovered";
    return Outputs.of(Life.step(r, VERIFIED, now, "remediator", what));
  }

  static boolean hasUndo(Remediation r) {
    return r.getFacts().containsKey(UndoFacts.PATH);
  }

  static Outputs undo(Remediation r, Instant now, String who, String why) {
    Remediation undoing = Life.step(r, UNDOING, now, who, why);
    return Outputs.of(undoing, Life.intend(undoing, IntentKind.UNDO, now, ACT_WITHIN));
  }

  static Outputs escalate(Remediation r, Instant now, String why) {
    Remediation failed = Life.step(r, FAILED, now, "remediator", why);
    Remediation escalated =
        Life.step(
            failed, ESCALATED, now, "remediator", "a person has to look; tried: " + r.getReason());
    return Outputs.of(escalated).withEarlier(failed);
  }
}
