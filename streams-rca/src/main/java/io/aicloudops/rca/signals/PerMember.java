package io.aicloudops.rca.signals;

import java.util.Arrays;

/** One number for each member of a workload within a tick, by the member's slot. */
final class PerMember {

  private static final double PEER_SPREAD = 0.05;

  private double[] values = new double[1];
  private boolean[] fed = new boolean[1];
  private double[] sorted = {};
  private int count;
  private int outlier = -1;
  private double outlierScore;

  void clear() {
    if (count > 0) {
      Arrays.fill(fed, false);
      count = 0;
    }
  }

  /** Adds to the member's number, or keeps the larger one. */
  void feed(int slot, double value, boolean larger) {
    if (slot >= values.length) {
      values = Arrays.copyOf(values, 2 * slot);
      fed = Arrays.copyOf(fed, 2 * slot);
    }
    if (!fed[slot]) {
      values[slot] = value;
      fed[slot] = true;
      count++;
    } else {
      values[slot] = larger ? Math.max(values[slot], value) : values[slot] + value;
    }
  }

  boolean has(int slot) {
    return slot < fed.length && fed[slot];
  }

  double get(int slot) {
    return values[slot];
  }

  int count() {
    return count;
  }

  double sum() {
    double sum = 0;
    for (int slot = 0; slot < fed.length; slot++) {
      sum += fed[slot] ? values[slot] : 0;
    }
    return sum;
  }

  /** The slot of the largest number; −1 if there is none. */
  int largest() {
    int best = -1;
    for (int slot = 0; slot < fed.length; slot++) {
      if (fed[slot] && (best < 0 || values[slot] > values[best])) {
        best = slot;
      }
    }
    return best;
  }

  /**
   * Finds the member farthest from the median of all, if there are three or more; {@link #outlier}
   * and {@link #outlierScore} tell of it.
   */
  void compare() {
    outlier = -1;
    outlierScore = 0;
    if (count < 3) {
      return;
    }
    if (sorted.length < count) {
      sorted = new double[values.length];
    }
    int n = 0;
    for (int slot = 0; slot < fed.length; slot++) {
      if (fed[slot]) {
        sorted[n++] = values[slot];
      }
    }
    Arrays.sort(sorted, 0, n);
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    // Quartiles would let one of four outliers widen the yardstick, the median of deviations does
    // not.
    for (int k = 0; k < n; k++) {
      sorted[k] = Math.abs(sorted[k] - median);
    }
    Arrays.sort(sorted, 0, n);
    double spread = 1.4826 * sorted[(n - 1) / 2] + PEER_SPREAD * Math.abs(median);
    int worst = -1;
    for (int slot = 0; slot < fed.length; slot++) {
      boolean farther =
          fed[slot]
              && (worst < 0 || Math.abs(values[slot] - median) > Math.abs(values[worst] - median));
      worst = farther ? slot : worst;
    }
    double distance = Math.abs(values[worst] - median);
    if (spread > 0 && distance > 0) {
      outlier = worst;
      outlierScore = distance / spread;
    }
  }

  /** The slot of the member that {@link #compare} found; −1 if none stands out. */
  int outlier() {
    return outlier;
  }

  /** Its distance from its peers in units of their spread. */
  double outlierScore() {
    return outlierScore;
  }
}
