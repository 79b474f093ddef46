package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Counts;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.Arrays;

/**
 * How rare it is that a number falls near this place of a grid over the range of all, for several
 * views of a signal: an averaged shifted histogram (Scott, 1985) of two shifts, so that the luck of
 * one grid's edges does not count. Neither scale nor zero matters, since a grid lies over its
 * numbers' own range; the range widens at once and shrinks when its ends have been forgotten.
 * Counts are whole numbers, so that they are stored in a byte or two each.
 *
 * <p>All views lie in the same few arrays: a detector among thousands costs what it takes out of
 * the memory.
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

  /** By view and cell. */
  private final int[] cells;

  private final int[] totals;
  private final float[] lows;
  private final float[] highs;

  /** Nothing is known yet of so many views. */
  Rarity(int views) {
    cells = new int[views * CELLS];
    totals = new int[views];
    lows = new float[views];
    highs = new float[views];
    Arrays.fill(lows, Float.NaN);
    Arrays.fill(highs, Float.NaN);
  }

  /**
   * One in how many is near; then counts the number.
   *
   * @param number a float, which is fine enough for a grid and half as much to store
   * @param weight what it counts, up to {@link #UNIT}; 0 if it is not to be learned
   */
  double oneIn(int view, double number, int weight) {
    float x = (float) number;
    float low = lows[view];
    float high = highs[view];
    if (Float.isNaN(low)) {
      lows[view] = x;
      highs[view] = x;
    } else if (x < low || x > high) {
      lay(view, Math.min(low, x), Math.max(high, x));
    }
    int cell = cell(view, x);
    int first = view * CELLS;
    int left = cell > 0 ? cells[first + cell - 1] : 0;
    int right = cell < CELLS - 1 ? cells[first + cell + 1] : 0;
    double count = cells[first + cell] + NEIGHBOUR * (left + right);
    double oneIn = ((double) totals[view] / UNIT + 1) / (count / UNIT + PRIOR);
    cells[first + cell] += weight;
    totals[view] += weight;
    return oneIn;
  }

  /** The share of what is remembered that fell near a number. */
  double share(int view, double x) {
    int cell = cell(view, x);
    int first = view * CELLS;
    int left = cell > 0 ? cells[first + cell - 1] : 0;
    int right = cell < CELLS - 1 ? cells[first + cell + 1] : 0;
    int total = totals[view];
    return total > 0 ? (double) (left + cells[first + cell] + right) / total : 0;
  }

  /** Numbers closer together than this may be in one cell. */
  double width(int view) {
    return ((double) highs[view] - lows[view]) / CELLS;
  }

  /** Forgets a share of all; to be called after every so many that were learned. */
  void forget() {
    for (int view = 0; view < totals.length; view++) {
      forget(view);
    }
  }

  private void forget(int view) {
    int total = 0;
    int first = CELLS;
    int last = -1;
    for (int k = 0; k < CELLS; k++) {
      int at = view * CELLS + k;
      cells[at] -= (cells[at] + FORGOTTEN_SHARE - 1) / FORGOTTEN_SHARE;
      total += cells[at];
      if (cells[at] > 0) {
        first = Math.min(first, k);
        last = k;
      }
    }
    totals[view] = total;
    if (last - first < CELLS / 2 && last > first) {
      float low = lows[view];
      double width = width(view);
      lay(view, (float) (low + first * width), (float) (low + (last + 1) * width));
    }
  }

  private int cell(int view, double x) {
    float low = lows[view];
    float high = highs[view];
    if (!(high > low)) {
      return 0;
    }
    int cell = (int) ((x - low) / ((double) high - low) * CELLS);
    return Math.max(0, Math.min(CELLS - 1, cell));
  }

  /** Lays the grid over another range; what a cell had seen goes to the cell of its middle. */
  private void lay(int view, float low, float high) {
    int first = view * CELLS;
    int[] before = Arrays.copyOfRange(cells, first, first + CELLS);
    double oldLow = lows[view];
    double width = width(view);
    Arrays.fill(cells, first, first + CELLS, 0);
    lows[view] = low;
    highs[view] = high;
    for (int k = 0; k < CELLS; k++) {
      if (before[k] > 0) {
        cells[first + cell(view, oldLow + (k + 0.5) * width)] += before[k];
      }
    }
  }

  void write(Packer out) {
    for (int view = 0; view < totals.length; view++) {
      out.f(lows[view]);
      out.f(highs[view]);
      Counts.write(Arrays.copyOfRange(cells, view * CELLS, (view + 1) * CELLS), out);
    }
  }

  /**
   * Reads into a new one.
   *
   * @param origin what has to be taken from the bounds of the first view in older states
   * @return of older states how many were still to be learned before they were to forget, else 0
   */
  int read(Unpacker in, double origin) {
    int untilForgetting = 0;
    int[] counts = new int[CELLS];
    for (int view = 0; view < totals.length; view++) {
      double from = view == 0 ? origin : 0;
      lows[view] = in.isWide() ? (float) (in.d() - from) : in.f();
      highs[view] = in.isWide() ? (float) (in.d() - from) : in.f();
      untilForgetting = Math.max(untilForgetting, in.isWide() ? in.n() : 0);
      Counts.read(counts, in);
      System.arraycopy(counts, 0, cells, view * CELLS, CELLS);
      totals[view] = Arrays.stream(counts).sum();
    }
    return untilForgetting;
  }
}
