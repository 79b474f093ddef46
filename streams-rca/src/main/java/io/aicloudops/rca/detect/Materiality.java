package io.aicloudops.rca.detect;

import io.aicloudops.schemas.event.SignalRole;

/**
 * Whether an anomalous value matters: how far a signal of a role has to be from what was expected
 * before people should hear of it. On a very quiet signal a change of a percent is new; that is no
 * anomaly of a service.
 */
final class Materiality {

  /** Things that wait. */
  private static final double LEAST_WAITING = 3;

  /** In a second. */
  private static final double LEAST_ERROR_RATE = 0.1;

  /** What is used of a limit, as autoscalers and capacity planners leave room above it. */
  private static final double NEAR_LIMIT = 0.8;

  /** Of the way out to the peak. */
  private static final double RELIEVED = 2 / 3.0;

  private Materiality() {}

  /**
   * @param signal the signal's name, for shares ({@code :error_ratio}, {@code :saturation})
   * @param value what was measured
   * @param expected what was expected
   */
  static boolean matters(String signal, SignalRole role, double value, double expected) {
    double change = value - expected;
    double relative = Math.abs(change) / Math.max(Math.abs(expected), Double.MIN_NORMAL);
    if (signal.contains(":error_ratio")) {
      return change >= 0.03;
    }
    if (signal.contains(":saturation")) {
      return change >= 0.1 && value >= 0.5;
    }
    return switch (role) {
      case LATENCY -> change >= leastDelay(signal) && relative >= 0.5;
      case ERRORS -> change >= LEAST_ERROR_RATE && relative >= 0.5;
      case SATURATION -> change >= LEAST_WAITING && relative >= 0.5;
      case RESOURCE -> relative >= (change > 0 ? 0.4 : 0.6);
      case AVAILABILITY -> relative >= 0.1;
      default -> relative >= 0.5;
    };
  }

  /**
   * Whether a share of a limit that was an anomaly has come down far enough to harm nobody, though
   * it is still more than was expected: what was scaled out bears the greater load with room left.
   *
   * @param deviation of the value
   * @param peak largest absolute deviation of the episode
   */
  static boolean relieved(String signal, double value, double deviation, double peak) {
    return signal.contains(":saturation")
        && value < NEAR_LIMIT
        && Math.abs(deviation) <= RELIEVED * peak;
  }

  /** Nobody waits for a hundredth of a second. */
  private static double leastDelay(String signal) {
    if (signal.contains("seconds")) {
      return signal.contains("milliseconds") ? 10 : 0.01;
    }
    return 0;
  }
}
