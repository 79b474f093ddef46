package io.aicloudops.forecast.interval;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;

/**
 * Online conformal calibration of an interval, each side for itself: after a miss the side grows,
 * after a hit it shrinks a little, so that in the long run each side is missed as often as it says
 * (adaptive conformal inference, Gibbs and Candès, NeurIPS 2021, on the logarithm of the width).
 */
public final class IntervalCalibrator {

  private static final double STEP = 0.08;
  private static final double MEMORY = 0.02;
  private static final double WIDEST = Math.log(8);
  private static final double NARROWEST = Math.log(0.5);

  private double below;
  private double above;
  private double coverage = Double.NaN;
  private long checks;

  /**
   * Learns from one interval that came true or not.
   *
   * @param lower of the interval as published
   * @param upper of the interval as published
   * @param missRate how often each side may be missed, e.g. 0.025
   */
  public void observe(double actual, double lower, double upper, double missRate) {
    if (!Double.isFinite(actual)) {
      return;
    }
    boolean under = actual < lower;
    boolean over = actual > upper;
    below = clamp(below + STEP * ((under ? 1 : 0) - missRate));
    above = clamp(above + STEP * ((over ? 1 : 0) - missRate));
    double inside = under || over ? 0 : 1;
    checks++;
    coverage =
        checks == 1 ? inside : coverage + Math.max(1.0 / checks, MEMORY) * (inside - coverage);
  }

  private static double clamp(double v) {
    return Math.max(NARROWEST, Math.min(WIDEST, v));
  }

  /** Moves a quantile away from the point or towards it. */
  public double adjust(double point, double quantile) {
    double factor = Math.exp(quantile < point ? below : above);
    return point + (quantile - point) * factor;
  }

  /** Recent share of values inside; NaN before the first check. */
  public double coverage() {
    return coverage;
  }

  /** Intervals checked so far. */
  public long checks() {
    return checks;
  }

  /** Appends the state. */
  public void write(StateWriter out) {
    out.putDouble(below).putDouble(above).putDouble(coverage).putLong(checks);
  }

  /** Reads the state back. */
  public void read(StateReader in) {
    below = in.getDouble();
    above = in.getDouble();
    coverage = in.getDouble();
    checks = in.getLong();
  }
}
