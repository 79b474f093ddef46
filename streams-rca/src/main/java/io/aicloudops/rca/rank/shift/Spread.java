package io.aicloudops.rca.rank.shift;

import java.util.Arrays;

/**
 * Where the values of a column usually lie. The scale is the largest of the quartile distance as a
 * standard deviation (Tukey, Exploratory Data Analysis, 1977), a share of the median, and a quarter
 * of the standard deviation, so that neither a constant stretch nor a rare spike makes a wobble
 * look large.
 *
 * @param median of the values
 * @param scale in the unit of the values; 0 if they are all zero
 */
public record Spread(double median, double scale) {

  private static final double QUARTILES_OF_NORMAL = 1.349;

  /** What a value off a scale of 0 counts as. */
  private static final double OUT_OF_NOTHING = 8;

  /**
   * The spread of values.
   *
   * @param values at least one, none NaN; are sorted
   * @param floor the least scale as a share of the median
   */
  public static Spread of(double[] values, double floor) {
    double mean = Arrays.stream(values).average().orElse(0);
    double square = 0;
    for (double value : values) {
      square += (value - mean) * (value - mean);
    }
    double deviation = Math.sqrt(square / values.length);
    Arrays.sort(values);
    double median = quantile(values, 0.5);
    double quartiles = (quantile(values, 0.75) - quantile(values, 0.25)) / QUARTILES_OF_NORMAL;
    double scale = Math.max(Math.max(quartiles, floor * Math.abs(median)), 0.25 * deviation);
    return new Spread(median, scale);
  }

  /** How many scales a value is above the median; negative below. */
  public double standardised(double value) {
    double off = value - median;
    if (scale > 0) {
      return off / scale;
    }
    return Math.abs(off) > 1e-12 ? Math.signum(off) * OUT_OF_NOTHING : 0;
  }

  /**
   * The quantile of how far sorted values are from the median, in scales; 0 on a scale of 0. The
   * farthest are at the ends, so that those few alone are looked at.
   */
  double reached(double[] sorted, double p) {
    if (scale <= 0 || sorted.length == 0) {
      return 0;
    }
    double at = p * (sorted.length - 1);
    int below = (int) at;
    int low = 0;
    int high = sorted.length - 1;
    double farther = 0;
    double last = 0;
    for (int rank = sorted.length - 1; rank >= below; rank--) {
      farther = last;
      double down = median - sorted[low];
      double up = sorted[high] - median;
      last = Math.max(down, up);
      if (down > up) {
        low++;
      } else {
        high--;
      }
    }
    boolean top = below == sorted.length - 1;
    return (last + (at - below) * ((top ? last : farther) - last)) / scale;
  }

  /** The quantile of sorted values, between neighbours in proportion; NaN if there are none. */
  public static double quantile(double[] sorted, double p) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double at = p * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(sorted.length - 1, below + 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
