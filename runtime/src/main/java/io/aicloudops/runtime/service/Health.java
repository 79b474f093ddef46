package io.aicloudops.runtime.service;

import java.util.Map;

/**
 * How a part of the system is.
 *
 * @param status one of the states
 * @param message why, for an operator; empty if all is well
 * @param details numbers worth seeing, e.g. lag or threads
 */
public record Health(Status status, String message, Map<String, Object> details) {

  /** It is not configured; it works; it is on its way or impaired; it does not work. */
  public enum Status {
    /** Nothing is missing: only for what a service works with, never for a service. */
    DISABLED,
    HEALTHY,
    DEGRADED,
    UNHEALTHY
  }

  /** All is well. */
  public static Health healthy() {
    return new Health(Status.HEALTHY, "", Map.of());
  }

  /** Works in part, or is still starting. */
  public static Health degraded(String message) {
    return new Health(Status.DEGRADED, message, Map.of());
  }

  /** Does not work. */
  public static Health unhealthy(String message) {
    return new Health(Status.UNHEALTHY, message, Map.of());
  }

  /** The health of a whole: as bad as its worst part, whose name and message it gives. */
  public static Health worst(Map<String, Health> parts) {
    Health worst = healthy();
    for (Map.Entry<String, Health> part : parts.entrySet()) {
      Health one = part.getValue();
      if (one.status().compareTo(worst.status()) > 0) {
        worst = new Health(one.status(), part.getKey() + ": " + one.message(), one.details());
      }
    }
    return worst;
  }

  /** True unless it does not work at all. */
  public boolean alive() {
    return status != Status.UNHEALTHY;
  }
}
