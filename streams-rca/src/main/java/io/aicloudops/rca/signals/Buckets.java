package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.SignalRole;
import java.util.Arrays;
import java.util.List;

/**
 * A classic histogram over all members: the rates of equal buckets are added, so that the quantiles
 * are the workload's and not a mean of the pods'. Gives p50, p95, p99 and the rate, of a part with
 * a label of its own p99 and the rate. Few events in a tick are read together with those of the
 * ticks before.
 */
final class Buckets extends Accumulator {

  private static final double[] WHOLE = {0.5, 0.95, 0.99};
  private static final double[] PART = {0.99};
  private static final int MAX_BOUNDS = 200;

  /** So many events have to be above a quantile, or it would be the chance of a single one. */
  private static final double ABOVE = 3;

  private final double[] quantiles;
  private final String[] names;
  private final SignalRole quantileRole;
  private final String rateName;
  private final SignalRole rateRole;

  /** Upper bounds, ascending. */
  private double[] bounds = new double[0];

  private final RecentEvents recent = new RecentEvents();

  /** Events up to each bound in this tick, a rate. */
  private double[] now = new double[0];

  private boolean fed;

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
    int at = Arrays.binarySearch(bounds, le);
    if (at < 0) {
      if (bounds.length >= MAX_BOUNDS) {
        return;
      }
      at = -at - 1;
      recent.insert(at, at < bounds.length ? at : at - 1);
      bounds = RecentEvents.insert(bounds, at, le);
      now = RecentEvents.insert(now, at, 0);
    }
    fed = true;
    now[at] += value;
  }

  @Override
  void finish(double seconds, List<String> members, SignalTick.Builder out) {
    if (!fed) {
      return;
    }
    int last = bounds.length - 1;
    double rate = now[last];
    for (int k = 0; k <= last; k++) {
      now[k] *= seconds;
    }
    double[] events = recent.add(now, last);
    for (int k = 1; k <= last; k++) {
      // Pods scraped apart can make a cumulative bucket smaller than the one before it.
      events[k] = Math.max(events[k], events[k - 1]);
    }
    Arrays.fill(now, 0);
    fed = false;
    out.add(rateName, rateRole, rate);
    for (int q = 0; q < names.length; q++) {
      out.add(names[q], quantileRole, rate > 0 ? quantile(quantiles[q], events) : Double.NaN);
    }
  }

  /** Linear within the bucket; the highest finite bound stands for all that is above it. */
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
        return inside > 0 ? lower + (bounds[k] - lower) * (rank - under) / inside : bounds[k];
      }
    }
    return Double.NaN;
  }

  @Override
  void write(Packer out) {
    super.write(out);
    out.i(bounds.length);
    for (int k = 0; k < bounds.length; k++) {
      out.d(bounds[k]);
    }
    recent.write(out);
  }

  @Override
  void read(Unpacker in) {
    super.read(in);
    int n = in.i();
    bounds = new double[n];
    now = new double[n];
    for (int k = 0; k < n; k++) {
      bounds[k] = in.d();
    }
    recent.read(in, n);
  }
}
