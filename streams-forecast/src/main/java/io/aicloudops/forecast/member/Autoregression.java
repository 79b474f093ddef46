package io.aicloudops.forecast.member;

/**
 * Autoregression on chosen lags of a (seasonal) difference, by ridge regression with exponential
 * forgetting and one Huber reweighting against outliers (Huber, Annals of Mathematical Statistics
 * 35, 1964).
 */
public final class Autoregression implements Member {

  /**
   * What to fit.
   *
   * @param difference the lag subtracted first; 0 for levels (then a mean is fitted)
   * @param lags lags of the difference, ascending
   * @param ridge penalty as a share of the total variance
   * @param halfLife rows after which a row counts half; 0 for no forgetting
   * @param robust whether to weigh outliers down in a second pass
   */
  @SuppressWarnings("ArrayRecordComponent") // Never handed on.
  public record Spec(int difference, int[] lags, double ridge, double halfLife, boolean robust) {

    /** Values before an origin that it needs. */
    public int reach() {
      return difference + lags[lags.length - 1];
    }

    /** Rows to fit on in a series of n values. */
    public int rows(int n) {
      return n - reach();
    }
  }

  private static final double HUBER = 1.5 * 1.4826;
  private static final double OVERSHOOT = 0.3;

  private final double[] y;
  private final Spec spec;
  private final double[] z;
  private final double mean;
  private final double[] weights;
  private final double lowest;
  private final double highest;

  /** Fits to a series. */
  public Autoregression(double[] y, Spec spec) {
    this.y = y;
    this.spec = spec;
    int d = spec.difference;
    z = new double[y.length - d];
    for (int t = 0; t < z.length; t++) {
      z[t] = d > 0 ? y[t + d] - y[t] : y[t];
    }
    double sum = 0;
    if (d == 0) {
      for (double v : z) {
        sum += v / z.length;
      }
      for (int t = 0; t < z.length; t++) {
        z[t] -= sum;
      }
    }
    mean = sum;
    weights = fit();
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (double v : y) {
      min = Math.min(min, v);
      max = Math.max(max, v);
    }
    lowest = min - OVERSHOOT * (max - min);
    highest = max + OVERSHOOT * (max - min);
  }

  private double[] fit() {
    double fade = spec.halfLife > 0 ? Math.pow(0.5, 1 / spec.halfLife) : 1;
    LaggedLeastSquares squares = new LaggedLeastSquares(z, spec.lags, fade, spec.ridge);
    double[] b = squares.solve();
    if (!spec.robust) {
      return b;
    }
    double[] error = squares.errors(b);
    double limit = HUBER * medianSize(error) + 1e-12;
    for (int t = 0; t < error.length; t++) {
      double size = Math.abs(error[t]);
      if (size > limit) {
        squares.lighten(t, 1 - limit / size);
      }
    }
    return squares.solve();
  }

  private static double medianSize(double[] values) {
    double[] sizes = new double[values.length];
    for (int t = 0; t < sizes.length; t++) {
      sizes[t] = Math.abs(values[t]);
    }
    return Median.inPlace(sizes);
  }

  @Override
  public int reach() {
    return spec.reach();
  }

  @Override
  public double[] forecast(int origin, int horizon) {
    int d = spec.difference;
    int[] lags = spec.lags;
    int far = lags[lags.length - 1];
    double[] path = new double[far + horizon];
    System.arraycopy(z, origin - d - far, path, 0, far);
    double[] out = new double[horizon];
    for (int k = 0; k < horizon; k++) {
      double even = 0;
      double odd = 0;
      int at = far + k;
      int i = 0;
      for (; i + 1 < lags.length; i += 2) {
        even += weights[i] * path[at - lags[i]];
        odd += weights[i + 1] * path[at - lags[i + 1]];
      }
      if (i < lags.length) {
        even += weights[i] * path[at - lags[i]];
      }
      double s = even + odd;
      path[far + k] = s;
      double base = d == 0 ? mean : k < d ? y[origin + k - d] : out[k - d];
      out[k] = s + base;
    }
    for (int k = 0; k < horizon; k++) {
      out[k] = Math.max(lowest, Math.min(highest, out[k]));
    }
    return out;
  }
}
