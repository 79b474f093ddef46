package io.aicloudops.remediator.fold;

import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;

/** The times of a remediation's life. */
public record FoldSettings(
    @Setting(value = "A cause must hold this long before anything runs unasked.", byDefault = "10s")
        Duration settle,
    @Setting(value = "An approval must come within this time.", byDefault = "30m")
        Duration approvalExpiry,
    @Setting(
            value =
                "The rollout must complete and the signals recover within this time, or the action is undone.",
            byDefault = "5m")
        Duration verifyWithin) {}
