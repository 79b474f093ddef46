package io.aicloudops.forecast.resource;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;

/**
 * How much of a resource one instance uses, as a histogram whose bins grow in proportion and whose
 * counts halve each week; gives quantiles with an error of a few percent, in bounded space.
 */
public final class UseProfile {

  /** Bins from 1e-4 of the unit to 1e12 of it, each 8 % wider than the one before. */
  private static final int BINS = 480;

  private static final double SMALLEST = 1e-4;
  private static final double GROWTH = StrictMath.log(1.08);
  private static final double HALF_LIFE_MINUTES = 7 * 1440;

  private final float[] counts = new float[BINS];
  private double increment = 1;
  private double total;
  private double peak;
  private long samples;

  /**
   * Counts the use of one minute.
   *
   * @param use of one instance, at least 0, e.g. in cores or bytes
   */
  public void add(double use) {
    if (!(use >= 0) || Double.isInfinite(use)) {
      return;
    }
    counts[bin(use)] += (float) increment;
    total += increment;
    peak = Math.max(use, peak * StrictMath.pow(0.5, 1 / HALF_LIFE_MINUTES));
    samples++;
    increment *= StrictMath.pow(2, 1 / HALF_LIFE_MINUTES);
    if (increment > 1e6) {
      for (int i = 0; i < BINS; i++) {
        counts[i] /= (float) increment;
      }
      total /= increment;
      increment = 1;
    }
  }

  private static int bin(double use) {
    double position = StrictMath.log(Math.max(use, SMALLEST) / SMALLEST) / GROWTH;
    return (int) Math.min(BINS - 1, position);
  }

  /** The use that so large a share of the minutes stays below; NaN before the first minute. */
  public double quantile(double p) {
    double sum = 0;
    for (int i = 0; i < BINS; i++) {
      sum += counts[i];
      if (sum >= p * total && sum > 0) {
        return Math.min(peak, SMALLEST * StrictMath.exp((i + 1) * GROWTH));
      }
    }
    return samples > 0 ? peak : Double.NaN;
  }

  /** The largest use; an old one fades. */
  public double peak() {
    return peak;
  }

  /** Minutes counted. */
  public long samples() {
    return samples;
  }

  /** Appends the state. */
  public void write(StateWriter out) {
    out.putFloats(counts).putDouble(increment).putDouble(total).putDouble(peak).putLong(samples);
  }

  /** Reads the state back. */
  public void read(StateReader in) {
    in.getFloats(counts);
    increment = in.getDouble();
    total = in.getDouble();
    peak = in.getDouble();
    samples = in.getLong();
  }
}
