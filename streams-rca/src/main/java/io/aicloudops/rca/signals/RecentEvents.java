package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.Arrays;

/**
 * Counts of events in the last few ticks, in several columns. A quantile or a share of few events
 * would be chance, so a tick that has few is read together with those before it: as many as it
 * takes to have enough, and no more than six. What is older is gone at once and does not fade, so
 * that trouble that has ended is seen to have ended. Takes a tick without allocating.
 */
final class RecentEvents {

  /** A quantile or a share wants this many events behind it. */
  private static final double WANTED = 100;

  private static final int MOST_TICKS = 6;

  /**
   * A ring of ticks; as floats, as they are written, so that reading them again changes nothing.
   */
  private final float[][] ring = new float[MOST_TICKS][0];

  private int newest;
  private int ticks;
  private double[] sums = {};

  /** Begins with nothing, in so many columns. */
  RecentEvents(int columns) {
    resize(columns);
  }

  private void resize(int columns) {
    for (int t = 0; t < MOST_TICKS; t++) {
      ring[t] = Arrays.copyOf(ring[t], columns);
    }
    sums = new double[columns];
  }

  /** Makes room for one more column; what it counts is taken to equal that of another. */
  void insert(int at, int like) {
    int columns = sums.length;
    resize(columns + 1);
    for (float[] counts : ring) {
      float same = like >= 0 ? counts[like] : 0;
      System.arraycopy(counts, at, counts, at + 1, columns - at);
      counts[at] = same;
    }
  }

  /**
   * Adds a tick, and forgets those that are not needed any more.
   *
   * @param counts of the tick, by column
   * @param total the column that counts all events
   * @return sums over the ticks that are read together, by column; the same array for each call
   */
  double[] add(double[] counts, int total) {
    System.arraycopy(counts, 0, sums, 0, sums.length);
    int kept = 0;
    while (kept < Math.min(ticks, MOST_TICKS - 1) && sums[total] < WANTED) {
      float[] older = ring[(newest + kept) % MOST_TICKS];
      for (int column = 0; column < sums.length; column++) {
        sums[column] += older[column];
      }
      kept++;
    }
    newest = (newest + MOST_TICKS - 1) % MOST_TICKS;
    ticks = kept + 1;
    for (int column = 0; column < sums.length; column++) {
      ring[newest][column] = (float) counts[column];
    }
    return sums;
  }

  void write(Packer out) {
    out.i(ticks);
    for (int t = 0; t < ticks; t++) {
      for (float count : ring[(newest + t) % MOST_TICKS]) {
        out.f(count);
      }
    }
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @param columns how many there are
   */
  void read(Unpacker in, int columns) {
    resize(columns);
    newest = 0;
    ticks = in.i();
    for (int t = 0; t < ticks; t++) {
      for (int column = 0; column < columns; column++) {
        ring[t][column] = in.f();
      }
    }
  }
}
