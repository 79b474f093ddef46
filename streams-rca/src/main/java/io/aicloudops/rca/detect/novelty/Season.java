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
  private double levelError;

  /** First value; the rest is kept relative to it. */
  private double origin = Double.NaN;

  private long row = -1;

  /** The first row since when none has been missing. */
  private long unbroken;

  // Where each candidate stands; follows from the row.
  private final int[] at = new int[LENGTHS.length];
  private final int[] phase = new int[LENGTHS.length];
  private final int[] phaseEnd = new int[LENGTHS.length];

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
    for (int c = 0; c < LENGTHS.length; c++) {
      int slot = c * PHASES + phase[c];
      double mean = Halves.toFloat(means[slot]);
      if (row >= LENGTHS[c]) {
        double rate = learn ? rate(row - LENGTHS[c] + 1) : 0;
        errors[c] += (float) ((Math.abs(off - mean) - errors[c]) * rate);
        if (errors[c] < least && row >= (long) CYCLES_FIRST * LENGTHS[c]) {
          least = errors[c];
          usual = mean + origin;
        }
      }
      sums[c] += (float) (learn ? off : mean);
      if (++at[c] == phaseEnd[c]) {
        endPhase(c, slot);
      }
    }
    levelError += (Math.abs(x - level) - levelError) * (learn ? rate(row + 1) : 0);
    return usual;
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

  void write(Packer out) {
    out.halves(means, means.length);
    for (float sum : sums) {
      out.f(sum);
    }
    for (float error : errors) {
      out.f(error);
    }
    out.d(levelError);
    out.d(origin);
    out.l(row);
    out.l(unbroken);
  }

  void read(Unpacker in) {
    in.halves(means, means.length);
    for (int c = 0; c < LENGTHS.length; c++) {
      sums[c] = in.f();
    }
    for (int c = 0; c < LENGTHS.length; c++) {
      errors[c] = in.f();
    }
    levelError = in.d();
    origin = in.d();
    row = in.l();
    unbroken = in.l();
    locateAfterReading();
  }

  /** The row that was learned last has moved each candidate on. */
  private void locateAfterReading() {
    row++;
    locate();
    row--;
  }
}
