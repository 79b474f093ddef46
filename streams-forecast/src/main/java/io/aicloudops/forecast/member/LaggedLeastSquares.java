package io.aicloudops.forecast.member;

import java.util.Arrays;

/**
 * Ridge regression of a series on its own lags, without intercept, newer rows counting more. Half
 * of a row's fading is put into each of the two values that are multiplied, so that sums need no
 * weights; the sums for two pairs of lags with the same distance then differ only at their ends and
 * one is made from the other. Single rows can be weighed down afterwards without summing all the
 * others again.
 */
final class LaggedLeastSquares {

  private static final int TOGETHER = 4;

  private final double[] z;
  private final int[] lags;
  private final int far;
  private final int rows;
  private final double ridge;

  /** The series, faded. */
  private final double[] faded;

  /** What takes the fading of a lag's values to that of the rows they stand in. */
  private final double[] unfade;

  /** Sums of products of faded values, {@code [longer lag][shorter lag]}; lag 0 is the target. */
  private final double[][] products;

  /** Rows to be weighed down, taken out of the sums together. */
  private final double[][] light;

  private final double[] shares = new double[TOGETHER];
  private int waiting;

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
    lags = new int[predictors.length + 1];
    System.arraycopy(predictors, 0, lags, 1, predictors.length);
    far = lags[predictors.length];
    rows = z.length - far;
    faded = new double[z.length];
    double half = Math.sqrt(fade);
    double weight = 1;
    for (int t = z.length - 1; t >= 0; t--) {
      faded[t] = z[t] * weight;
      weight *= half;
    }
    unfade = new double[lags.length];
    for (int i = 0; i < lags.length; i++) {
      unfade[i] = Math.pow(half, -lags[i]);
    }
    products = new double[lags.length][lags.length];
    light = new double[TOGETHER][lags.length];
    int[] sameDistance = new int[far + 1];
    Arrays.fill(sameDistance, -1);
    for (int j = 0; j < lags.length; j++) {
      for (int i = j; i < lags.length; i++) {
        int distance = lags[i] - lags[j];
        int before = sameDistance[distance];
        int shift = before < 0 ? rows : lags[j] - lags[before];
        products[i][j] =
            2 * shift >= rows
                ? sum(far - lags[i], far - lags[j], rows)
                : slide(before, distance, shift);
        sameDistance[distance] = j;
      }
    }
  }

  /** The sum for the lags {@code shift} longer than those of an earlier pair. */
  private double slide(int before, int distance, int shift) {
    int i = Arrays.binarySearch(lags, lags[before] + distance);
    int a = far - lags[i];
    int b = far - lags[before];
    return products[i][before]
        - sum(a + rows - shift, b + rows - shift, shift)
        + sum(a - shift, b - shift, shift);
  }

  /** Four sums side by side: twice as fast as one, because they do not wait for each other. */
  private double sum(int a, int b, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int t = 0;
    for (; t + 3 < n; t += 4) {
      s0 += faded[a + t] * faded[b + t];
      s1 += faded[a + t + 1] * faded[b + t + 1];
      s2 += faded[a + t + 2] * faded[b + t + 2];
      s3 += faded[a + t + 3] * faded[b + t + 3];
    }
    for (; t < n; t++) {
      s0 += faded[a + t] * faded[b + t];
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
    double[] row = light[waiting];
    for (int i = 0; i < lags.length; i++) {
      row[i] = faded[far - lags[i] + t];
    }
    shares[waiting++] = share;
    if (waiting == TOGETHER) {
      takeOut();
    }
  }

  private void takeOut() {
    double[] a = light[0];
    double[] b = light[1];
    double[] c = light[2];
    double[] d = light[3];
    for (int i = 0; i < lags.length; i++) {
      double x = shares[0] * a[i];
      double y = shares[1] * b[i];
      double v = shares[2] * c[i];
      double w = shares[3] * d[i];
      double[] line = products[i];
      // The upper triangle is not used; whole lines are faster than parts of them.
      for (int j = 0; j < line.length; j++) {
        line[j] -= (x * a[j] + y * b[j]) + (v * c[j] + w * d[j]);
      }
    }
    Arrays.fill(shares, 0);
    waiting = 0;
  }

  /** The coefficients of the lags. */
  double[] solve() {
    if (waiting > 0) {
      takeOut();
    }
    int p = lags.length - 1;
    double power = products[0][0];
    double penalty = ridge * power + 1e-9 * power / rows + Double.MIN_NORMAL;
    double[][] gram = new double[p][p];
    double[] moment = new double[p];
    for (int i = 0; i < p; i++) {
      for (int j = 0; j <= i; j++) {
        gram[i][j] = products[i + 1][j + 1] * unfade[i + 1] * unfade[j + 1];
      }
      gram[i][i] += penalty;
      moment[i] = products[i + 1][0] * unfade[i + 1];
    }
    return Ridge.solve(gram, moment);
  }
}
