package io.aicloudops.rca.rank.alerts;

import java.util.regex.Pattern;

/**
 * What an alert shows at an entity.
 *
 * @param family alerts of one family say much the same; only the strongest of them counts fully
 * @param what the alert apart from where it was
 * @param weight how much it says about a cause here
 */
record Signs(String family, String what, double weight) {

  private static final String UP = " up";
  private static final String DOWN = " down";

  private static final Pattern CORE = Pattern.compile("core_?\\d|percpu");
  private static final Pattern IN_USE = Pattern.compile("usage|rss_|_rss$|anon|util|working|pct");

  private static final double LOG = 1.3;
  private static final double SLOW_SELF = 1.08;
  private static final double SLOW_CALLED = 0.4;
  private static final double SLOW_CALLING = 0.2;
  private static final double FAILED_SELF = 0.5;
  private static final double FAILED_CALLED = 0.3;
  private static final double FAILED_CALLING = 4.05;

  /** Of a metric that is unusually high or low. */
  static Signs metric(String name, boolean up) {
    String metric = name.toLowerCase(java.util.Locale.ROOT);
    String family;
    double high;
    double low;
    if (CORE.matcher(metric).find()) {
      family = "core";
      high = 0.2;
      low = 0.2;
    } else if (metric.contains("mem")) {
      boolean use = IN_USE.matcher(metric).find();
      family = use ? "memory" : "memory detail";
      high = use ? 3.5 : 0.3;
      low = use ? 1 : 0.3;
    } else if (metric.contains("cpu")) {
      boolean use = IN_USE.matcher(metric).find() || metric.contains("total");
      family = use ? "cpu" : "cpu detail";
      high = use ? 0.75 : 0.5;
      low = use ? 0.6 : 0.3;
    } else {
      return other(metric, name, up);
    }
    return new Signs(family + sign(up), name + sign(up), up ? high : low);
  }

  private static Signs other(String metric, String name, boolean up) {
    String family;
    double high;
    double low;
    switch (io.aicloudops.rca.rank.shift.Role.of(metric)) {
      case ERRORS -> {
        family = "errors";
        high = 1;
        low = 1.5;
      }
      case LATENCY -> {
        family = "latency";
        high = 1.5;
        low = 0.4;
      }
      case RESOURCE, SATURATION -> {
        family = "disk";
        high = 0.35;
        low = 0.3;
      }
      case TRAFFIC -> {
        boolean net = metric.contains("net") || metric.contains("packet");
        family = net ? "network" : "requests";
        high = net ? 1.3 : 0.5;
        low = net ? 1.3 : 0.7;
      }
      default -> {
        family = "other";
        high = 0.5;
        low = 0.5;
      }
    }
    return new Signs(family + sign(up), name + sign(up), up ? high : low);
  }

  private static String sign(boolean up) {
    return up ? UP : DOWN;
  }

  /** What says the opposite; empty if nothing does. */
  String opposite() {
    if (what.endsWith(UP)) {
      return what.substring(0, what.length() - UP.length()) + DOWN;
    }
    return what.endsWith(DOWN) ? what.substring(0, what.length() - DOWN.length()) + UP : "";
  }

  static Signs log(String template) {
    return new Signs("log", "log " + template, LOG);
  }

  static Signs self(String type, boolean failed) {
    return new Signs("self " + type, "self " + type, failed ? FAILED_SELF : SLOW_SELF);
  }

  static Signs called(String type, boolean failed) {
    return new Signs("called " + type, "called " + type, failed ? FAILED_CALLED : SLOW_CALLED);
  }

  static Signs calling(String type, boolean failed) {
    return new Signs("calling " + type, "calling " + type, failed ? FAILED_CALLING : SLOW_CALLING);
  }
}
