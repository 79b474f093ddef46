package io.aicloudops.forecast.workload;

import io.aicloudops.forecast.capacity.ScalingRules;
import java.time.Duration;

/**
 * How a workload is forecast and advised on.
 *
 * @param period of event time between two forecasts of a signal at its finest step
 * @param leadTime from asking for an instance until it serves, while no start was seen
 * @param staleAfter without a new forecast, an alert is raised
 * @param scaling limits of the recommendation
 */
public record ForecastRules(
    Duration period, Duration leadTime, Duration staleAfter, ScalingRules scaling) {

  public ForecastRules {
    positive("period", period);
    positive("lead-time", leadTime);
    positive("stale-after", staleAfter);
    if (leadTime.compareTo(Duration.ofHours(5)) > 0) {
      throw new IllegalArgumentException("lead-time must be at most 5 hours, but is " + leadTime);
    }
  }

  private static void positive(String name, Duration value) {
    if (value.isZero() || value.isNegative()) {
      throw new IllegalArgumentException(name + " must be above 0, but is " + value);
    }
  }
}
