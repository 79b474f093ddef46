package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;

/** The usual size of something above 0: a slow mean that an outlier hardly moves. */
final class Usual {

  private final double clip;
  private double mean = Double.NaN;
  private int samples;

  /**
   * @param clip a value counts at most so many times the mean
   */
  Usual(double clip) {
    this.clip = clip;
  }

  /** Learns from one value; what is unknown or not above 0 teaches nothing. */
  void learn(double value) {
    if (!(value > 0)) {
      return;
    }
    samples = Math.min(samples + 1, 1_000_000);
    if (Double.isNaN(mean)) {
      mean = value;
    }
    double rate = Math.max(InstanceCapacity.SLOWEST, 1.0 / samples);
    mean += rate * (Math.min(value, clip * mean) - mean);
  }

  /** True once enough was seen to say what is usual. */
  boolean known() {
    return samples >= InstanceCapacity.FEWEST;
  }

  /** True if a value is more than so many times the usual one; false while that is not known. */
  boolean beyond(double value, double times) {
    return known() && value > times * mean;
  }

  void write(StateWriter out) {
    out.putDouble(mean).putInt(samples);
  }

  void read(StateReader in) {
    mean = in.getDouble();
    samples = in.getInt();
  }
}
