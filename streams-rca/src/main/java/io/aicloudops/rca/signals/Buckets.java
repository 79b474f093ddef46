package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.SignalRole;
import java.util.Arrays;
import java.util.List;

/**
 * A histogram over all members: the rates of equal buckets are added, so that the quantiles are the
 * workload's and not a mean of the pods'. Gives p50, p95, p99 and the rate, of a part with a label
 * of its own p99 and the rate. Few events in a tick are read together with those of the ticks
 * before.
 *
 * <p>Takes the buckets of classic histograms, which count all events up to a bound, and those of
 * native ones, which count their own; both at once while a fleet changes from one to the other.
 */
final class Buckets extends Accumulator {

  private static final double[] WHOLE = {0.5, 0.95, 0.99};
  private static final double[] PART = {0.99};
  private static final int MAX_BOUNDS = 200;

  /** So many events have to be above a quantile, or it would be the chance of a single one. */
  private static final double ABOVE = 3;

  /** By so much the native buckets may exceed their own total, for rounding's sake. */
  private static final double ROUNDING = 1.01;

  private final double[] quantiles;
  private final String[] names;
  private final SignalRole quantileRole;
  private final String rateName;
  private final SignalRole rateRole;

  /** Upper bounds, ascending. */
  private double[] bounds = new double[0];

  private final RecentEvents recent = new RecentEvents(0);

  /** Events up to each bound in this tick, as classic buckets count them; a rate. */
  private double[] upTo = new double[0];

  /** Events between a bound and the one below it, as native buckets count them; a rate. */
  private double[] own = new double[0];

  /** Rate of all events of native histograms. */
  private double nativeRate;

  private boolean fed;
  private boolean fedOwn;

  /**
   * @param metric the base name, without _bucket
   * @param labels empty or {@code {label="value"}}
   */
  Buckets(String metric, String labels) {
    this.quantiles = labels.isEmpty() ? WHOLE : PART;
    this.names =
        Arrays.stream(quantiles)
            .mapToObj(q -> metric + ":p" + Math.round(100 * q) + labels)
            .toArray(String[]::new);
    this.rateName = metric + ":rate" + labels;
    this.quantileRole = Conventions.role(metric, "p99", true);
    this.rateRole = Conventions.role(metric, "rate", true);
  }

  @Override
  int signals() {
    return names.length + 1;
  }

  @Override
  void feed(int slot, double le, double value) {
    int at = bound(le, true);
    if (at >= 0) {
      fed = true;
      upTo[at] += value;
    }
  }

  @Override
  void feedOwn(int slot, double le, double value) {
    fedOwn = true;
    int at = bound(le, false);
    if (le == Double.POSITIVE_INFINITY) {
      nativeRate += value;
    } else if (at >= 0) {
      own[at] += value;
    }
  }

  /** Makes a bound known at which a native bucket begins or ends. */
  void nativeBound(double bound) {
    bound(bound, false);
  }

  /**
   * Where a bound stands; −1 if there are too many.
   *
   * @param likeNext whether as many events are taken to have been up to a new bound as up to the
   *     next higher one, or as up to the next lower one
   */
  private int bound(double le, boolean likeNext) {
    int at = Arrays.binarySearch(bounds, le);
    if (at >= 0) {
      return at;
    }
    if (bounds.length >= MAX_BOUNDS) {
      return -1;
    }
    at = -at - 1;
    recent.insert(at, likeNext && at < bounds.length ? at : at - 1);
    bounds = inserted(bounds, at, le);
    upTo = inserted(upTo, at, 0);
    own = inserted(own, at, 0);
    return at;
  }

  private static double[] inserted(double[] values, int at, double value) {
    double[] longer = new double[values.length + 1];
    System.arraycopy(values, 0, longer, 0, at);
    longer[at] = value;
    System.arraycopy(values, at, longer, at + 1, values.length - at);
    return longer;
  }

  @Override
  void finish(double seconds, List<String> members, SignalTick out) {
    if (!fed && !fedOwn) {
      return;
    }
    int last = bounds.length - 1;
    double rate = nativeRate + (fed ? upTo[last] : 0);
    boolean whole = last >= 0 && (!fedOwn || addOwn());
    double[] events = upTo;
    if (whole) {
      for (int k = 0; k <= last; k++) {
        upTo[k] *= seconds;
      }
      events = recent.add(upTo, last);
      for (int k = 1; k <= last; k++) {
        // Pods scraped apart can make a cumulative bucket smaller than the one before it.
        events[k] = Math.max(events[k], events[k - 1]);
      }
    }
    out.add(rateName, rateRole, rate);
    for (int q = 0; q < names.length; q++) {
      boolean known = whole && rate > 0;
      out.add(names[q], quantileRole, known ? quantile(quantiles[q], events) : Double.NaN);
    }
    Arrays.fill(upTo, 0);
    Arrays.fill(own, 0);
    nativeRate = 0;
    fed = false;
    fedOwn = false;
  }

  /**
   * Adds the native buckets to the others.
   *
   * @return false if they say more than their total does: their bounds have just changed, and new
   *     buckets hold what the old ones had counted before
   */
  private boolean addOwn() {
    double classic = 0;
    double sum = 0;
    for (int k = 0; k < bounds.length; k++) {
      classic = Math.max(classic, upTo[k]);
      sum += own[k];
      upTo[k] = classic + sum;
    }
    int last = bounds.length - 1;
    if (bounds[last] == Double.POSITIVE_INFINITY) {
      upTo[last] = classic + Math.max(sum, nativeRate);
    }
    return sum <= nativeRate * ROUNDING;
  }

  /**
   * Within a bucket linear, in a native one, whose bounds grow by a factor, geometric; the highest
   * finite bound stands for all that is above it.
   */
  private double quantile(double q, double[] events) {
    int last = bounds.length - 1;
    double rank =
        events[last] > 2 * ABOVE
            ? Math.min(q * events[last], events[last] - ABOVE)
            : q * events[last];
    for (int k = 0; k <= last; k++) {
      if (events[k] >= rank) {
        double lower = k > 0 ? bounds[k - 1] : Math.min(0, bounds[0]);
        if (Double.isInfinite(bounds[k])) {
          return k > 0 ? bounds[k - 1] : Double.NaN;
        }
        double under = k > 0 ? events[k - 1] : 0;
        double inside = events[k] - under;
        return inside > 0 ? between(lower, bounds[k], (rank - under) / inside) : bounds[k];
      }
    }
    return Double.NaN;
  }

  private double between(double lower, double upper, double part) {
    return fedOwn && lower > 0
        ? lower * StrictMath.pow(upper / lower, part)
        : lower + (upper - lower) * part;
  }

  @Override
  void write(Packer out) {
    super.write(out);
    out.i(bounds.length);
    for (double bound : bounds) {
      out.d(bound);
    }
    recent.write(out);
  }

  @Override
  void read(Unpacker in) {
    super.read(in);
    int n = in.i();
    bounds = new double[n];
    upTo = new double[n];
    own = new double[n];
    for (int k = 0; k < n; k++) {
      bounds[k] = in.d();
    }
    recent.read(in, n);
  }
}
