package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.Arrays;

/**
 * −log10 of the share of earlier numbers that fell near the same place of a grid over their range:
 * an averaged shifted histogram (Scott, 1985) of two shifts, so that the luck of one grid's edges
 * does not count. Neither scale nor zero matters, since the grid lies over the numbers' own range;
 * the range widens at once and shrinks when its ends have been forgotten. Counts are whole numbers,
 * so that they are stored in a byte or two each.
 */
final class Rarity {

  private static final int CELLS = 40;

  /** One number counts this much, so that forgetting does not take it away at once. */
  static final int UNIT = 16;

  private static final int FORGET_EVERY = 1024;
  private static final int FORGOTTEN_SHARE = 10;

  /** What a neighbouring cell counts; half is what the mean of two shifted grids gives. */
  private static final double NEIGHBOUR = 0.5;

  /** What an empty cell is taken to have seen; bounds how rare a number can be. */
  private static final double PRIOR = 0.2;

  private int[] cells = new int[CELLS];
  private int[] spare = new int[CELLS];
  private double low = Double.NaN;
  private double high = Double.NaN;
  private int total;
  private int untilForgetting = FORGET_EVERY;

  /**
   * How rare a number is, in digits; then counts it.
   *
   * @param weight what it counts, up to {@link #UNIT}; 0 if it is not to be learned
   */
  double next(double x, int weight) {
    if (Double.isNaN(low)) {
      low = x;
      high = x;
    } else if (x < low || x > high) {
      lay(Math.min(low, x), Math.max(high, x));
    }
    int cell = cell(x);
    int left = cell > 0 ? cells[cell - 1] : 0;
    int right = cell < CELLS - 1 ? cells[cell + 1] : 0;
    double count = cells[cell] + NEIGHBOUR * (left + right);
    double rarity = Digits.of(((double) total / UNIT + 1) / (count / UNIT + PRIOR));
    if (weight == 0) {
      return rarity;
    }
    cells[cell] += weight;
    total += weight;
    if (--untilForgetting == 0) {
      forget();
    }
    return rarity;
  }

  private void forget() {
    untilForgetting = FORGET_EVERY;
    total = 0;
    int first = CELLS;
    int last = -1;
    for (int k = 0; k < CELLS; k++) {
      cells[k] -= (cells[k] + FORGOTTEN_SHARE - 1) / FORGOTTEN_SHARE;
      total += cells[k];
      if (cells[k] > 0) {
        first = Math.min(first, k);
        last = k;
      }
    }
    if (last - first < CELLS / 2 && last > first) {
      double width = (high - low) / CELLS;
      lay(low + first * width, low + (last + 1) * width);
    }
  }

  private int cell(double x) {
    if (!(high > low)) {
      return 0;
    }
    int cell = (int) ((x - low) / (high - low) * CELLS);
    return Math.max(0, Math.min(CELLS - 1, cell));
  }

  /** Lays the grid over another range; what a cell had seen goes to the cell of its middle. */
  private void lay(double newLow, double newHigh) {
    int[] before = cells;
    double oldLow = low;
    double width = (high - low) / CELLS;
    cells = spare;
    spare = before;
    Arrays.fill(cells, 0);
    low = newLow;
    high = newHigh;
    for (int k = 0; k < CELLS; k++) {
      if (before[k] > 0) {
        cells[cell(oldLow + (k + 0.5) * width)] += before[k];
      }
    }
  }

  void write(Packer out) {
    out.d(low);
    out.d(high);
    out.n(untilForgetting);
    for (int count : cells) {
      out.n(count);
    }
  }

  void read(Unpacker in) {
    low = in.d();
    high = in.d();
    untilForgetting = in.n();
    total = 0;
    for (int k = 0; k < CELLS; k++) {
      cells[k] = in.n();
      total += cells[k];
    }
  }
}
