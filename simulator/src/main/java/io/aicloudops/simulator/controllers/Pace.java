package io.aicloudops.simulator.controllers;

import java.time.Duration;

/**
 * How fast the cluster lives.
 *
 * @param speed 1 as in reality; with 10 a back-off of 10 s lasts 1 s
 */
public record Pace(double speed) {

  /** What a duration comes to; at least a millisecond. */
  public Duration of(Duration real) {
    return Duration.ofNanos(Math.max(1_000_000L, (long) (real.toNanos() / speed)));
  }
}
