package io.aicloudops.remediator.fold;

import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;

/** The times of a remediation's life. */
public record FoldSettings(
    @Setting(
            value =
                "A cause or a recommendation must hold this long before a person is asked or anything runs unasked.",
            byDefault = "10s")
        Duration settle,
    @Setting(value = "An approval must come within this time.", byDefault = "30m")
        Duration approvalExpiry,
    @Setting(
            value =
                "The rollout must complete and the signals recover within this time, or the action is undone.",
            byDefault = "5m")
        Duration verifyWithin,
    @Setting(
            value =
                "After a recommended scaling was rejected, expired or failed, none is proposed for the workload for this long.",
            byDefault = "1h")
        Duration recommendationRest) {

  public FoldSettings {
    require(!settle.isNegative(), "settle must not be negative");
    require(positive(approvalExpiry), "approval-expiry must be positive");
    require(positive(verifyWithin), "verify-within must be positive");
    require(!recommendationRest.isNegative(), "recommendation-rest must not be negative");
  }

  private static boolean positive(Duration duration) {
    return !duration.isNegative() && !duration.isZero();
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
