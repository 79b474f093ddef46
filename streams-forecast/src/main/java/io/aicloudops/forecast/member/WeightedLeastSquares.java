package io.aicloudops.forecast.member;

/**
 * Weighted ridge regression without intercept, of which single rows can be weighed down afterwards
 * without summing all the others again.
 */
final class WeightedLeastSquares {

  private final double[][] columns;
  private final double[] target;
  private final double ridge;
  private final double[][] gram;
  private final double[] moment;
  private double power;

  /**
   * @param ridge penalty on the squared coefficients as a share of the target's weighted sum of
   *     squares
   */
  WeightedLeastSquares(double[][] columns, double[] target, double[] weight, double ridge) {
    this.columns = columns;
    this.target = target;
    this.ridge = ridge;
    int p = columns.length;
    int rows = target.length;
    gram = new double[p][p];
    moment = new double[p];
    double[] weighted = new double[rows];
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
    }
  }

  /** Takes so much weight away from a row. */
  void lighten(int row, double weight) {
    power -= weight * target[row] * target[row];
    for (int i = 0; i < columns.length; i++) {
      double x = weight * columns[i][row];
      moment[i] -= x * target[row];
      double[] line = gram[i];
      for (int j = 0; j <= i; j++) {
        line[j] -= x * columns[j][row];
      }
    }
  }

  /** The coefficients. */
  double[] solve() {
    int p = columns.length;
    double[][] a = new double[p][];
    double penalty = ridge * power + 1e-9 * power / target.length + Double.MIN_NORMAL;
    for (int i = 0; i < p; i++) {
      a[i] = gram[i].clone();
      a[i][i] += penalty;
    }
    return Ridge.solve(a, moment);
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
