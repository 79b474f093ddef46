package io.aicloudops.rca.traces;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.CallGroup;
import java.util.List;

/** Counts of the calls of one kind: how they ended, how long they took, how long the way was. */
final class Cell {

  /** Upper bounds in microseconds, each twice the one before; one more bucket has no bound. */
  static final long[] BOUNDS_US = bounds();

  private static final int BUCKETS = BOUNDS_US.length + 1;

  long good;
  long bad;
  final long[] durations = new long[BUCKETS];
  final long[] gaps = new long[BUCKETS];

  private static long[] bounds() {
    long[] bounds = new long[14];
    for (int k = 0; k < bounds.length; k++) {
      bounds[k] = 1_000L << k;
    }
    return bounds;
  }

  void add(CallGroup group) {
    good += group.getDurations().size();
    bad += group.getFailures().size();
    count(group.getDurations(), durations);
    count(group.getFailures(), durations);
    count(group.getGaps(), gaps);
  }

  private static void count(List<Long> values, long[] buckets) {
    for (long value : values) {
      int k = 0;
      while (k < BOUNDS_US.length && value > BOUNDS_US[k]) {
        k++;
      }
      buckets[k]++;
    }
  }

  void add(Cell other) {
    good += other.good;
    bad += other.bad;
    for (int k = 0; k < BUCKETS; k++) {
      durations[k] += other.durations[k];
      gaps[k] += other.gaps[k];
    }
  }

  void write(Packer out) {
    out.l(good);
    out.l(bad);
    for (int k = 0; k < BUCKETS; k++) {
      out.l(durations[k]);
      out.l(gaps[k]);
    }
  }

  static Cell read(Unpacker in) {
    Cell cell = new Cell();
    cell.good = in.l();
    cell.bad = in.l();
    for (int k = 0; k < BUCKETS; k++) {
      cell.durations[k] = in.l();
      cell.gaps[k] = in.l();
    }
    return cell;
  }
}
