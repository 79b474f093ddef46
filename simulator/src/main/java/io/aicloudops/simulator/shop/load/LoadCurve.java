package io.aicloudops.simulator.shop.load;

import java.time.Duration;

/**
 * How many customers come: a sine over a compressed day.
 *
 * @param requestsPerSecond mean rate
 * @param amplitude share of the mean by which the rate swings, from 0 to below 1
 * @param period length of a day
 */
public record LoadCurve(double requestsPerSecond, double amplitude, Duration period) {

  /** Sixty requests a second, ten per cent up and down within four minutes. */
  public static final LoadCurve DEFAULT = new LoadCurve(60, 0.1, Duration.ofMinutes(4));

  public LoadCurve {
    if (requestsPerSecond < 0 || amplitude < 0 || amplitude >= 1 || period.toMillis() <= 0) {
      throw new IllegalArgumentException(
          "load curve needs a rate >= 0, an amplitude in [0, 1) and a period > 0");
    }
  }

  /** Requests a second at this time after the start. */
  public double at(Duration sinceStart) {
    double phase = 2 * Math.PI * sinceStart.toMillis() / period.toMillis();
    return requestsPerSecond * (1 + amplitude * Math.sin(phase));
  }
}
