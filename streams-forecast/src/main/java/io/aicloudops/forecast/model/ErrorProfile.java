package io.aicloudops.forecast.model;

import java.util.Arrays;

/**
 * The ensemble's own errors at earlier origins, and the width of the interval they justify at each
 * step: log-linear in the overall error, the error at that horizon, the latest origin's error and
 * the horizon.
 */
final class ErrorProfile {

  private static final int ORIGINS = 8;
  private static final int FEWEST = 6;
  private static final double OVERALL = 0.187;
  private static final double AT_HORIZON = 0.636;
  private static final double LATEST = 0.170;
  private static final double GROWTH = 0.122;
  private static final double BASE = 0.083;

  private final double[] y;
  private final double[][] error;
  private final int horizon;
  private double latest;
  private double overall;
  private final double[] byStep;

  /**
   * @param y the series in model space
   */
  ErrorProfile(double[] y, Combination combination, int horizon, int season) {
    this.y = y;
    this.horizon = horizon;
    int[] origins = origins(y.length, combination.earliest(), horizon, season);
    error = new double[origins.length][];
    for (int j = 0; j < origins.length; j++) {
      int length = Math.min(horizon, y.length - origins[j]);
      double[] path = combination.forecast(origins[j], length);
      for (int k = 0; k < length; k++) {
        path[k] = y[origins[j] + k] - path[k];
      }
      error[j] = path;
    }
    byStep = summarise();
  }

  /** Latest first. */
  private static int[] origins(int n, int earliest, int horizon, int season) {
    int stride = season > 1 ? season : Math.max(1, Math.min(horizon / 2, n / (4 * ORIGINS)));
    int last = n - horizon;
    int count = last < earliest ? 0 : Math.min(ORIGINS, (last - earliest) / stride + 1);
    if (count >= FEWEST) {
      int[] out = new int[count];
      for (int j = 0; j < count; j++) {
        out[j] = last - j * stride;
      }
      return out;
    }
    int room = n - earliest;
    int some = Math.max(0, Math.min(2 * ORIGINS, room));
    int[] out = new int[some];
    for (int j = 0; j < some; j++) {
      out[j] = n - 1 - (int) ((long) j * room / some);
    }
    return out;
  }

  private double[] summarise() {
    double[] sum = new double[horizon];
    int[] count = new int[horizon];
    double all = 0;
    int cells = 0;
    for (double[] path : error) {
      for (int k = 0; k < path.length; k++) {
        double e = Math.abs(path[k]);
        sum[k] += e;
        count[k]++;
        all += e;
        cells++;
      }
    }
    overall = cells > 0 ? all / cells : Double.NaN;
    double[] mean = new double[horizon];
    int known = 0;
    for (int k = 0; k < horizon; k++) {
      if (count[k] > 0) {
        mean[k] = sum[k] / count[k];
        known = k + 1;
      } else {
        mean[k] = known > 0 ? mean[known - 1] * Math.sqrt((k + 1.0) / known) : Double.NaN;
      }
    }
    latest = overall;
    for (double[] path : error) {
      if (path.length == Math.min(horizon, known)) {
        latest = Arrays.stream(path).map(Math::abs).average().orElse(overall);
        break;
      }
    }
    return mean;
  }

  /** True if there was room for at least one earlier origin. */
  boolean known() {
    return error.length > 0;
  }

  /** Mean absolute error over all origins and steps, in model space. */
  double overall() {
    return overall;
  }

  /** The unit of the interval's width at step {@code k}, in model space. */
  double width(int k, int season) {
    double m = 0;
    for (int d = -2; d <= 2; d++) {
      m += byStep[Math.max(0, Math.min(horizon - 1, k + d))] / 5;
    }
    double tiny = 1e-3 * overall + 1e-9;
    return Math.exp(
        BASE
            + OVERALL * Math.log(overall + tiny)
            + AT_HORIZON * Math.log(m + tiny)
            + LATEST * Math.log(latest + tiny)
            + GROWTH * Math.log((k + 1.0) / season));
  }

  /** Share of the errors inside [-below, above] times the width. */
  double coverage(double below, double above, int season) {
    int inside = 0;
    int all = 0;
    for (double[] path : error) {
      for (int k = 0; k < path.length; k++) {
        double w = width(k, season);
        inside += path[k] >= -below * w && path[k] <= above * w ? 1 : 0;
        all++;
      }
    }
    return all == 0 ? Double.NaN : (double) inside / all;
  }

  /** Mean absolute error of repeating the season, over the whole series, in model space. */
  double seasonalError(int season) {
    double sum = 0;
    for (int t = season; t < y.length; t++) {
      sum += Math.abs(y[t] - y[t - season]);
    }
    return sum / Math.max(1, y.length - season);
  }
}
