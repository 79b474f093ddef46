package io.aicloudops.rca.streams.detect;

import io.aicloudops.rca.detect.entity.EntityDetection;
import io.aicloudops.rca.signals.EntitySignals;
import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;

/** What may be set of detection. */
public record DetectSettings(
    @Setting(
            value = "Signals of one workload at most; further ones are refused and counted.",
            byDefault = "160")
        int maxSignals,
    @Setting(
            value =
                "Series of one workload at most, over all its pods; further ones are refused and"
                    + " counted.",
            byDefault = "20000")
        int maxSeries,
    @Setting(
            value =
                "The least time between two signal batches of a workload; 0s publishes every"
                    + " scrape.",
            byDefault = "0s")
        Duration signalsEvery,
    @Setting(
            value = "Workloads whose state is kept decoded in memory, for each stream task.",
            byDefault = "2000")
        int liveEntities,
    @Setting(
            value =
                "Steps of a workload at most that are stored one by one until its whole state is;"
                    + " more make writing cheaper and restarts slower.",
            byDefault = "128")
        int journalSteps) {

  public DetectSettings {
    atLeastOne("max-signals", maxSignals);
    atLeastOne("max-series", maxSeries);
    atLeastOne("live-entities", liveEntities);
    atLeastOne("journal-steps", journalSteps);
    if (signalsEvery.isNegative()) {
      throw new IllegalArgumentException(
          "signals-every has to be 0s or more, but it is " + signalsEvery);
    }
  }

  private static void atLeastOne(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " has to be 1 or more, but it is " + value);
    }
  }

  /** The defaults, for tests and tools. */
  public static DetectSettings defaults() {
    return new DetectSettings(160, 20_000, Duration.ZERO, 2_000, 128);
  }

  EntityDetection.Rules rules() {
    return new EntityDetection.Rules(
        new EntitySignals.Limits(maxSeries, maxSignals), signalsEvery.toMillis());
  }
}
