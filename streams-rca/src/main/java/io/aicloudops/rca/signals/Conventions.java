package io.aicloudops.rca.signals;

import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.event.SignalRole;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the words of a metric's name say, after the naming conventions of Prometheus, OpenMetrics
 * and OpenTelemetry. Names are cut at underscores, colons and dots.
 *
 * <table>
 * <caption>Roles, the first that applies</caption>
 * <tr><td>SATURATION</td><td>a derived use/limit; queue, backlog, lag, waiting, throttled, …</td></tr>
 * <tr><td>ERRORS</td><td>a derived error ratio; error(s), failure(s), exception(s), rejected, timeout(s), …</td></tr>
 * <tr><td>LATENCY</td><td>quantile or mean of a distribution of seconds, duration, latency, time</td></tr>
 * <tr><td>AVAILABILITY</td><td>up, ready, available, unavailable, replicas, restarts</td></tr>
 * <tr><td>RESOURCE</td><td>cpu, memory, heap, disk, network, gc, threads, fds, …</td></tr>
 * <tr><td>TRAFFIC</td><td>a rate of requests, calls, messages, queries, … or the rate of a distribution</td></tr>
 * </table>
 */
final class Conventions {

  private static final Set<String> SATURATED =
      Set.of(
          "queue",
          "queued",
          "backlog",
          "lag",
          "waiting",
          "waiters",
          "pending",
          "throttled",
          "saturation",
          "inflight");
  private static final Set<String> FAILING =
      Set.of(
          "error",
          "errors",
          "fail",
          "failed",
          "failure",
          "failures",
          "exception",
          "exceptions",
          "rejected",
          "rejections",
          "timeout",
          "timeouts",
          "aborted",
          "panics",
          "retries",
          "oom");
  private static final Set<String> TIMES =
      Set.of(
          "seconds",
          "duration",
          "latency",
          "time",
          "milliseconds",
          "ms",
          "microseconds",
          "nanoseconds",
          "delay",
          "elapsed");
  private static final Set<String> PRESENT =
      Set.of(
          "up", "ready", "available", "unavailable", "replicas", "restarts", "healthy", "leader");
  private static final Set<String> RESOURCES =
      Set.of(
          "cpu",
          "memory",
          "mem",
          "heap",
          "disk",
          "fs",
          "filesystem",
          "network",
          "net",
          "gc",
          "threads",
          "goroutines",
          "fds",
          "io",
          "swap",
          "rss",
          "load1",
          "load5",
          "load15",
          "jvm",
          "process");
  private static final Set<String> BUSY =
      Set.of(
          "request",
          "requests",
          "http",
          "grpc",
          "rpc",
          "call",
          "calls",
          "message",
          "messages",
          "query",
          "queries",
          "operation",
          "operations",
          "order",
          "orders",
          "event",
          "events",
          "jobs",
          "tasks",
          "records",
          "commands",
          "hits",
          "transactions");
  private static final Set<String> SHARES =
      Set.of("ratio", "percent", "percentage", "utilization", "utilisation", "temperature");
  private static final Set<String> LIMITS = Set.of("max", "limit", "limits", "capacity");
  private static final Set<String> USES =
      Set.of(
          "in",
          "use",
          "used",
          "usage",
          "active",
          "busy",
          "current",
          "open",
          "working",
          "set",
          "resident",
          "borrowed");
  private static final Set<String> CPU_UNITS = Set.of("seconds", "total", "cores");
  private static final Set<String> SILENT = Set.of("spec", "allowed");

  private Conventions() {}

  /** The type, guessed by the suffix where the source did not say. */
  static MetricType type(String name, MetricType given) {
    if (given != MetricType.UNKNOWN) {
      return given;
    }
    if (name.endsWith("_bucket")) {
      return MetricType.HISTOGRAM;
    }
    boolean counts = name.endsWith("_total") || name.endsWith("_count") || name.endsWith("_sum");
    if (counts) {
      return MetricType.COUNTER;
    }
    return name.endsWith("_info") ? MetricType.INFO : MetricType.GAUGE;
  }

  /**
   * True for what is no measurement: build information, creation times, states of an enumeration.
   */
  static boolean silent(String name, MetricType type) {
    return type == MetricType.INFO
        || type == MetricType.STATESET
        || name.endsWith("_created")
        || name.endsWith("_info")
        || name.endsWith("timestamp_seconds")
        || name.endsWith("_timestamp")
        || name.endsWith("start_time_seconds")
        || name.equals("ALERTS") // Prometheus' own; the alerts themselves come by the webhook.
        || name.equals("ALERTS_FOR_STATE");
  }

  /**
   * The role of a signal.
   *
   * @param distribution true for the quantiles, mean and rate of a histogram or summary
   * @param stat the part after the colon: rate, p99, mean, value, saturation, error_ratio
   */
  static SignalRole role(String metric, String stat, boolean distribution) {
    if (stat.equals("saturation")) {
      return SignalRole.SATURATION;
    }
    if (stat.equals("error_ratio")) {
      return SignalRole.ERRORS;
    }
    Set<String> words = words(metric);
    boolean rate = stat.equals("rate");
    if (any(words, FAILING)) {
      return SignalRole.ERRORS;
    }
    if (distribution && !rate && any(words, TIMES)) {
      return SignalRole.LATENCY;
    }
    if (distribution && rate) {
      return any(words, RESOURCES) ? SignalRole.RESOURCE : SignalRole.TRAFFIC;
    }
    if (any(words, SATURATED)) {
      return SignalRole.SATURATION;
    }
    if (any(words, PRESENT)) {
      return SignalRole.AVAILABILITY;
    }
    if (any(words, RESOURCES)) {
      return SignalRole.RESOURCE;
    }
    return rate && any(words, BUSY) ? SignalRole.TRAFFIC : SignalRole.OTHER;
  }

  /** True for shares and temperatures, which do not add up over labels. */
  static boolean share(String metric) {
    return any(words(metric), SHARES);
  }

  /**
   * True if the metric states a limit of something else, and is not the longest time of a
   * distribution.
   */
  static boolean limit(String metric) {
    Set<String> words = words(metric);
    return any(words, LIMITS) && !any(words, TIMES);
  }

  /** True if the metric says how much of something is in use. */
  static boolean use(String metric) {
    Set<String> words = words(metric);
    return any(words, USES) || words.contains("cpu");
  }

  /**
   * What a use and its limit have in common: the name without the words that tell them apart.
   * {@code db_pool_in_use} and {@code db_pool_max} meet in {@code db_pool}, {@code
   * container_cpu_usage_seconds_total} and {@code container_cpu_limit_cores} in {@code
   * container_cpu}. A name without such words is its own key.
   */
  static String saturationKey(String metric) {
    boolean cpu = words(metric).contains("cpu");
    return Arrays.stream(metric.split("_"))
        .filter(w -> !LIMITS.contains(w) && !USES.contains(w) && !SILENT.contains(w))
        .filter(w -> !cpu || !CPU_UNITS.contains(w))
        .collect(Collectors.joining("_"));
  }

  private static Set<String> words(String metric) {
    return Set.copyOf(Arrays.asList(metric.toLowerCase(Locale.ROOT).split("[_:.]")));
  }

  private static boolean any(Set<String> words, Set<String> of) {
    return words.stream().anyMatch(of::contains);
  }
}
