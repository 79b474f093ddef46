package io.aicloudops.forecast.resource;

import java.util.Arrays;

/**
 * When a resource that fills up will be full: the median of the slopes between all pairs of values
 * a day or more apart (Theil 1950, Sen 1968), so that neither a day's rhythm nor a few outliers
 * bend it, with the quartiles of the slopes as bounds.
 *
 * @param days until the limit is reached at the usual pace; infinite if it is not being approached
 * @param earliest at the pace of the fastest quarter of the slopes
 * @param perDay share of the limit by which it grows in a day
 * @param points values it rests on
 */
public record TimeToFull(double days, double earliest, double perDay, int points) {

  private static final int MOST = 200;

  /** Below this agreement between the slopes' signs there is no trend to go on with. */
  private static final double AGREED = 0.75;

  /**
   * Looks at the past of a resource's use.
   *
   * @param share of its limit in use at equal distances, oldest first; NaN where unknown
   * @param perDay how many values make a day, at least 1
   * @return infinite days if there is less than two days of history or no steady growth
   */
  public static TimeToFull of(double[] share, int perDay) {
    double[] known = Arrays.stream(share).filter(Double::isFinite).toArray();
    if (share.length < 2 * perDay || known.length < share.length / 2) {
      return none(known.length);
    }
    double[] slopes = slopes(share, perDay);
    if (slopes.length < 10) {
      return none(known.length);
    }
    double rising = (double) Arrays.stream(slopes).filter(s -> s > 0).count() / slopes.length;
    double median = slopes[slopes.length / 2];
    double fast = slopes[(int) (0.75 * (slopes.length - 1))];
    if (rising < AGREED || median <= 0) {
      return none(known.length);
    }
    int recent = Math.min(perDay, known.length);
    double[] lastDay = Arrays.copyOfRange(known, known.length - recent, known.length);
    double room = Math.max(0, 1 - Arrays.stream(lastDay).max().orElse(0));
    return new TimeToFull(room / median, room / fast, median, known.length);
  }

  private static TimeToFull none(int points) {
    return new TimeToFull(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0, points);
  }

  /** Sorted slopes a day between values at the same time of day. */
  private static double[] slopes(double[] share, int perDay) {
    int stride = Math.max(1, share.length / MOST);
    double[] slopes = new double[(share.length / stride + 1) * (share.length / perDay + 1)];
    int count = 0;
    for (int a = 0; a < share.length; a += stride) {
      for (int b = a + perDay; b < share.length; b += perDay) {
        double slope = (share[b] - share[a]) * perDay / (b - a);
        if (Double.isFinite(slope)) {
          slopes[count++] = slope;
        }
      }
    }
    double[] sorted = Arrays.copyOf(slopes, count);
    Arrays.sort(sorted);
    return sorted;
  }

  /** True if it will be full within so many days at the usual pace. */
  public boolean within(double limit) {
    return days <= limit;
  }
}
