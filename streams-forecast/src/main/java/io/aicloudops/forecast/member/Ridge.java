package io.aicloudops.forecast.member;

/** Solves small symmetric positive systems by Cholesky's method. */
final class Ridge {

  private Ridge() {}

  /**
   * Solves {@code a x = b}; only the lower triangle of {@code a} is read, and it is overwritten. A
   * pivot that is not positive is replaced by a tiny share of its diagonal.
   */
  static double[] solve(double[][] a, double[] b) {
    int n = b.length;
    for (int i = 0; i < n; i++) {
      double[] row = a[i];
      for (int j = 0; j < i; j++) {
        double[] other = a[j];
        double s = row[j];
        for (int k = 0; k < j; k++) {
          s -= row[k] * other[k];
        }
        row[j] = s / other[j];
      }
      double diagonal = row[i];
      double s = diagonal;
      for (int k = 0; k < i; k++) {
        s -= row[k] * row[k];
      }
      row[i] = Math.sqrt(Math.max(s, 1e-12 * Math.abs(diagonal) + Double.MIN_NORMAL));
    }
    double[] x = b.clone();
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < i; k++) {
        x[i] -= a[i][k] * x[k];
      }
      x[i] /= a[i][i];
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int k = i + 1; k < n; k++) {
        x[i] -= a[k][i] * x[k];
      }
      x[i] /= a[i][i];
    }
    return x;
  }
}
