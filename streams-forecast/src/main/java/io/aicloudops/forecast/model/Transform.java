package io.aicloudops.forecast.model;

import java.util.Arrays;

/**
 * The space the models work in: values divided by their mean size, so that nothing depends on the
 * unit, and logarithms where the series stays clear of zero, so that effects multiply.
 */
final class Transform {

  /** Below this share of the mean the smallest value is too close to zero for logarithms. */
  private static final double CLEAR_OF_ZERO = 0.02;

  private final double scale;
  private final boolean logarithmic;
  private final double floor;
  private final double lowest;
  private final double lowestSeen;
  private final double highestSeen;
  private final double[] linear;
  private final double[] model;

  /**
   * @param y finite values
   */
  Transform(double[] y) {
    double size = 0;
    double min = Double.POSITIVE_INFINITY;
    double sum = 0;
    for (double v : y) {
      size += Math.abs(v) / y.length;
      sum += v / y.length;
      min = Math.min(min, v);
    }
    scale = size > 0 ? size : 1;
    logarithmic = min > 0 && min > CLEAR_OF_ZERO * sum;
    floor = min / scale * 0.25;
    lowest = min >= 0 ? 0 : Double.NEGATIVE_INFINITY;
    linear = new double[y.length];
    for (int t = 0; t < y.length; t++) {
      linear[t] = y[t] / scale;
    }
    model = logarithmic ? new double[y.length] : linear;
    if (logarithmic) {
      for (int t = 0; t < y.length; t++) {
        model[t] = Math.log(linear[t]);
      }
    }
    lowestSeen = Arrays.stream(model).min().orElse(0);
    highestSeen = Arrays.stream(model).max().orElse(0);
  }

  boolean logarithmic() {
    return logarithmic;
  }

  /** The series over its mean size. */
  double[] linear() {
    return linear;
  }

  /** The series in model space. */
  double[] model() {
    return model;
  }

  /** Takes values of {@link #linear()} into model space, in place. */
  double[] fromLinear(double[] values) {
    if (logarithmic) {
      for (int k = 0; k < values.length; k++) {
        values[k] = Math.log(Math.max(floor, values[k]));
      }
    }
    return values;
  }

  /** Keeps a value of model space within twice the range seen so far beyond its ends. */
  double clamp(double value) {
    double room = 2 * (highestSeen - lowestSeen);
    return Math.max(lowestSeen - room, Math.min(highestSeen + room, value));
  }

  /** Takes one value back to the unit of the series; what was never negative stays so. */
  double back(double value) {
    return Math.max(lowest, logarithmic ? Math.exp(Math.min(value, 700)) : value) * scale;
  }
}
