package io.aicloudops.forecast.workload;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import java.util.Arrays;

/**
 * The means of a signal over equal slots of event time, the newest so many of them. The open slot
 * counts only once a later one begins; a slot nobody fed is NaN.
 */
final class TimeRing {

  private static final long NONE = Long.MIN_VALUE;

  private final long stepMs;
  private final float[] ring;
  private long open = NONE;
  private long first = NONE;
  private double sum;
  private int count;

  TimeRing(long stepMs, int slots) {
    this.stepMs = stepMs;
    ring = new float[slots];
    Arrays.fill(ring, Float.NaN);
  }

  long stepMs() {
    return stepMs;
  }

  /**
   * Adds a value; one that is older than the open slot is ignored.
   *
   * @return whether a slot was completed
   */
  boolean add(long time, double value) {
    long slot = Math.floorDiv(time, stepMs);
    if (open == NONE) {
      open = slot;
      first = slot;
    }
    if (slot < open) {
      return false;
    }
    boolean completed = slot > open;
    if (completed) {
      set(open, count > 0 ? sum / count : Double.NaN);
      for (long gap = Math.max(open + 1, slot - ring.length); gap < slot; gap++) {
        set(gap, Double.NaN);
      }
      open = slot;
      sum = 0;
      count = 0;
    }
    if (Double.isFinite(value)) {
      sum += value;
      count++;
    }
    return completed;
  }

  private void set(long slot, double value) {
    ring[(int) Math.floorMod(slot, (long) ring.length)] = (float) value;
  }

  /** Completed slots that are kept. */
  int size() {
    return open == NONE ? 0 : (int) Math.min(ring.length, open - first);
  }

  /** The completed slots, oldest first. */
  double[] history() {
    int n = size();
    double[] out = new double[n];
    for (int i = 0; i < n; i++) {
      out[i] = ring[(int) Math.floorMod(open - n + i, (long) ring.length)];
    }
    return out;
  }

  /** Of the newest so many completed slots those that were fed. */
  int known(int newest) {
    int known = 0;
    for (long slot = open - Math.min(newest, size()); slot < open; slot++) {
      known += Float.isFinite(ring[(int) Math.floorMod(slot, (long) ring.length)]) ? 1 : 0;
    }
    return known;
  }

  /** The newest completed value; NaN if there is none. */
  double newest() {
    return size() == 0 ? Double.NaN : ring[(int) Math.floorMod(open - 1, (long) ring.length)];
  }

  /** The value of the completed slot that began then; NaN if it was not fed or is not kept. */
  double at(long begin) {
    long slot = Math.floorDiv(begin, stepMs);
    boolean kept = slot < open && slot >= open - size();
    return kept ? ring[(int) Math.floorMod(slot, (long) ring.length)] : Double.NaN;
  }

  /** Begin of the open slot: where a forecast starts. */
  long openTime() {
    return open * stepMs;
  }

  /** Appends what changes with every value. */
  void writeOpen(StateWriter out) {
    out.putLong(open).putLong(first).putDouble(sum).putInt(count);
  }

  void readOpen(StateReader in) {
    open = in.getLong();
    first = in.getLong();
    sum = in.getDouble();
    count = in.getInt();
  }

  /** Appends what changes with every slot. */
  void writeSlots(StateWriter out) {
    out.putFloats(ring);
  }

  void readSlots(StateReader in) {
    in.getFloats(ring);
  }
}
