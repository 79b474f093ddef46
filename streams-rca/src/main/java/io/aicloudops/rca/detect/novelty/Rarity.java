package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.Arrays;

/**
 * −log10 of the share of earlier numbers that fell into the same cell of a grid over all numbers so
 * far. Neither scale nor zero matters, since the grid lies over the numbers' own range. Counts are
 * whole numbers, so that they are stored in a byte or two each; the past is forgotten in steps.
 */
final class Rarity {

  /** One number counts this much, so that forgetting by tenths does not round it away at once. */
  private static final int UNIT = 16;

  private static final int FORGET_EVERY = 512;
  private static final double KEEP = 0.9;

  /** What an empty cell is taken to have seen; bounds how rare a number can be. */
  private static final double PRIOR = 0.3;

  private final int[] cells;
  private final double neighbours;
  private final double shift;

  private double low = Double.NaN;
  private double high = Double.NaN;
  private int total;
  private int untilForgetting = FORGET_EVERY;

  /**
   * @param cells how many
   * @param neighbours share of the neighbouring cells that counts too, in [0,1]
   * @param shifted true to lay the grid half a cell to the left, so that two grids do not share
   *     their edges
   */
  Rarity(int cells, double neighbours, boolean shifted) {
    this.cells = new int[cells];
    this.neighbours = neighbours;
    this.shift = shifted ? 0.5 : 0;
  }

  /** How rare a number is, in digits; then counts it. */
  double next(double x) {
    if (Double.isNaN(low)) {
      low = x;
      high = x;
    } else if (x < low || x > high) {
      stretch(Math.min(low, x), Math.max(high, x));
    }
    int cell = cell(x);
    double count = cells[cell];
    if (neighbours > 0) {
      int left = cell > 0 ? cells[cell - 1] : 0;
      int right = cell < cells.length - 1 ? cells[cell + 1] : 0;
      count += neighbours * (left + right);
    }
    double rarity = Digits.of((double) total / UNIT + 1) - Digits.of(count / UNIT + PRIOR);
    cells[cell] += UNIT;
    total += UNIT;
    if (--untilForgetting == 0) {
      forget();
    }
    return rarity;
  }

  private void forget() {
    untilForgetting = FORGET_EVERY;
    total = 0;
    for (int k = 0; k < cells.length; k++) {
      cells[k] = (int) Math.round(KEEP * cells[k]);
      total += cells[k];
    }
  }

  private double width() {
    return (high - low) / (cells.length - 2 * shift);
  }

  private int cell(double x) {
    if (!(high > low)) {
      return 0;
    }
    int cell = (int) ((x - low) / width() + shift);
    return Math.max(0, Math.min(cells.length - 1, cell));
  }

  /** Lays the grid over a wider range; what a cell had seen goes to the cell of its middle. */
  private void stretch(double newLow, double newHigh) {
    int[] before = Arrays.copyOf(cells, cells.length);
    double oldLow = low;
    double oldHigh = high;
    double oldWidth = width();
    Arrays.fill(cells, 0);
    low = newLow;
    high = newHigh;
    for (int k = 0; k < before.length; k++) {
      if (before[k] > 0) {
        double middle = oldLow + (k + 0.5 - shift) * oldWidth;
        cells[cell(Math.max(oldLow, Math.min(oldHigh, middle)))] += before[k];
      }
    }
  }

  void write(Packer out) {
    out.d(low);
    out.d(high);
    out.i(untilForgetting);
    for (int count : cells) {
      out.n(count);
    }
  }

  void read(Unpacker in) {
    low = in.d();
    high = in.d();
    untilForgetting = in.i();
    for (int k = 0; k < cells.length; k++) {
      cells[k] = in.n();
      total += cells[k];
    }
  }

  /** The mean over several grids, which takes the luck of one grid's edges away. */
  static final class Grids {
    private static final int[] CELLS = {11, 14, 16, 19, 23};

    private final Rarity[] grids = new Rarity[CELLS.length];

    Grids() {
      for (int k = 0; k < grids.length; k++) {
        grids[k] = new Rarity(CELLS[k], 0, k % 2 == 1);
      }
    }

    double next(double x) {
      double sum = 0;
      for (Rarity grid : grids) {
        sum += grid.next(x);
      }
      return sum / grids.length;
    }

    void write(Packer out) {
      for (Rarity grid : grids) {
        grid.write(out);
      }
    }

    void read(Unpacker in) {
      for (Rarity grid : grids) {
        grid.read(in);
      }
    }
  }
}
