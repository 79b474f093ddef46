package io.aicloudops.rca.signals;

import java.util.Arrays;
import java.util.List;

/** One number for each member of a workload within a tick, by the member's slot. */
final class PerMember {

  private static final double PEER_SPREAD = 0.05;

  private double[] values = new double[4];
  private boolean[] fed = new boolean[4];

  void clear() {
    Arrays.fill(fed, false);
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
    int count = 0;
    for (boolean f : fed) {
      count += f ? 1 : 0;
    }
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
   * The member farthest from the median of all, if there are three or more.
   *
   * @param names by slot
   */
  Outlier outlier(List<String> names) {
    int n = count();
    if (n < 3) {
      return Outlier.NONE;
    }
    double[] sorted = new double[n];
    for (int slot = 0, k = 0; slot < fed.length; slot++) {
      if (fed[slot]) {
        sorted[k++] = values[slot];
      }
    }
    Arrays.sort(sorted);
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    // Quartiles would let one of four outliers widen the yardstick, the median of deviations does
    // not.
    double[] deviations = Arrays.stream(sorted).map(v -> Math.abs(v - median)).sorted().toArray();
    double spread = 1.4826 * deviations[(n - 1) / 2] + PEER_SPREAD * Math.abs(median);
    int worst = -1;
    for (int slot = 0; slot < fed.length; slot++) {
      boolean farther =
          fed[slot]
              && (worst < 0 || Math.abs(values[slot] - median) > Math.abs(values[worst] - median));
      worst = farther ? slot : worst;
    }
    double distance = Math.abs(values[worst] - median);
    return spread > 0 && distance > 0
        ? new Outlier(names.get(worst), distance / spread)
        : Outlier.NONE;
  }

  /** A member and its distance from its peers in units of their spread. */
  record Outlier(String member, double score) {
    static final Outlier NONE = new Outlier("", 0);
  }
}
