package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.Arrays;

/**
 * What is usual at this point of the season. The season's length is chosen online among those that
 * sampled days have in practice, counted in rows and not by the calendar, so that neither the time
 * zone nor the unit of time matters: a mean for each phase of each candidate, and the candidate
 * that predicts clearly better than the level alone. A phase's rows are gathered first and learned
 * at its end; its mean is kept in the upper half of a float, which is enough and half as much to
 * store.
 */
final class Season {

  private static final int[] LENGTHS = {24, 48, 96, 144, 288, 720, 1440, 2880, 5760};
  private static final int PHASES = 8;
  private static final int ERROR_MEMORY = 3000;
  private static final int CYCLES_REMEMBERED = 6;
  private static final int CYCLES_FIRST = 2;

  /** A season has to be this much better than none. */
  private static final double BETTER = 0.8;

  /** Relative to the origin, as floats' upper halves; by candidate and phase. */
  private final short[] means = new short[LENGTHS.length * PHASES];

  private final float[] sums = new float[LENGTHS.length];
  private final float[] errors = new float[LENGTHS.length];
  private float levelError;

  /** First value; the rest is kept relative to it. */
  private double origin = Double.NaN;

  private long row = -1;

  /** The first row since when none has been missing. */
  private long unbroken;

  /** The candidate that the last row was judged by, or −1. */
  private int chosen = -1;

  // Where each candidate stands; follows from the row.
  private final int[] at = new int[LENGTHS.length];
  private final int[] phase = new int[LENGTHS.length];
  private final int[] phaseEnd = new int[LENGTHS.length];

  /** The first value, which is as good a zero as any; NaN before it. */
  double origin() {
    return origin;
  }

  /**
   * What is usual at this row, from the rows before it; then learns the row.
   *
   * @param rows how many rows it is after the one before, at least 1
   * @param x the value
   * @param level what the long-run level alone would say
   * @param learn false to learn what is usual instead of the value
   * @return NaN if no season is known
   */
  double next(long rows, double x, double level, boolean learn) {
    if (Double.isNaN(origin)) {
      origin = x;
      row = 0;
      locate();
    } else {
      row += rows;
      if (rows > 1) {
        unbroken = row;
        Arrays.fill(sums, 0);
        locate();
      }
    }
    double off = x - origin;
    double least = BETTER * levelError;
    double usual = Double.NaN;
    chosen = -1;
    for (int c = 0; c < LENGTHS.length; c++) {
      int slot = c * PHASES + phase[c];
      double mean = Halves.toFloat(means[slot]);
      if (row >= LENGTHS[c]) {
        double rate = learn ? rate(row - LENGTHS[c] + 1) : 0;
        errors[c] += (float) ((Math.abs(off - mean) - errors[c]) * rate);
        if (errors[c] < least && row >= (long) CYCLES_FIRST * LENGTHS[c]) {
          least = errors[c];
          chosen = c;
          usual = mean + origin;
        }
      }
      sums[c] += (float) (learn ? off : mean);
      if (++at[c] == phaseEnd[c]) {
        endPhase(c, slot);
      }
    }
    levelError += (float) ((Math.abs(x - level) - levelError) * (learn ? rate(row + 1) : 0));
    return usual;
  }

  /**
   * How far a value is from what is usual about now: at this phase of the season chosen last, the
   * one before or the one after.
   */
  double distance(double x) {
    double off = x - origin;
    double least = Double.POSITIVE_INFINITY;
    for (int shift = PHASES - 1; shift <= PHASES + 1; shift++) {
      int near = (phase[chosen] + shift) % PHASES;
      least = Math.min(least, Math.abs(off - Halves.toFloat(means[chosen * PHASES + near])));
    }
    return least;
  }

  /**
   * True if the season knows a value, but not of about now: of neither this phase nor the one
   * before or after. A season that was never there has no say.
   *
   * @param leeway how far a phase's mean may be from the value
   */
  boolean elsewhere(double x, double leeway) {
    boolean elsewhere = false;
    for (int k = 0; k < PHASES && chosen >= 0; k++) {
      double mean = Halves.toFloat(means[chosen * PHASES + k]);
      if (Math.abs(x - origin - mean) <= leeway) {
        int apart = Math.floorMod(k - phase[chosen], PHASES);
        if (Math.min(apart, PHASES - apart) <= 1) {
          return false;
        }
        elsewhere = true;
      }
    }
    return elsewhere;
  }

  private static double rate(long judged) {
    return judged < ERROR_MEMORY ? 1.0 / judged : 1.0 / ERROR_MEMORY;
  }

  private void endPhase(int c, int slot) {
    int width = phaseEnd[c] - begin(c, phase[c]);
    if (row - width + 1 >= unbroken) {
      double mean = Halves.toFloat(means[slot]);
      double rate = 1.0 / Math.min(CYCLES_REMEMBERED, row / LENGTHS[c] + 1);
      means[slot] = Halves.of(mean + (sums[c] / width - mean) * rate);
    }
    sums[c] = 0;
    phase[c]++;
    if (phase[c] == PHASES) {
      phase[c] = 0;
      at[c] = 0;
    }
    phaseEnd[c] = begin(c, phase[c] + 1);
  }

  private void locate() {
    for (int c = 0; c < LENGTHS.length; c++) {
      at[c] = (int) (row % LENGTHS[c]);
      phase[c] = at[c] * PHASES / LENGTHS[c];
      phaseEnd[c] = begin(c, phase[c] + 1);
    }
  }

  private static int begin(int c, int phase) {
    return (phase * LENGTHS[c] + PHASES - 1) / PHASES;
  }

  /** Of how many phases a mean may be known. */
  private int seen(int c) {
    return (int) Math.min(PHASES, (row + 1) * PHASES / LENGTHS[c]);
  }

  void write(Packer out) {
    out.d(origin);
    out.time(row + 1);
    // The phases of a cycle that has not been seen whole are not known yet.
    for (int c = 0; c < LENGTHS.length; c++) {
      for (int k = 0; k < seen(c); k++) {
        out.s(means[c * PHASES + k]);
      }
    }
    for (float sum : sums) {
      out.f(sum);
    }
    for (float error : errors) {
      out.f(error);
    }
    out.f(levelError);
    out.time(unbroken);
  }

  void read(Unpacker in) {
    if (in.isWide()) {
      in.halves(means, means.length);
    } else {
      origin = in.d();
      row = in.time() - 1;
      for (int c = 0; c < LENGTHS.length; c++) {
        for (int k = 0; k < seen(c); k++) {
          means[c * PHASES + k] = (short) in.s();
        }
      }
    }
    for (int c = 0; c < LENGTHS.length; c++) {
      sums[c] = in.f();
    }
    for (int c = 0; c < LENGTHS.length; c++) {
      errors[c] = in.f();
    }
    levelError = in.single();
    if (in.isWide()) {
      origin = in.d();
      row = in.l();
    }
    unbroken = in.time();
    locateAfterReading();
  }

  /** The row that was learned last has moved each candidate on. */
  private void locateAfterReading() {
    row++;
    locate();
    row--;
  }
}
