package io.aicloudops.connect.remotewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A native histogram: counts of observations in buckets whose bounds grow by a constant factor,
 * 2^(2^-schema), or are given one by one. Only buckets that hold something are there.
 *
 * @param schema −4 to 8, or {@link #CUSTOM} for given bounds
 * @param gauge true if the counts may fall, so that they have no rate
 * @param zeroThreshold observations not farther from 0 than this are in the zero bucket
 * @param positive counts by bucket number; bucket i ends at 2^(i·2^-schema), or at the i-th bound
 * @param negative the same on the other side of 0
 * @param bounds the given upper bounds, ascending; empty unless the schema is {@link #CUSTOM}
 * @param time in milliseconds since the epoch
 * @see <a href="https://prometheus.io/docs/specs/native_histograms/">Native histograms</a>
 */
record NativeHistogram(
    double count,
    double sum,
    int schema,
    boolean gauge,
    double zeroThreshold,
    double zeroCount,
    NavigableMap<Integer, Double> positive,
    NavigableMap<Integer, Double> negative,
    List<Double> bounds,
    long time) {

  /** The schema of histograms whose bounds are given one by one. */
  static final int CUSTOM = -53;

  /**
   * The finest factor that is kept, 2^(1/4): a quantile between two such bounds is off by less than
   * a tenth, and a sender that halves a finer resolution under way changes nothing here.
   */
  private static final int FINEST = 2;

  /**
   * A bucket that counts its own observations only.
   *
   * @param from greater than this
   * @param to and not greater than this
   */
  record Bucket(double from, double to, double count) {}

  /** The buckets in ascending order, without those that have no upper bound. */
  List<Bucket> buckets() {
    List<Bucket> buckets = new ArrayList<>();
    if (schema == CUSTOM) {
      positive.forEach((index, own) -> given(index, own, buckets));
      return buckets;
    }
    int target = Math.min(schema, FINEST);
    merged(negative, schema - target)
        .descendingMap()
        .forEach(
            (index, own) -> add(-bound(index, target), -bound(index - 1, target), own, buckets));
    if (zeroCount > 0 || zeroThreshold > 0) {
      add(negative.isEmpty() ? 0 : -zeroThreshold, zeroThreshold, zeroCount, buckets);
    }
    merged(positive, schema - target)
        .forEach((index, own) -> add(bound(index - 1, target), bound(index, target), own, buckets));
    return buckets;
  }

  private void given(int index, double own, List<Bucket> buckets) {
    if (index < bounds.size()) {
      // What is below the first bound begins at 0 unless that would be above it.
      double from = index > 0 ? bounds.get(index - 1) : Math.min(0, bounds.get(0));
      add(from, bounds.get(index), own, buckets);
    }
  }

  private static void add(double from, double to, double own, List<Bucket> buckets) {
    if (from < to && Double.isFinite(from) && Double.isFinite(to)) {
      buckets.add(new Bucket(from, to, own));
    }
  }

  /** The buckets of a schema coarser by so many halvings of the resolution. */
  private static NavigableMap<Integer, Double> merged(
      NavigableMap<Integer, Double> buckets, int halvings) {
    NavigableMap<Integer, Double> coarser = new TreeMap<>();
    buckets.forEach((index, own) -> coarser.merge(((index - 1) >> halvings) + 1, own, Double::sum));
    return coarser;
  }

  private static double bound(int index, int schema) {
    return Math.pow(2, index * Math.pow(2, -schema));
  }
}
