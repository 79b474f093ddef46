package io.aicloudops.rca.signals;

import io.aicloudops.rca.signals.Catalogue.Kind;
import io.aicloudops.rca.signals.Catalogue.Spec;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.identity.SeriesName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Finds the accumulators that one series feeds, for the whole metric and for its labelled part; by
 * its type and name, in the naming conventions of Prometheus.
 */
final class Router {

  /** Label of a native histogram's bucket: its lower bound; {@code le} is the upper. */
  static final String LOWER_BOUND = "gt";

  private static final String UPPER_BOUND = "le";

  private static final String BUCKET = "_bucket";

  /** File systems that are full by nature, or are memory. */
  private static final Set<String> UNREAL =
      Set.of("tmpfs", "ramfs", "squashfs", "overlay", "iso9660", "devtmpfs");

  private final Catalogue catalogue;
  private final Map<String, String> labels;
  private final long time;
  private final String part;
  private final List<Feed> feeds = new ArrayList<>();

  private Router(Catalogue catalogue, Map<String, String> labels, long time) {
    this.catalogue = catalogue;
    this.labels = labels;
    this.time = time;
    String kept = Labels.keptLabel(labels);
    this.part =
        kept.isEmpty() ? "" : SeriesName.of("", Map.of(kept, labels.getOrDefault(kept, ""))).text();
  }

  /**
   * Where the numbers of a series go; empty for what is no measurement.
   *
   * @param time event time, to tell which signals are out of use
   */
  static List<Feed> route(Catalogue catalogue, SeriesName series, MetricType given, long time) {
    String name = series.name();
    MetricType type = Conventions.type(name, given);
    if (Conventions.silent(name, type)) {
      return List.of();
    }
    Router router = new Router(catalogue, series.labels(), time);
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

  /** Where the rate of a series goes that was called a gauge and turned out to be counting. */
  static List<Feed> ofCountingGauge(Catalogue catalogue, SeriesName series, long time) {
    Router router = new Router(catalogue, series.labels(), time);
    router.add(Kind.RATE, series.name(), 0);
    router.ratio(series.name());
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

  /** True for the series that counts all events of a native histogram. */
  static boolean nativeTotal(SeriesName series) {
    Map<String, String> labels = series.labels();
    return series.name().endsWith(BUCKET)
        && "-Inf".equals(labels.get(LOWER_BOUND))
        && "+Inf".equals(labels.get(UPPER_BOUND));
  }

  /** True for a bucket that counts all events up to its bound. */
  static boolean classicBucket(SeriesName series) {
    Map<String, String> labels = series.labels();
    return series.name().endsWith(BUCKET)
        && labels.containsKey(UPPER_BOUND)
        && !labels.containsKey(LOWER_BOUND);
  }

  /** What the buckets of one histogram have in common: the series without its bounds. */
  static String histogram(SeriesName series) {
    Map<String, String> rest = new TreeMap<>(series.labels());
    rest.remove(LOWER_BOUND);
    rest.remove(UPPER_BOUND);
    return SeriesName.of(series.name(), rest).text();
  }

  private void histogram(String name) {
    if (!name.endsWith(BUCKET) || !labels.containsKey(UPPER_BOUND)) {
      return; // The +Inf bucket says what _count says.
    }
    String metric = name.substring(0, name.length() - BUCKET.length());
    double le = bound(labels.getOrDefault(UPPER_BOUND, ""));
    String lower = labels.get(LOWER_BOUND);
    double from = lower == null ? Double.NEGATIVE_INFINITY : bound(lower);
    if (Double.isNaN(le) || Double.isNaN(from)) {
      return;
    }
    boolean own = lower != null;
    bucket(new Spec(Kind.BUCKETS, metric, ""), from, le, own);
    if (!part.isEmpty()) {
      bucket(new Spec(Kind.BUCKETS, metric, part), from, le, own);
    }
    if (le == Double.POSITIVE_INFINITY) {
      ratio(metric);
    }
  }

  private void bucket(Spec spec, double from, double le, boolean own) {
    Accumulator into = catalogue.accumulator(spec, time);
    if (into == null) {
      return;
    }
    if (own && !Double.isInfinite(from)) {
      ((Buckets) into).nativeBound(from);
    }
    feeds.add(new Feed(into, le, own, false));
  }

  private void summary(String name) {
    if (name.endsWith("_sum")) {
      add(Kind.MEAN, name.substring(0, name.length() - "_sum".length()), Mean.SUM);
    } else if (name.endsWith("_count")) {
      String metric = name.substring(0, name.length() - "_count".length());
      if (catalogue.has(new Spec(Kind.BUCKETS, metric, ""))) {
        return;
      }
      add(Kind.MEAN, metric, 0);
      add(Kind.SUMMARY_RATE, metric, 0);
      ratio(metric);
    } else if (!labels.containsKey("quantile")) {
      // Quantiles of several pods cannot be merged; the mean and the rate say enough.
      gauge(name);
    }
  }

  private void counter(String name) {
    room(name);
    add(Kind.RATE, name, 0);
    ratio(name);
    saturation(name);
  }

  private void gauge(String name) {
    room(name);
    Labels.PoolState state = Labels.poolState(labels);
    if (state == Labels.PoolState.LIMIT || Conventions.limit(name)) {
      one(new Spec(Kind.LIMIT, Conventions.saturationKey(name), ""), 0);
      return;
    }
    if (state == Labels.PoolState.USE) {
      one(new Spec(Kind.SATURATION, name, ""), 0);
    }
    add(Kind.VALUE, name, 0);
    if (state == Labels.PoolState.NONE) {
      saturation(name);
    }
  }

  /** What node_exporter says of the room on its node. */
  private void room(String name) {
    String mode = labels.getOrDefault("mode", "");
    switch (name) {
      case "node_cpu_seconds_total" -> {
        boolean idle = mode.equals("idle") || mode.equals("iowait");
        one(new Spec(Kind.ROOM, "node_cpu", ""), idle ? Room.ALL_FREE : Room.ALL);
      }
      case "node_memory_MemTotal_bytes" -> one(new Spec(Kind.ROOM, "node_memory", ""), Room.ALL);
      case "node_memory_MemAvailable_bytes" ->
          one(new Spec(Kind.ROOM, "node_memory", ""), Room.FREE);
      case "node_filesystem_size_bytes" -> fileSystem(Room.ALL);
      case "node_filesystem_avail_bytes" -> fileSystem(Room.FREE);
      case "node_disk_io_time_seconds_total" ->
          one(new Spec(Kind.ROOM, "node_disk_io", part), Room.BUSY);
      default -> {
        // Everything else says nothing of room.
      }
    }
  }

  private void fileSystem(double le) {
    if (!UNREAL.contains(labels.getOrDefault("fstype", ""))) {
      one(new Spec(Kind.ROOM, "node_filesystem", part), le);
    }
  }

  private void saturation(String name) {
    if (Conventions.use(name)) {
      one(new Spec(Kind.SATURATION, name, ""), 0);
    }
  }

  private void ratio(String metric) {
    Labels.Outcome outcome = Labels.outcome(labels);
    if (outcome != Labels.Outcome.UNSAID) {
      add(Kind.RATIO, metric, outcome == Labels.Outcome.BAD ? Ratio.BAD : 0);
    }
  }

  private void add(Kind kind, String metric, double le) {
    one(new Spec(kind, metric, ""), le);
    if (!part.isEmpty()) {
      one(new Spec(kind, metric, part), le);
    }
  }

  private void one(Spec spec, double le) {
    Accumulator into = catalogue.accumulator(spec, time);
    if (into != null) {
      feeds.add(new Feed(into, le, false, spec.kind() == Kind.VALUE));
    }
  }

  private static double bound(String text) {
    return switch (text) {
      case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
      case "-Inf" -> Double.NEGATIVE_INFINITY;
      default -> number(text);
    };
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN; // Not a bucket that anything can be said about.
    }
  }
}
