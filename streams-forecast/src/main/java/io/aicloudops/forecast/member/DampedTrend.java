package io.aicloudops.forecast.member;

import java.util.Arrays;

/**
 * Exponential smoothing with a damped trend (Gardner and McKenzie, Management Science 31, 1985) on
 * the seasonally differenced level; the smoothing weights are chosen on a small grid by one-step
 * error.
 */
public final class DampedTrend implements Member {

  private static final double DAMPING = 0.9;
  private static final double[] LEVEL = {0.1, 0.3, 0.6, 0.9};
  private static final double[] TREND = {0, 0.1, 0.3};

  private final double[] y;
  private final int season;
  private final double[] levels;
  private final double[] trends;

  /**
   * Fits to a series.
   *
   * @param season the season subtracted first; 1 for none
   */
  public DampedTrend(double[] y, int season) {
    this.y = y;
    this.season = season;
    int n = y.length;
    levels = new double[n];
    trends = new double[n];
    int best = best();
    smooth(LEVEL[best / TREND.length], TREND[best % TREND.length]);
  }

  /** The pair with the least one-step error; all run side by side, as each waits for itself. */
  private int best() {
    int pairs = LEVEL.length * TREND.length;
    double[] level = new double[pairs];
    double[] trend = new double[pairs];
    double[] sum = new double[pairs];
    double[] gain = new double[pairs];
    double[] slope = new double[pairs];
    for (int i = 0; i < pairs; i++) {
      gain[i] = LEVEL[i / TREND.length];
      slope[i] = gain[i] * TREND[i % TREND.length];
    }
    Arrays.fill(level, at(start()));
    for (int t = start() + 1; t < y.length; t++) {
      double value = at(t);
      for (int i = 0; i < pairs; i++) {
        double expected = level[i] + DAMPING * trend[i];
        double error = value - expected;
        sum[i] += Math.abs(error);
        level[i] = expected + gain[i] * error;
        trend[i] = DAMPING * trend[i] + slope[i] * error;
      }
    }
    int best = 0;
    for (int i = 1; i < pairs; i++) {
      best = sum[i] < sum[best] ? i : best;
    }
    return best;
  }

  private double at(int t) {
    return season > 1 ? y[t] - y[t - season] : y[t];
  }

  private int start() {
    return season > 1 ? season : 0;
  }

  private void smooth(double a, double b) {
    double level = at(start());
    double trend = 0;
    levels[start()] = level;
    trends[start()] = trend;
    for (int t = start() + 1; t < y.length; t++) {
      double expected = level + DAMPING * trend;
      double error = at(t) - expected;
      level = expected + a * error;
      trend = DAMPING * trend + a * b * error;
      levels[t] = level;
      trends[t] = trend;
    }
  }

  @Override
  public int reach() {
    return season > 1 ? season + 2 : 3;
  }

  @Override
  public double[] forecast(int origin, int horizon) {
    double[] out = new double[horizon];
    double damped = 0;
    double factor = 1;
    for (int k = 0; k < horizon; k++) {
      factor *= DAMPING;
      damped += factor;
      double base = season > 1 ? y[origin - season + k % season] : 0;
      out[k] = base + levels[origin - 1] + damped * trends[origin - 1];
    }
    return out;
  }
}
