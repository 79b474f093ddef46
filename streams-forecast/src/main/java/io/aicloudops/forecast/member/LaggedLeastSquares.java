package io.aicloudops.forecast.member;

import java.util.Arrays;

/**
 * Ridge regression of a series on its own lags, without intercept, newer rows counting more. The
 * sums of products for two pairs of lags with the same distance differ only at their ends, so that
 * one is made from the other; and single rows can be weighed down afterwards without summing all
 * the others again.
 */
final class LaggedLeastSquares {

  private final double[] z;
  private final int[] lags;
  private final int far;
  private final int rows;
  private final double ridge;
  private final double[] weight;
  private final boolean fading;
  private final double[][] products;
  private final double[] row;

  /**
   * @param z the series
   * @param predictors lags to regress on, ascending, the longest below the series' length
   * @param fade weight of a row relative to that of the next, in (0,1]
   * @param ridge penalty on the squared coefficients as a share of the target's weighted sum of
   *     squares
   */
  LaggedLeastSquares(double[] z, int[] predictors, double fade, double ridge) {
    this.z = z;
    this.ridge = ridge;
    lags = new int[predictors.length + 1]; // The target is lag 0.
    System.arraycopy(predictors, 0, lags, 1, predictors.length);
    far = lags[predictors.length];
    rows = z.length - far;
    fading = fade < 1;
    weight = new double[z.length];
    double w = 1;
    for (int t = z.length - 1; t >= 0; t--) {
      weight[t] = w;
      w *= fade;
    }
    products = new double[lags.length][lags.length];
    row = new double[lags.length];
    int[] sameDistance = new int[far + 1];
    Arrays.fill(sameDistance, -1);
    for (int j = 0; j < lags.length; j++) {
      for (int i = j; i < lags.length; i++) {
        int distance = lags[i] - lags[j];
        int before = sameDistance[distance];
        int shift = before < 0 ? rows : lags[j] - lags[before];
        products[i][j] =
            2 * shift >= rows
                ? sum(far - lags[i], far - lags[j], far, rows)
                : slide(before, distance, shift) * Math.pow(fade, -shift);
        sameDistance[distance] = j;
      }
    }
  }

  /** The sum for the lags {@code shift} longer than those of an earlier pair, before fading. */
  private double slide(int before, int distance, int shift) {
    int i = Arrays.binarySearch(lags, lags[before] + distance);
    int a = far - lags[i];
    int b = far - lags[before];
    return products[i][before]
        - sum(a + rows - shift, b + rows - shift, far + rows - shift, shift)
        + sum(a - shift, b - shift, far - shift, shift);
  }

  private double sum(int a, int b, int w, int n) {
    return fading ? faded(a, b, w, n) : plain(a, b, n);
  }

  /** Four sums side by side: twice as fast as one, because they do not wait for each other. */
  private double plain(int a, int b, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int t = 0;
    for (; t + 3 < n; t += 4) {
      s0 += z[a + t] * z[b + t];
      s1 += z[a + t + 1] * z[b + t + 1];
      s2 += z[a + t + 2] * z[b + t + 2];
      s3 += z[a + t + 3] * z[b + t + 3];
    }
    for (; t < n; t++) {
      s0 += z[a + t] * z[b + t];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private double faded(int a, int b, int w, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int t = 0;
    for (; t + 3 < n; t += 4) {
      s0 += weight[w + t] * z[a + t] * z[b + t];
      s1 += weight[w + t + 1] * z[a + t + 1] * z[b + t + 1];
      s2 += weight[w + t + 2] * z[a + t + 2] * z[b + t + 2];
      s3 += weight[w + t + 3] * z[a + t + 3] * z[b + t + 3];
    }
    for (; t < n; t++) {
      s0 += weight[w + t] * z[a + t] * z[b + t];
    }
    return (s0 + s1) + (s2 + s3);
  }

  /** What each row's target is beyond its fit. */
  double[] errors(double[] coefficients) {
    double[] error = Arrays.copyOfRange(z, far, far + rows);
    for (int i = 0; i < coefficients.length; i++) {
      double b = coefficients[i];
      int from = far - lags[i + 1];
      for (int t = 0; t < rows; t++) {
        error[t] -= b * z[from + t];
      }
    }
    return error;
  }

  /** Takes a share of its weight away from a row. */
  void lighten(int t, double share) {
    for (int i = 0; i < lags.length; i++) {
      row[i] = z[far - lags[i] + t];
    }
    double w = share * weight[far + t];
    for (int i = 0; i < lags.length; i++) {
      double x = w * row[i];
      double[] line = products[i];
      for (int j = 0; j <= i; j++) {
        line[j] -= x * row[j];
      }
    }
  }

  /** The coefficients of the lags. */
  double[] solve() {
    int p = lags.length - 1;
    double power = products[0][0];
    double penalty = ridge * power + 1e-9 * power / rows + Double.MIN_NORMAL;
    double[][] gram = new double[p][];
    double[] moment = new double[p];
    for (int i = 0; i < p; i++) {
      gram[i] = Arrays.copyOfRange(products[i + 1], 1, p + 1);
      gram[i][i] += penalty;
      moment[i] = products[i + 1][0];
    }
    return Ridge.solve(gram, moment);
  }
}
