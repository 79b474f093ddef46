package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Counts;
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

  private static final int FORGOTTEN_SHARE = 10;

  /** What a neighbouring cell counts; half is what the mean of two shifted grids gives. */
  private static final double NEIGHBOUR = 0.5;

  /** What an empty cell is taken to have seen; bounds how rare a number can be. */
  private static final double PRIOR = 0.2;

  private int[] cells = new int[CELLS];
  private int[] spare = new int[CELLS];
  private float low = Float.NaN;
  private float high = Float.NaN;
  private int total;

  /**
   * How rare a number is, in digits; then counts it.
   *
   * @param number a float, which is fine enough for a grid and half as much to store
   * @param weight what it counts, up to {@link #UNIT}; 0 if it is not to be learned
   */
  double next(double number, int weight) {
    float x = (float) number;
    if (Float.isNaN(low)) {
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
    return rarity;
  }

  /** The share of what is remembered that fell near a number. */
  double share(double x) {
    int cell = cell(x);
    int left = cell > 0 ? cells[cell - 1] : 0;
    int right = cell < CELLS - 1 ? cells[cell + 1] : 0;
    return total > 0 ? (double) (left + cells[cell] + right) / total : 0;
  }

  /** Numbers closer together than this may be in one cell. */
  double width() {
    return ((double) high - low) / CELLS;
  }

  /** Forgets a share of all; to be called after every so many that were learned. */
  void forget() {
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
      double width = width();
      lay((float) (low + first * width), (float) (low + (last + 1) * width));
    }
  }

  private int cell(double x) {
    if (!(high > low)) {
      return 0;
    }
    int cell = (int) ((x - low) / ((double) high - low) * CELLS);
    return Math.max(0, Math.min(CELLS - 1, cell));
  }

  /** Lays the grid over another range; what a cell had seen goes to the cell of its middle. */
  private void lay(float newLow, float newHigh) {
    int[] before = cells;
    double oldLow = low;
    double width = width();
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
    out.f(low);
    out.f(high);
    Counts.write(cells, out);
  }

  /**
   * Reads into a new one.
   *
   * @param origin what has to be taken from the bounds of older states
   * @return of older states how many were still to be learned before it was to forget, else 0
   */
  int read(Unpacker in, double origin) {
    low = in.isWide() ? (float) (in.d() - origin) : in.f();
    high = in.isWide() ? (float) (in.d() - origin) : in.f();
    int untilForgetting = in.isWide() ? in.n() : 0;
    Counts.read(cells, in);
    total = Arrays.stream(cells).sum();
    return untilForgetting;
  }
}
