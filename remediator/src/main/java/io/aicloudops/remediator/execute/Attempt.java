package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.execute.edit.Diff;
import io.aicloudops.remediator.guard.Verdict.Refused;
import io.aicloudops.schemas.event.OutcomeStatus;
import java.util.Map;

/**
 * What became of one attempt.
 *
 * @param message for people
 * @param diff what changed or would change; empty if nothing was compared
 * @param facts what undoing or verifying needs
 */
public record Attempt(OutcomeStatus status, String message, Diff diff, Map<String, String> facts) {

  static Attempt done(String message) {
    return new Attempt(OutcomeStatus.DONE, message, Diff.NONE, Map.of());
  }

  static Attempt failed(String message) {
    return new Attempt(OutcomeStatus.FAILED, message, Diff.NONE, Map.of());
  }

  static Attempt refused(String message) {
    return new Attempt(OutcomeStatus.REFUSED, message, Diff.NONE, Map.of());
  }

  /** Refused by a rule of the guard, which the fold has to know of. */
  static Attempt refused(Refused rule) {
    return new Attempt(
        OutcomeStatus.REFUSED, rule.text(), Diff.NONE, Map.of("refusedBy", rule.rule()));
  }

  static Attempt pending(String message) {
    return new Attempt(OutcomeStatus.PENDING, message, Diff.NONE, Map.of());
  }
}
