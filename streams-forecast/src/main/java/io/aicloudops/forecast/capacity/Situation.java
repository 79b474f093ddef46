package io.aicloudops.forecast.capacity;

import java.time.Duration;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;

/**
 * What is known of a workload at one moment; loads in requests a second.
 *
 * @param time event time in milliseconds
 * @param current instances now
 * @param usual instances this workload normally runs with; fewer are only asked for with {@code
 *     experienced}
 * @param load now
 * @param expected load expected when an instance asked for now would serve
 * @param upper the load to be ready for, not below {@code load}
 * @param planned instances planned for that load, its risk weighed already; 0 without a plan
 * @param capacity load one instance carries at its limit; NaN if not learned
 * @param lead from asking for an instance until it serves
 * @param risk chance that so many instances will be too few at the end of the lead; NaN if unknown
 * @param proven whether plans of this load have been no worse than those of a simple autoscaler
 * @param experienced whether a full day has been seen
 * @param autoscaler the bounds of an autoscaler that runs it already
 */
public record Situation(
    long time,
    int current,
    int usual,
    double load,
    double expected,
    double upper,
    int planned,
    double capacity,
    Duration lead,
    IntToDoubleFunction risk,
    boolean proven,
    boolean experienced,
    Optional<Bounds> autoscaler) {

  /** The least and the most instances an autoscaler keeps. */
  public record Bounds(int least, int most) {}

  /** The least count that carries a load, of which one instance carries so much. */
  static int count(double load, double perInstance) {
    return (int) Math.max(1, Math.min(1_000_000, Math.ceil(load / perInstance - 1e-9)));
  }

  /** The share of so many instances that they have to spare then, in [0,1]. */
  public double waste(int instances) {
    return spare(instances) / instances;
  }

  /** Instances that so many have to spare when the lead is over, as far as it can be foretold. */
  double spare(int instances) {
    return Math.max(0, instances - Math.max(expected, 0) / capacity);
  }
}
