package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.SignalRole;
import java.util.Arrays;
import java.util.List;

/**
 * A classic histogram over all members: the rates of equal buckets are added, so that the quantiles
 * are the workload's and not a mean of the pods'. Gives p50, p95, p99 and the rate, of a part with
 * a label of its own p99 and the rate. Few events in a tick are stretched with those of the ticks
 * before, at most some five of them.
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

  /** Events up to each bound: remembered, and of this tick (a rate). */
  private double[] events = new double[0];

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
      bounds = insert(bounds, at, le);
      events = insert(events, at, at < events.length ? events[at] : at > 0 ? events[at - 1] : 0);
      now = insert(now, at, 0);
    }
    fed = true;
    now[at] += value;
  }

  private static double[] insert(double[] values, int at, double value) {
    double[] longer = new double[values.length + 1];
    System.arraycopy(values, 0, longer, 0, at);
    System.arraycopy(values, at, longer, at + 1, values.length - at);
    longer[at] = value;
    return longer;
  }

  @Override
  void finish(double seconds, List<String> members, SignalTick.Builder out) {
    if (!fed) {
      return;
    }
    int last = bounds.length - 1;
    double rate = now[last];
    double memory = Math.min(MAX_MEMORY, Math.max(0, 1 - rate * seconds / WANTED_EVENTS));
    double below = 0;
    for (int k = 0; k <= last; k++) {
      // Pods scraped apart can make a cumulative bucket smaller than the one before it.
      below = Math.max(below, memory * events[k] + now[k] * seconds);
      events[k] = below;
      now[k] = 0;
    }
    fed = false;
    out.add(rateName, rateRole, rate);
    for (int q = 0; q < names.length; q++) {
      out.add(names[q], quantileRole, rate > 0 ? quantile(quantiles[q]) : Double.NaN);
    }
  }

  /** Linear within the bucket; the highest finite bound stands for all that is above it. */
  private double quantile(double q) {
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
      out.d(events[k]);
    }
  }

  @Override
  void read(Unpacker in) {
    super.read(in);
    int n = in.i();
    bounds = new double[n];
    events = new double[n];
    now = new double[n];
    for (int k = 0; k < n; k++) {
      bounds[k] = in.d();
      events[k] = in.d();
    }
  }
}
