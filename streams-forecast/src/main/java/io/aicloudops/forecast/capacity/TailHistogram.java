package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;

/**
 * A forgetting histogram of standardised errors that answers "how likely is more than x". Bins are
 * equal up to 4 and grow in proportion beyond, where the heavy tails are.
 */
final class TailHistogram {

  private static final double LOWEST = -4;
  private static final double LINEAR_TO = 4;
  private static final double WIDTH = 0.1;
  private static final int BINS = 160;

  private final float[] counts = new float[BINS];
  private final double growth;
  private double total;
  private double increment = 1;

  /**
   * @param halfLife additions after which one counts half
   */
  TailHistogram(double halfLife) {
    growth = StrictMath.pow(2, 1 / halfLife);
  }

  private static double position(double x) {
    double mapped = x <= LINEAR_TO ? x : LINEAR_TO + LINEAR_TO * StrictMath.log(x / LINEAR_TO);
    return (mapped - LOWEST) / WIDTH;
  }

  void add(double x) {
    int bin = (int) Math.max(0, Math.min(BINS - 1, position(x)));
    counts[bin] += (float) increment;
    total += increment;
    increment *= growth;
    if (increment > 1e20) {
      for (int i = 0; i < BINS; i++) {
        counts[i] /= (float) increment;
      }
      total /= increment;
      increment = 1;
    }
  }

  /** The chance of more than each bin's lower edge. */
  float[] tail() {
    float[] tail = new float[BINS + 1];
    double sum = 0;
    for (int i = BINS - 1; i >= 0; i--) {
      sum += counts[i];
      tail[i] = (float) (sum / Math.max(total, Double.MIN_NORMAL));
    }
    return tail;
  }

  /** The chance of more than {@code x}, from a tail of {@link #tail()}. */
  static double beyond(float[] tail, double x) {
    double u = position(x);
    if (u <= 0) {
      return 1;
    }
    if (u >= BINS - 1) {
      return 0;
    }
    int i = (int) u;
    double f = u - i;
    return tail[i] * (1 - f) + tail[i + 1] * f;
  }

  void write(StateWriter out) {
    out.putFloats(counts).putDouble(total).putDouble(increment);
  }

  void read(StateReader in) {
    in.getFloats(counts);
    total = in.getDouble();
    increment = in.getDouble();
  }
}
