package io.aicloudops.forecast.interval;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;

/**
 * Notices when a series no longer does what its forecasts say: the cumulated error on one side, in
 * units of the interval, passes a limit that chance hardly reaches (cumulative sums, Page,
 * Biometrika 41, 1954). It counts as new until the forecasts have held for a while again.
 */
public final class RegimeWatch {

  /** What stays inside a 95 % interval is let pass: errors along one course go together. */
  private static final double DRIFT = 1;

  private static final double LIMIT = 4;

  /** One error counts no more than this, so that a single outlier is no regime. */
  private static final double LARGEST = 3;

  /** Forecasts in a row that must hold before the regime is old. */
  private static final int SETTLED = 20;

  private double above;
  private double below;
  private int held = SETTLED;

  /**
   * Learns how one forecast turned out.
   *
   * @param lower quantile of 2.5 %
   * @param upper quantile of 97.5 %
   */
  public void observe(double actual, double lower, double point, double upper) {
    if (!Double.isFinite(actual)) {
      return;
    }
    double width = actual >= point ? upper - point : point - lower;
    double error = actual - point;
    double size = width > 0 ? error / width : Math.signum(error) * LARGEST;
    double clipped = Math.max(-LARGEST, Math.min(LARGEST, size));
    above = Math.max(0, above + clipped - DRIFT);
    below = Math.max(0, below - clipped - DRIFT);
    if (above > LIMIT || below > LIMIT) {
      above = 0;
      below = 0;
      held = 0;
    } else {
      held = Math.abs(clipped) <= 1 ? Math.min(SETTLED, held + 1) : held;
    }
  }

  /** True while the series follows a course its forecasts have not yet learned. */
  public boolean changed() {
    return held < SETTLED;
  }

  /** True while values lie outside on one side, though not for long enough. */
  public boolean inDoubt() {
    return above > 0 || below > 0;
  }

  /** Appends the state. */
  public void write(StateWriter out) {
    out.putDouble(above).putDouble(below).putInt(held);
  }

  /** Reads the state back. */
  public void read(StateReader in) {
    above = in.getDouble();
    below = in.getDouble();
    held = in.getInt();
  }
}
