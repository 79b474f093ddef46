package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Counts;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/**
 * How rare it is that a number is as large as this, for several views of a signal: the share of
 * earlier ones that were larger, the rank of conformal anomaly detection (Laxhammar and Falkman,
 * 2011). Numbers are counted by half octaves, eight octaves down from the largest, so that neither
 * their scale nor their distribution matters. A smaller one speaks for a larger one with a share
 * that falls with the square of their ratio (a Pareto tail), which tells how rare it is to be
 * beyond all others.
 *
 * <p>All views lie in the same few arrays: a detector among thousands costs what it takes out of
 * the memory.
 */
final class Extremes {

  /** After so many rows a tenth is to be forgotten. */
  static final int FORGET_EVERY = 512;

  private static final int CELLS = 16;
  private static final int UNIT = 4;
  private static final int FORGOTTEN_SHARE = 10;
  private static final double PRIOR = 0.3;

  /** Bits behind the point of a share that was halved from cell to cell. */
  private static final int FINE = 20;

  private static final int HALF_OCTAVE_BITS = 51;
  private static final long WITHIN = (1L << HALF_OCTAVE_BITS) - 1;

  /** What the sum of a view's counts cannot exceed. */
  private static final int MOST = FORGET_EVERY * UNIT * FORGOTTEN_SHARE;

  /** By view and cell. */
  private final short[] cells;

  private final int[] totals;

  /** By view the half octave of its first cell. */
  private final int[] bases;

  /** By view the sum of its counts, each times 2 to the number of its cell. */
  private final long[] weighted;

  /** Nothing is known yet of so many views. */
  Extremes(int views) {
    cells = new short[views * CELLS];
    totals = new int[views];
    bases = new int[views];
    weighted = new long[views];
  }

  /**
   * One in how many is as large; then counts the number if it is to be learned.
   *
   * @param size 0 or more
   */
  double oneIn(int view, double size, boolean learn) {
    long bits = Double.doubleToRawLongBits(size + Double.MIN_NORMAL);
    int octave = (int) (bits >>> HALF_OCTAVE_BITS);
    int total = totals[view];
    if (total == 0) {
      bases[view] = octave - CELLS / 2;
    }
    int cell = octave - bases[view];
    double beyond = cell < 0 ? total : beyond(view, cell, (bits & WITHIN) / (double) (WITHIN + 1));
    double oneIn = ((double) total / UNIT + 1) / (beyond / UNIT + PRIOR);
    if (learn) {
      learn(view, cell);
    }
    return oneIn;
  }

  private void learn(int view, int cell) {
    if (cell >= CELLS) {
      rise(view, cell - CELLS + 1);
    }
    int within = Math.max(0, Math.min(CELLS - 1, cell));
    int at = view * CELLS + within;
    cells[at] = (short) (cells[at] + UNIT);
    weighted[view] += (long) UNIT << within;
    totals[view] += UNIT;
  }

  /**
   * Counts from the largest cell down, as most numbers are not far below it: what the smaller ones
   * weigh is the rest.
   */
  private double beyond(int view, int cell, double within) {
    int first = view * CELLS;
    int larger = 0;
    long notSmaller = 0;
    for (int k = CELLS - 1; k > cell; k--) {
      larger += cells[first + k];
      notSmaller += (long) cells[first + k] << k;
    }
    int same = cell < CELLS ? cells[first + cell] : 0;
    long smaller = weighted[view] - notSmaller - ((long) same << cell);
    // 63 halvings leave nothing, as more would.
    double halved = (smaller << FINE) >> Math.min(Long.SIZE - 1, cell);
    return halved / (1 << FINE) * (1 - within / 2) + same * (1 - within / 2) + larger;
  }

  /** Makes room for larger ones; the smallest fall together. */
  private void rise(int view, int by) {
    int first = view * CELLS;
    int fallen = 0;
    for (int k = 0; k < CELLS; k++) {
      if (k <= by) {
        fallen += cells[first + k];
      }
      cells[first + k] = k + by < CELLS ? cells[first + k + by] : 0;
    }
    cells[first] = (short) fallen;
    bases[view] += by;
    count(view);
  }

  /** Sums up a view's cells. */
  private void count(int view) {
    totals[view] = 0;
    weighted[view] = 0;
    for (int k = 0; k < CELLS; k++) {
      totals[view] += cells[view * CELLS + k];
      weighted[view] += (long) cells[view * CELLS + k] << k;
    }
  }

  /** Forgets a share of all; to be called after every 512 that were learned. */
  void forget() {
    for (int k = 0; k < cells.length; k++) {
      cells[k] -= (short) ((cells[k] + FORGOTTEN_SHARE - 1) / FORGOTTEN_SHARE);
    }
    for (int view = 0; view < totals.length; view++) {
      count(view);
    }
  }

  void write(Packer out) {
    int[] counts = new int[CELLS];
    for (int view = 0; view < totals.length; view++) {
      // A number of half octaves fits into two bytes.
      out.s(totals[view] == 0 ? 0 : bases[view]);
      for (int k = 0; k < CELLS; k++) {
        counts[k] = cells[view * CELLS + k];
      }
      Counts.write(counts, out);
    }
  }

  /**
   * Reads into a new one.
   *
   * @return of older states how many were still to be learned before they were to forget, else 0
   */
  int read(Unpacker in) {
    int untilForgetting = 0;
    int[] counts = new int[CELLS];
    for (int view = 0; view < totals.length; view++) {
      bases[view] = in.isWide() ? in.i() : (short) in.s();
      untilForgetting = Math.max(untilForgetting, in.isWide() ? in.n() : 0);
      Counts.read(counts, in);
      for (int k = 0; k < CELLS; k++) {
        cells[view * CELLS + k] = (short) Math.min(MOST, counts[k]);
      }
      count(view);
    }
    return untilForgetting;
  }
}
