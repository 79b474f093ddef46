package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.Arrays;

/**
 * Counts of events in the last few ticks, in several columns. A quantile or a share of few events
 * would be chance, so a tick that has few is read together with those before it: as many as it
 * takes to have enough, and no more than six. What is older is gone at once and does not fade, so
 * that trouble that has ended is seen to have ended.
 */
final class RecentEvents {

  /** A quantile or a share wants this many events behind it. */
  private static final double WANTED = 100;

  private static final int MOST_TICKS = 6;

  /** Newest first. */
  private double[][] ticks = {};

  /** Makes room for one more column; what it counts is taken to equal that of another. */
  void insert(int at, int like) {
    for (int t = 0; t < ticks.length; t++) {
      ticks[t] = insert(ticks[t], at, like >= 0 ? ticks[t][like] : 0);
    }
  }

  static double[] insert(double[] values, int at, double value) {
    double[] longer = new double[values.length + 1];
    System.arraycopy(values, 0, longer, 0, at);
    longer[at] = value;
    System.arraycopy(values, at, longer, at + 1, values.length - at);
    return longer;
  }

  /**
   * Adds a tick, and forgets those that are not needed any more.
   *
   * @param counts of the tick, by column
   * @param total the column that counts all events
   * @return sums over the ticks that are read together, by column
   */
  double[] add(double[] counts, int total) {
    double[] sums = counts.clone();
    int kept = 0;
    while (kept < Math.min(ticks.length, MOST_TICKS - 1) && sums[total] < WANTED) {
      for (int column = 0; column < sums.length; column++) {
        sums[column] += ticks[kept][column];
      }
      kept++;
    }
    double[][] next = new double[kept + 1][];
    next[0] = counts.clone();
    System.arraycopy(ticks, 0, next, 1, kept);
    ticks = next;
    return sums;
  }

  void write(Packer out) {
    out.i(ticks.length);
    for (double[] counts : ticks) {
      Arrays.stream(counts).forEach(count -> out.f((float) count));
    }
  }

  /**
   * @param columns how many there are
   */
  void read(Unpacker in, int columns) {
    ticks = new double[in.i()][columns];
    for (double[] counts : ticks) {
      for (int column = 0; column < columns; column++) {
        counts[column] = in.f();
      }
    }
  }
}
