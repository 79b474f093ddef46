package io.aicloudops.connect.topology;

import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;

/** How long it is remembered who calls whom. */
public record CallSettings(
    @Setting(
            value =
                "A call that was not seen for so long is no part of the topology any more; 15m or more.",
            byDefault = "1h")
        Duration kept) {

  /** Checks what no type checks. */
  public CallSettings {
    if (kept.compareTo(Duration.ofMinutes(15)) < 0) {
      throw new IllegalArgumentException("kept: has to be 15m or more, but is " + kept);
    }
  }
}
