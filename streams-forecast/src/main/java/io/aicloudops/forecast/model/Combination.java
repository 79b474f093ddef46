package io.aicloudops.forecast.model;

import java.util.Arrays;

/**
 * Combines the members' forecasts into one: at each step the mean of the middle half of their
 * weights. A member weighs by its prior and by the inverse square of its error at earlier origins,
 * so that a model which suits the series counts and one that strays for once does not.
 */
final class Combination {

  private static final double FADE = 0.9;

  /** Share of the weights on each side of the median that counts. */
  private static final double MIDDLE = 0.25;

  private final double[] weights;
  private final double total;

  /**
   * @param priors one for each member of the backtest
   */
  Combination(double[] priors, RollingBacktest backtest) {
    int m = priors.length;
    weights = priors.clone();
    double[] errors = new double[m];
    double mean = 0;
    for (int i = 0; i < m; i++) {
      double fade = 1;
      double sum = 0;
      double fades = 0;
      for (int j = 0; j < backtest.count(); j++) {
        sum += fade * backtest.error(j, i);
        fades += fade;
        fade *= FADE;
      }
      errors[i] = fades > 0 ? sum / fades : 1;
      mean += errors[i] / m;
    }
    double sum = 0;
    for (int i = 0; i < m; i++) {
      double relative = mean > 0 ? errors[i] / mean + 1e-6 : 1;
      weights[i] /= relative * relative;
      sum += weights[i];
    }
    total = sum;
  }

  /** The combined forecast of the members' paths. */
  double[] combine(double[][] paths) {
    int horizon = paths[0].length;
    double[] out = new double[horizon];
    int[] order = new int[paths.length];
    Arrays.setAll(order, i -> i);
    double[] values = new double[paths.length];
    for (int k = 0; k < horizon; k++) {
      for (int i = 0; i < paths.length; i++) {
        values[i] = paths[i][k];
      }
      sort(order, values);
      out[k] = middle(values, order);
    }
    return out;
  }

  /**
   * By the value at a step; from one step to the next little changes, so that insertion is fast.
   */
  private static void sort(int[] order, double[] values) {
    for (int i = 1; i < order.length; i++) {
      int member = order[i];
      double value = values[member];
      int j = i;
      while (j > 0 && values[order[j - 1]] > value) {
        order[j] = order[j - 1];
        j--;
      }
      order[j] = member;
    }
  }

  /** How far the members are from their combination, by their weights, at each step. */
  double[] disagreement(double[][] paths, double[] combined) {
    double[] out = new double[combined.length];
    for (int i = 0; i < paths.length; i++) {
      for (int k = 0; k < out.length; k++) {
        out[k] += weights[i] / total * Math.abs(paths[i][k] - combined[k]);
      }
    }
    return out;
  }

  private double middle(double[] values, int[] order) {
    double low = total * (0.5 - MIDDLE);
    double high = total * (0.5 + MIDDLE);
    double before = 0;
    double sum = 0;
    double counted = 0;
    for (int i : order) {
      double after = before + weights[i];
      double share = Math.min(high, after) - Math.max(low, before);
      if (share > 0) {
        sum += share * values[i];
        counted += share;
      }
      before = after;
    }
    return sum / counted;
  }
}
