package io.aicloudops.assistant.views;

import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;

/** How much the views remember; under {@code assistant.views}. */
public record ViewsSettings(
    @Setting(
            value =
                "How long what is over (resolved incidents, closed anomalies, changes, commands, …) stays visible.",
            byDefault = "7d")
        Duration keep,
    @Setting(value = "How far back the charts of signals reach.", byDefault = "2h")
        Duration signals,
    @Setting(
            value = "How long another replica may take to answer for the rows it holds.",
            byDefault = "2s")
        Duration peerTimeout) {

  private static final Duration SHORTEST = Duration.ofMinutes(2);

  public ViewsSettings {
    if (keep.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("keep is at least 2m, e.g. 7d");
    }
    if (signals.compareTo(SHORTEST) < 0) {
      throw new IllegalArgumentException("signals is at least 2m, e.g. 2h");
    }
    if (peerTimeout.isNegative() || peerTimeout.isZero()) {
      throw new IllegalArgumentException("peer-timeout is longer than nothing, e.g. 2s");
    }
  }
}
