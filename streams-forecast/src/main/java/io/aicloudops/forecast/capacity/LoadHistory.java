package io.aicloudops.forecast.capacity;

/** The load of the last days, step by step, in a ring. */
final class LoadHistory {

  private final float[] ring;
  private long count;

  /**
   * @param capacity steps kept
   */
  LoadHistory(int capacity) {
    ring = new float[capacity];
  }

  /** Steps since the beginning, kept or not. */
  long count() {
    return count;
  }

  void add(double value) {
    ring[(int) (count % ring.length)] = (float) value;
    count++;
  }

  /** The value at a step; beyond what is kept, the nearest kept one. */
  double at(long step) {
    long oldest = Math.max(0, count - ring.length);
    return ring[(int) (Math.max(oldest, Math.min(count - 1, step)) % ring.length)];
  }

  /**
   * The mean over steps {@code from} inclusive to {@code to} exclusive that are kept; 0 if none.
   */
  double mean(long from, long to) {
    long a = Math.max(Math.max(0, count - ring.length), from);
    long b = Math.min(count, to);
    if (b <= a) {
      return 0;
    }
    double sum = 0;
    for (long t = a; t < b; t++) {
      sum += ring[(int) (t % ring.length)];
    }
    return sum / (b - a);
  }

  /** The largest value over steps {@code from} to {@code to}, both inclusive; 0 if none is kept. */
  double max(long from, long to) {
    double max = 0;
    long a = Math.max(Math.max(0, count - ring.length), from);
    for (long t = a; t <= Math.min(count - 1, to); t++) {
      max = Math.max(max, ring[(int) (t % ring.length)]);
    }
    return max;
  }

  /** The ring itself, for its owner's storage. */
  float[] ring() {
    return ring;
  }

  void restore(long steps, float[] values) {
    count = steps;
    System.arraycopy(values, 0, ring, 0, ring.length);
  }
}
