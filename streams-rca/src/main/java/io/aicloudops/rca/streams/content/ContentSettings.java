package io.aicloudops.rca.streams.content;

import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;

/** What may be set of signals from traces and logs. */
public record ContentSettings(
    @Setting(value = "Make signals of traces and logs.", byDefault = "true") boolean enabled,
    @Setting(
            value = "Templates of one workload's log lines at most; the oldest go first.",
            byDefault = "200")
        int maxTemplates,
    @Setting(
            value =
                "A workload without a span or a line for so long is told of no more; until then it has a rate of 0.",
            byDefault = "6h")
        Duration idle) {

  public ContentSettings {
    if (maxTemplates < 1) {
      throw new IllegalArgumentException(
          "max-templates has to be 1 or more, but it is " + maxTemplates);
    }
    if (idle.compareTo(Duration.ofMinutes(10)) < 0) {
      throw new IllegalArgumentException("idle has to be 10m or more, but it is " + idle);
    }
  }

  /** The defaults, for tests and tools. */
  public static ContentSettings defaults() {
    return new ContentSettings(true, 200, Duration.ofHours(6));
  }
}
