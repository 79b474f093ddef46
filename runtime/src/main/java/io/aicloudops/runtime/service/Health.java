package io.aicloudops.runtime.service;

import java.util.Map;

/**
 * How a part of the system is.
 *
 * @param status one of the three states
 * @param message why, for an operator; empty if all is well
 * @param details numbers worth seeing, e.g. lag or threads
 */
public record Health(Status status, String message, Map<String, Object> details) {

  /** Three states: it works, it is on its way or impaired, it does not work. */
  public enum Status {
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

  /** True unless it does not work at all. */
  public boolean alive() {
    return status != Status.UNHEALTHY;
  }
}
