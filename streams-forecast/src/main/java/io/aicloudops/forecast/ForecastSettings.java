package io.aicloudops.forecast;

import io.aicloudops.forecast.capacity.ScalingRules;
import io.aicloudops.forecast.workload.ForecastRules;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Setting;
import java.time.Duration;

/** What forecasts and scaling advice are made by. */
public record ForecastSettings(
    @Setting(value = "Event time between two forecasts of a signal.", byDefault = "30s")
        Duration period,
    @Setting(
            value =
                "Time from asking for an instance until it serves, while none was seen; at most 5h.",
            byDefault = "2m")
        Duration leadTime,
    @Setting(
            value = "A workload without a new forecast for so long raises an alert.",
            byDefault = "5m")
        Duration staleAfter,
    @Setting(value = "Limits of scaling advice.") Scaling scaling) {

  /** Where the settings stand. */
  public static final Section<ForecastSettings> SECTION =
      new Section<>("forecast", ForecastSettings.class);

  /** Limits of scaling advice. */
  public record Scaling(
      @Setting(value = "Never advise fewer instances.", byDefault = "1") int minInstances,
      @Setting(value = "Never advise more instances.", byDefault = "20") int maxInstances,
      @Setting(
              value = "Share of what an instance can carry that may be planned for.",
              byDefault = "0.85")
          double targetUtilisation,
      @Setting(
              value =
                  "Share of minutes that may be short of instances, e.g. 0.001: as few as meet it"
                      + " are advised. 0: no worse than an autoscaler is enough.",
              byDefault = "0")
          double shortageTarget,
      @Setting(value = "One advice is at most this many times the present count.", byDefault = "2")
          double maxFactor,
      @Setting(
              value = "More instances are advised once they were needed for so long.",
              byDefault = "3s")
          Duration confirm,
      @Setting(
              value = "Fewer instances are advised once they sufficed for so long.",
              byDefault = "10m")
          Duration scaleInAfter) {}

  /**
   * The same for the models.
   *
   * @throws IllegalArgumentException if a value is out of range; the message names it
   */
  public ForecastRules rules() {
    return new ForecastRules(
        period,
        leadTime,
        staleAfter,
        new ScalingRules(
            scaling.minInstances,
            scaling.maxInstances,
            scaling.targetUtilisation,
            scaling.shortageTarget,
            scaling.maxFactor,
            scaling.confirm,
            scaling.scaleInAfter));
  }
}
