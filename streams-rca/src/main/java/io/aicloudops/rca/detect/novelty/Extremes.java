package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Counts;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.Arrays;

/**
 * How rare it is that a number is as large as this: −log10 of the share of earlier ones that were
 * larger, the rank of conformal anomaly detection (Laxhammar and Falkman, 2011). Numbers are
 * counted by half octaves, eight octaves down from the largest, so that neither their scale nor
 * their distribution matters. A smaller one speaks for a larger one with a share that falls with
 * the square of their ratio (a Pareto tail), which tells how rare it is to be beyond all others.
 */
final class Extremes {

  private static final int CELLS = 16;
  private static final int UNIT = 4;
  private static final int FORGOTTEN_SHARE = 10;
  private static final double PRIOR = 0.3;

  /** Bits behind the point while shares are halved from cell to cell. */
  private static final int FINE = 20;

  private static final int HALF_OCTAVE_BITS = 51;
  private static final long WITHIN = (1L << HALF_OCTAVE_BITS) - 1;

  private final int[] cells = new int[CELLS];
  private int total;

  /** The half octave of the first cell. */
  private int base = Integer.MIN_VALUE;

  /** How rare a size is, in digits; then counts it if it is to be learned. */
  double next(double size, boolean learn) {
    long bits = Double.doubleToRawLongBits(size + Double.MIN_NORMAL);
    int octave = (int) (bits >>> HALF_OCTAVE_BITS);
    if (total == 0) {
      base = octave - CELLS / 2;
    }
    int cell = octave - base;
    double beyond = cell < 0 ? total : beyond(cell, (bits & WITHIN) / (double) (WITHIN + 1));
    double rarity = Digits.of(((double) total / UNIT + 1) / (beyond / UNIT + PRIOR));
    if (!learn) {
      return rarity;
    }
    if (cell >= CELLS) {
      rise(cell - CELLS + 1);
      cell = CELLS - 1;
    }
    cells[Math.max(0, cell)] += UNIT;
    total += UNIT;
    return rarity;
  }

  private double beyond(int cell, double within) {
    long smaller = 0;
    int last = Math.min(cell, CELLS);
    for (int k = 0; k < last; k++) {
      smaller = (smaller + ((long) cells[k] << FINE)) >> 1;
    }
    smaller = cell > CELLS ? smaller >> Math.min(Long.SIZE - 1, cell - CELLS) : smaller;
    double beyond = (double) smaller / (1 << FINE) * (1 - within / 2);
    if (cell >= CELLS) {
      return beyond;
    }
    int larger = 0;
    for (int k = cell + 1; k < CELLS; k++) {
      larger += cells[k];
    }
    return beyond + cells[cell] * (1 - within / 2) + larger;
  }

  /** Makes room for larger ones; the smallest fall together. */
  private void rise(int by) {
    int fallen = 0;
    for (int k = 0; k < CELLS; k++) {
      if (k <= by) {
        fallen += cells[k];
      }
      cells[k] = k + by < CELLS ? cells[k + by] : 0;
    }
    cells[0] = fallen;
    base += by;
  }

  /** Forgets a share of all; to be called after every so many that were learned. */
  void forget() {
    total = 0;
    for (int k = 0; k < CELLS; k++) {
      cells[k] -= (cells[k] + FORGOTTEN_SHARE - 1) / FORGOTTEN_SHARE;
      total += cells[k];
    }
  }

  void write(Packer out) {
    // A number of half octaves fits into two bytes.
    out.s(total == 0 ? 0 : base);
    Counts.write(cells, out);
  }

  /**
   * Reads into a new one.
   *
   * @return of older states how many were still to be learned before it was to forget, else 0
   */
  int read(Unpacker in) {
    base = in.isWide() ? in.i() : (short) in.s();
    int untilForgetting = in.isWide() ? in.n() : 0;
    Counts.read(cells, in);
    total = Arrays.stream(cells).sum();
    return untilForgetting;
  }
}
