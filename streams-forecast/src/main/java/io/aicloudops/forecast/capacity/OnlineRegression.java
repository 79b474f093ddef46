package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;

/**
 * Recursive least squares with exponential forgetting (Plackett, Biometrika 37, 1950) whose updates
 * are clipped as Huber's, so that one wild value does not turn the weights.
 */
final class OnlineRegression {

  private static final double FIRST_VARIANCE = 0.05;
  private static final double MAX_TRACE = 50;
  private static final double HUBER = 2.5;
  private static final double SCALE_RATE = 0.002;

  private final double[] weights;
  private final double[] covariance;
  private final double memory;
  private double scale = 0.3;

  /**
   * @param halfLife updates after which one counts half
   * @param first weights before anything is learned
   */
  OnlineRegression(double halfLife, double... first) {
    weights = first.clone();
    int p = first.length;
    covariance = new double[p * p];
    for (int i = 0; i < p; i++) {
      covariance[i * p + i] = FIRST_VARIANCE;
    }
    memory = StrictMath.pow(0.5, 1 / halfLife);
  }

  /** The expected target. */
  double predict(float[] x) {
    double s = 0;
    for (int i = 0; i < weights.length; i++) {
      s += weights[i] * x[i];
    }
    return s;
  }

  /** Learns from one pair. */
  void learn(float[] x, double target) {
    int p = weights.length;
    double error = target - predict(x);
    scale += SCALE_RATE * (Math.min(Math.abs(error), 4 * scale) - scale);
    double limit = HUBER * scale;
    double trust = Math.abs(error) <= limit ? 1 : limit / Math.abs(error);
    double[] gain = new double[p];
    double power = 0;
    for (int i = 0; i < p; i++) {
      double s = 0;
      for (int j = 0; j < p; j++) {
        s += covariance[i * p + j] * x[j];
      }
      gain[i] = s;
      power += s * x[i];
    }
    double denominator = memory / trust + power;
    double trace = 0;
    for (int i = 0; i < p; i++) {
      weights[i] += gain[i] * error / denominator;
      for (int j = 0; j < p; j++) {
        int at = i * p + j;
        covariance[at] = (covariance[at] - gain[i] * gain[j] / denominator) / memory;
      }
      trace += covariance[i * p + i];
    }
    if (trace > MAX_TRACE) {
      for (int i = 0; i < p * p; i++) {
        covariance[i] *= MAX_TRACE / trace;
      }
    }
  }

  void write(StateWriter out) {
    out.putDoubles(weights).putDoubles(covariance).putDouble(scale);
  }

  void read(StateReader in) {
    in.getDoubles(weights);
    in.getDoubles(covariance);
    scale = in.getDouble();
  }
}
