package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/**
 * What is usual at this point of the season. The season's length is chosen online among those that
 * sampled days have in practice, counted in rows and not by the calendar, so that neither the time
 * zone nor the unit of time matters: a mean for each of 24 phases of each candidate, and the
 * candidate that predicts clearly better than the level alone.
 */
final class Season {

  private static final int[] LENGTHS = {24, 48, 96, 144, 288, 720, 1440, 2880, 5760};
  private static final int PHASES = 24;
  private static final int ERROR_MEMORY = 3000;
  private static final int CYCLES_REMEMBERED = 6;
  private static final int CYCLES_FIRST = 2;

  /** A season has to be this much better than none. */
  private static final double BETTER = 0.8;

  private final float[] means = new float[LENGTHS.length * PHASES];
  private final double[] errors = new double[LENGTHS.length];
  private double levelError;

  /**
   * What is usual at this row, from the rows before it; then learns the row.
   *
   * @param row number of the row, from 0
   * @param x the value
   * @param level what the long-run level alone would say
   * @return NaN if no season is known
   */
  double next(long row, double x, double level) {
    double least = BETTER * levelError;
    double usual = Double.NaN;
    for (int c = 0; c < LENGTHS.length; c++) {
      int length = LENGTHS[c];
      int at = (int) (row % length);
      int phase = at * PHASES / length;
      int begin = (phase * length + PHASES - 1) / PHASES;
      int width = ((phase + 1) * length + PHASES - 1) / PHASES - begin;
      long cycle = row / length;
      long seen = cycle * width + at - begin;
      int slot = c * PHASES + phase;
      if (cycle > 0) {
        long judged = Math.min(ERROR_MEMORY, row - length + 1);
        errors[c] += (Math.abs(x - means[slot]) - errors[c]) / judged;
        if (cycle >= CYCLES_FIRST && errors[c] < least) {
          least = errors[c];
          usual = means[slot];
        }
      }
      double rate = Math.max(1.0 / (CYCLES_REMEMBERED * width), 1.0 / (seen + 1));
      means[slot] += (float) ((x - means[slot]) * rate);
    }
    levelError += (Math.abs(x - level) - levelError) / Math.min(ERROR_MEMORY, row + 1);
    return usual;
  }

  void write(Packer out) {
    out.floats(means);
    for (double error : errors) {
      out.d(error);
    }
    out.d(levelError);
  }

  void read(Unpacker in) {
    in.floats(means);
    for (int c = 0; c < errors.length; c++) {
      errors[c] = in.d();
    }
    levelError = in.d();
  }
}
