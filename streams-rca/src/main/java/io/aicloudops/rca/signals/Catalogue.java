package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.rca.signals.Accumulator.Plain;
import io.aicloudops.rca.signals.Accumulator.Plain.Across;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.identity.SeriesName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which signals a workload has, and which series feed each. Bounded: at most so many signals, and
 * of one metric at most {@value #MAX_PARTS} parts with a label of their own; what is beyond is part
 * of the metric's total only, or of nothing, and counted.
 */
final class Catalogue {

  private static final int MAX_PARTS = 12;

  /** A signal that was not fed for this long gives its place to a new one. */
  private static final long IDLE_MS = 3_600_000;

  private enum Kind {
    RATE,
    VALUE,
    BUCKETS,
    RATIO,
    MEAN,
    SUMMARY_RATE,
    SATURATION,
    LIMIT
  }

  private record Spec(Kind kind, String metric, String labels) {}

  /**
   * Where a series' numbers go.
   *
   * @param le the bucket's upper bound, or what else the accumulator has to know of the number
   */
  record Feed(Accumulator into, double le) {}

  private final int maxSignals;
  private final Map<Spec, Accumulator> accumulators = new LinkedHashMap<>();
  private final Map<String, Integer> parts = new HashMap<>();
  private int signals;
  private long refused;

  Catalogue(int maxSignals) {
    this.maxSignals = maxSignals;
  }

  /** How many times a signal was refused because there were too many. */
  long refused() {
    return refused;
  }

  /** In the order in which they came to be. */
  Iterable<Accumulator> all() {
    return accumulators.values();
  }

  /**
   * The accumulators a series feeds; empty for what is no measurement.
   *
   * @param time event time, to tell which signals are out of use
   */
  List<Feed> route(SeriesName series, MetricType given, long time) {
    String name = series.name();
    MetricType type = Conventions.type(name, given);
    if (Conventions.silent(name, type)) {
      return List.of();
    }
    Router router = new Router(series.labels(), time);
    switch (type) {
      case HISTOGRAM -> router.histogram(name);
      case SUMMARY -> router.summary(name);
      case COUNTER -> {
        boolean guessed = given == MetricType.UNKNOWN;
        if (guessed && (name.endsWith("_sum") || name.endsWith("_count"))) {
          router.summary(name);
        } else {
          router.counter(name);
        }
      }
      default -> router.gauge(name);
    }
    return List.copyOf(router.feeds);
  }

  /** True if the numbers of such a series only ever grow, so that their rate is what matters. */
  static boolean cumulative(SeriesName series, MetricType given) {
    String name = series.name();
    return switch (Conventions.type(name, given)) {
      case COUNTER, HISTOGRAM -> true;
      case SUMMARY -> name.endsWith("_sum") || name.endsWith("_count");
      default -> false;
    };
  }

  /** Adds the feeds of one series, for the whole metric and for its labelled part. */
  private final class Router {
    private final Map<String, String> labels;
    private final long time;
    private final String part;
    private final List<Feed> feeds = new ArrayList<>();

    Router(Map<String, String> labels, long time) {
      this.labels = labels;
      this.time = time;
      String kept = Labels.keptLabel(labels);
      this.part =
          kept.isEmpty()
              ? ""
              : SeriesName.of("", Map.of(kept, labels.getOrDefault(kept, ""))).text();
    }

    void histogram(String name) {
      if (!name.endsWith("_bucket") || !labels.containsKey("le")) {
        return; // The +Inf bucket says what _count says.
      }
      String metric = name.substring(0, name.length() - "_bucket".length());
      double le = bound(labels.getOrDefault("le", ""));
      if (Double.isNaN(le)) {
        return;
      }
      add(Kind.BUCKETS, metric, le);
      if (le == Double.POSITIVE_INFINITY) {
        ratio(metric);
      }
    }

    void summary(String name) {
      if (name.endsWith("_sum")) {
        add(Kind.MEAN, name.substring(0, name.length() - "_sum".length()), Accumulator.Mean.SUM);
      } else if (name.endsWith("_count")) {
        String metric = name.substring(0, name.length() - "_count".length());
        if (accumulators.containsKey(new Spec(Kind.BUCKETS, metric, ""))) {
          return;
        }
        add(Kind.MEAN, metric, 0);
        add(Kind.SUMMARY_RATE, metric, 0);
        ratio(metric);
      } else if (labels.containsKey("quantile")) {
        // Quantiles of several pods cannot be merged; the mean and the rate say enough.
        return;
      } else {
        gauge(name);
      }
    }

    void counter(String name) {
      add(Kind.RATE, name, 0);
      ratio(name);
      saturation(name);
    }

    void gauge(String name) {
      Labels.PoolState state = Labels.poolState(labels);
      if (state == Labels.PoolState.LIMIT || Conventions.limit(name)) {
        one(Kind.LIMIT, Conventions.saturationKey(name), "", 0);
        return;
      }
      if (state == Labels.PoolState.USE) {
        one(Kind.SATURATION, name, "", 0);
      }
      add(Kind.VALUE, name, 0);
      if (state == Labels.PoolState.NONE) {
        saturation(name);
      }
    }

    private void saturation(String name) {
      if (Conventions.use(name)) {
        one(Kind.SATURATION, name, "", 0);
      }
    }

    private void ratio(String metric) {
      Labels.Outcome outcome = Labels.outcome(labels);
      if (outcome != Labels.Outcome.UNSAID) {
        add(Kind.RATIO, metric, outcome == Labels.Outcome.BAD ? Accumulator.Ratio.BAD : 0);
      }
    }

    private void add(Kind kind, String metric, double le) {
      one(kind, metric, "", le);
      if (!part.isEmpty()) {
        one(kind, metric, part, le);
      }
    }

    private void one(Kind kind, String metric, String labels, double le) {
      Accumulator into = accumulator(new Spec(kind, metric, labels), time);
      if (into != null) {
        feeds.add(new Feed(into, le));
      }
    }
  }

  private static double bound(String le) {
    if (le.equals("+Inf") || le.equals("Inf")) {
      return Double.POSITIVE_INFINITY;
    }
    try {
      return Double.parseDouble(le);
    } catch (NumberFormatException e) {
      return Double.NaN; // Not a bucket that anything can be said about.
    }
  }

  private @Nullable Accumulator accumulator(Spec spec, long time) {
    Accumulator known = accumulators.get(spec);
    if (known != null) {
      return known;
    }
    String metric = spec.kind + spec.metric;
    if (!spec.labels.isEmpty() && parts.getOrDefault(metric, 0) >= MAX_PARTS) {
      refused++;
      return null;
    }
    Accumulator made = create(spec);
    if (signals + made.signals() > maxSignals) {
      evict(time);
    }
    if (signals + made.signals() > maxSignals) {
      refused++;
      return null;
    }
    made.lastFed = time;
    put(spec, made);
    return made;
  }

  private void put(Spec spec, Accumulator made) {
    signals += made.signals();
    if (!spec.labels.isEmpty()) {
      parts.merge(spec.kind + spec.metric, 1, Integer::sum);
    }
    accumulators.put(spec, made);
  }

  private void evict(long time) {
    accumulators
        .entrySet()
        .removeIf(
            entry -> {
              boolean idle =
                  entry.getValue().signals() > 0 && time - entry.getValue().lastFed > IDLE_MS;
              if (idle) {
                signals -= entry.getValue().signals();
                if (!entry.getKey().labels.isEmpty()) {
                  parts.merge(entry.getKey().kind + entry.getKey().metric, -1, Integer::sum);
                }
              }
              return idle;
            });
  }

  private Accumulator create(Spec spec) {
    String metric = spec.metric;
    return switch (spec.kind) {
      case RATE -> plain(spec, "rate", false);
      case VALUE -> plain(spec, "value", false);
      case SUMMARY_RATE -> plain(spec, "rate", true);
      case BUCKETS -> new Buckets(metric, spec.labels);
      case RATIO -> new Accumulator.Ratio(metric + ":error_ratio" + spec.labels);
      case MEAN ->
          new Accumulator.Mean(
              metric + ":mean" + spec.labels, Conventions.role(metric, "mean", true));
      case SATURATION ->
          new Accumulator.Saturation(
              metric + ":saturation", limit(Conventions.saturationKey(metric)));
      case LIMIT -> new Accumulator.Limit();
    };
  }

  private Accumulator.Limit limit(String key) {
    return (Accumulator.Limit)
        accumulators.computeIfAbsent(
            new Spec(Kind.LIMIT, key, ""), spec -> new Accumulator.Limit());
  }

  private static Accumulator plain(Spec spec, String stat, boolean distribution) {
    SignalRole role = Conventions.role(spec.metric, stat, distribution);
    boolean shares = stat.equals("value") && Conventions.share(spec.metric);
    Across across = stat.equals("rate") ? Across.SUM : Across.MEAN;
    if (role == SignalRole.RESOURCE) {
      across = stat.equals("rate") || shares ? Across.MEAN : Across.MAX;
    } else if (role == SignalRole.SATURATION && stat.equals("value")) {
      across = Across.MAX;
    }
    return new Plain(spec.metric + ":" + stat + spec.labels, role, across, shares);
  }

  void write(Packer out) {
    out.l(refused);
    out.i(accumulators.size());
    accumulators.forEach(
        (spec, accumulator) -> {
          out.text(spec.kind.name());
          out.text(spec.metric);
          out.text(spec.labels);
          accumulator.write(out);
        });
  }

  void read(Unpacker in) {
    refused = in.l();
    for (int n = in.i(); n > 0; n--) {
      Spec spec = new Spec(Kind.valueOf(in.text()), in.text(), in.text());
      Accumulator accumulator = accumulators.get(spec);
      if (accumulator == null) {
        accumulator = create(spec);
        put(spec, accumulator);
      }
      accumulator.read(in);
    }
  }
}
