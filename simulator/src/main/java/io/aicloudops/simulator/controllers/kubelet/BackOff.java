package io.aicloudops.simulator.controllers.kubelet;

import java.time.Duration;

/**
 * A wait that doubles from 10 s to 5 min, as the kubelet's for crashed containers and failed pulls.
 */
final class BackOff {

  private static final Duration FIRST = Duration.ofSeconds(10);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private Duration next = Duration.ZERO;

  /** How long to wait this time; the first time not at all if so wanted. */
  Duration next(boolean firstAtOnce) {
    Duration now = next;
    if (now.isZero()) {
      next = FIRST;
      if (firstAtOnce) {
        return now;
      }
      now = FIRST;
    }
    Duration doubled = now.multipliedBy(2);
    next = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
    return now;
  }

  boolean isReset() {
    return next.isZero();
  }

  void reset() {
    next = Duration.ZERO;
  }
}
