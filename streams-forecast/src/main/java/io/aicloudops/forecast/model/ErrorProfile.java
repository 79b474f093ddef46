package io.aicloudops.forecast.model;

import java.util.Arrays;

/**
 * The ensemble's own errors at earlier origins, and the width of the interval they justify at each
 * step: log-linear in the overall error, the error at that horizon, the latest origin's error, how
 * unevenly large the errors were and how far the members disagree now.
 */
final class ErrorProfile {

  private static final double OVERALL = 0.07;
  private static final double AT_HORIZON = 0.584;
  private static final double LATEST = 0.197;
  private static final double DISAGREEMENT = 0.15;
  private static final double UNEVENNESS = 0.361;
  private static final double LEAK = 1.85;
  private static final double MOST_LEAK = 0.2;

  /** With so many points the ensemble's own errors say enough of what may come. */
  private static final int WARM = 120;

  /** Over the number of points: the share of the series' spread that is not known by its errors. */
  private static final double UNSEEN = 14;

  private final double[] y;
  private final double[][] error;
  private final int horizon;
  private double latest;
  private double overall;
  private double rootMeanSquare;
  private final double[] byStep;

  /**
   * @param y the series in model space
   */
  ErrorProfile(double[] y, Combination combination, RollingBacktest backtest, int horizon) {
    this.y = y;
    this.horizon = horizon;
    error = new double[backtest.count()][];
    for (int j = 0; j < error.length; j++) {
      error[j] = backtest.errors(j, combination.combine(backtest.paths(j)));
    }
    byStep = summarise();
  }

  private double[] summarise() {
    double[] sum = new double[horizon];
    int[] count = new int[horizon];
    double all = 0;
    double squares = 0;
    int cells = 0;
    for (double[] path : error) {
      for (int k = 0; k < path.length; k++) {
        double e = Math.abs(path[k]);
        sum[k] += e;
        count[k]++;
        all += e;
        squares += e * e;
        cells++;
      }
    }
    overall = cells > 0 ? all / cells : Double.NaN;
    rootMeanSquare = Math.sqrt(squares / Math.max(1, cells));
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

  /** Mean absolute error over all origins and steps, in model space. */
  double overall() {
    return overall;
  }

  /**
   * The unit of the interval's width at each step, in model space.
   *
   * @param disagreement of the members at each step
   * @param leak how much the members may have bent themselves to the past errors
   */
  double[] widths(double[] disagreement, double leak) {
    double tiny = 1e-3 * overall + 1e-9;
    double common =
        OVERALL * Math.log(overall + tiny)
            + LATEST * Math.log(latest + tiny)
            + UNEVENNESS * Math.log((rootMeanSquare + tiny) / (overall + tiny))
            + LEAK * Math.min(leak, MOST_LEAK);
    double unseen = unseen();
    double[] widths = new double[horizon];
    for (int k = 0; k < horizon; k++) {
      double justified =
          Math.exp(
              common
                  + AT_HORIZON * Math.log(smooth(byStep, k) + tiny)
                  + DISAGREEMENT * Math.log(smooth(disagreement, k) + tiny));
      widths[k] = unseen > 0 ? Math.hypot(justified, unseen) : justified;
    }
    return widths;
  }

  /**
   * What a short series has not shown yet, such as a day of which only the night is known: errors
   * at its few earlier origins look too small. Falls with its length, and is none when it is warm.
   */
  private double unseen() {
    int n = y.length;
    if (n >= WARM) {
      return 0;
    }
    double mean = Arrays.stream(y).sum() / n;
    double spread = Arrays.stream(y).map(v -> Math.abs(v - mean)).sum() / n;
    return UNSEEN * (1.0 / n - 1.0 / WARM) * spread;
  }

  private static double smooth(double[] values, int k) {
    double sum = 0;
    for (int d = -2; d <= 2; d++) {
      sum += values[Math.max(0, Math.min(values.length - 1, k + d))] / 5;
    }
    return sum;
  }

  /** Share of the errors inside [-below, above] times the widths. */
  double coverage(double below, double above, double[] widths) {
    int inside = 0;
    int all = 0;
    for (double[] path : error) {
      for (int k = 0; k < path.length; k++) {
        inside += path[k] >= -below * widths[k] && path[k] <= above * widths[k] ? 1 : 0;
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
