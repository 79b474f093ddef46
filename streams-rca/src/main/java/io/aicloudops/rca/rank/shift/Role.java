package io.aicloudops.rca.rank.shift;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a measurement says about its owner, after the words that metric names commonly have
 * (Prometheus, OpenTelemetry, Istio, cAdvisor, node exporter, CloudWatch). The first that applies.
 */
public enum Role {
  /** Of the machine below, shared with everything on it. */
  NODE("^node"),
  /** Calls that failed, or the share that did not. */
  ERRORS(
      "success|succ|error|fail|5xx|4xx|fault|cancel|abort|reject|timeout|drop|avail|exception|panic"),
  /** How full something is, or how much waits. */
  SATURATION("cfs|throttl|retrans|saturat|queue|backlog|(^|[^a-z])gc|pool|lag|wait|restart"),
  /** How long calls take. */
  LATENCY("lat|duration|p50|p9\\d|(^|[^a-z])rt$|response|time-ms|elapsed"),
  /** What is used up. */
  RESOURCE("cpu|mem|disk|fs|io|heap|thread|socket|rss|util"),
  /** How much is asked for. */
  TRAFFIC("rps|qps|workload|request|req|load|lod|count|net|rx|tx|syscall|receive|transmit|thr|ops"),
  OTHER("");

  private static final Pattern GOOD = Pattern.compile("success|succ|avail");

  private final Pattern words;

  Role(String words) {
    this.words = Pattern.compile(words);
  }

  /** The role of a metric; what follows a colon names an edge and says nothing. */
  public static Role of(String metric) {
    String name = bare(metric);
    for (Role role : values()) {
      if (role.words.matcher(name).find()) {
        return role;
      }
    }
    return OTHER;
  }

  /** The direction that is trouble: +1 up, -1 down, 0 if either may be. */
  public static int worse(String metric) {
    return switch (of(metric)) {
      case ERRORS -> GOOD.matcher(bare(metric)).find() ? -1 : 1;
      case LATENCY, SATURATION -> 1;
      case NODE, RESOURCE, TRAFFIC, OTHER -> 0;
    };
  }

  /** True if callers feel it: errors and latency. */
  public boolean felt() {
    return this == ERRORS || this == LATENCY;
  }

  /** True if it tells of the owner alone. */
  public boolean own() {
    return this == RESOURCE || this == SATURATION;
  }

  private static String bare(String metric) {
    int colon = metric.indexOf(':');
    return (colon < 0 ? metric : metric.substring(0, colon)).toLowerCase(Locale.ROOT);
  }
}
