package io.aicloudops.forecast.workload;

/**
 * A step at which a signal is remembered and forecast.
 *
 * @param slots history kept
 * @param steps forecast ahead when there is history enough
 * @param fewest slots before a forecast is made
 * @param everyMs least distance of two forecasts, in milliseconds of event time
 */
record Horizon(int slots, int steps, int fewest, long everyMs) {

  /** Steps ahead that so much history can carry: no more than itself. */
  int reach(int history) {
    return Math.min(steps, history);
  }
}
