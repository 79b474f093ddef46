package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.Arrays;

/**
 * The lengths that a season may have, in rows, and for each of them what is usual in each eighth of
 * it and how wrong that has been. A phase's rows are gathered first and learned at its end, missing
 * ones taken for usual; its mean is kept in the upper half of a float, which is enough and half as
 * much to store. Arrays by length, as there are many signals.
 */
final class Cycles {

  static final int PHASES = 8;
  static final int COUNT = 9;

  private static final int[] LENGTHS = {24, 48, 96, 144, 288, 720, 1440, 2880, 5760};
  private static final int ERROR_MEMORY = 3000;
  private static final int CYCLES_REMEMBERED = 6;
  private static final int CYCLES_FIRST = 2;

  /** Relative to the origin, as floats' upper halves; by length and phase. */
  private final short[] means = new short[COUNT * PHASES];

  private final float[] sums = new float[COUNT];
  private final float[] errors = new float[COUNT];

  /** What the mean of all phases would have been wrong by: the same memory, and no season. */
  private final float[] flatErrors = new float[COUNT];

  private final float[] flat = new float[COUNT];

  // Where each of them stands; follows from the row.
  private final int[] at = new int[COUNT];
  private final int[] phase = new int[COUNT];
  private final int[] phaseEnd = new int[COUNT];

  /** Rows in a cycle. */
  static int length(int c) {
    return LENGTHS[c];
  }

  /** Nothing is known of it yet. */
  void begin(int c, long row) {
    Arrays.fill(means, c * PHASES, (c + 1) * PHASES, (short) 0);
    errors[c] = 0;
    flatErrors[c] = 0;
    flat[c] = 0;
    sums[c] = 0;
    locate(c, row);
  }

  /** What is usual in its present phase. */
  double mean(int c) {
    return mean(c, phase[c]);
  }

  double mean(int c, int inPhase) {
    return Halves.toFloat(means[c * PHASES + inPhase]);
  }

  /** What is usual in each phase, as floats' upper halves. */
  short[] means(int c) {
    return Arrays.copyOfRange(means, c * PHASES, (c + 1) * PHASES);
  }

  int phase(int c) {
    return phase[c];
  }

  /** True if the last step began another cycle. */
  boolean turned(int c, long rows) {
    // Where it stands is less than what it went only if it began anew.
    return at[c] < rows;
  }

  /** True if it has been judged for a cycle at least. */
  static boolean judged(int c, long row) {
    return row >= (long) CYCLES_FIRST * LENGTHS[c];
  }

  /** How wrong it has been, in the mean. */
  double error(int c) {
    return errors[c];
  }

  double flatError(int c) {
    return flatErrors[c];
  }

  /** Compares a value, relative to the origin, with what was usual, and gathers it. */
  void judge(int c, long row, double off, boolean learn) {
    double mean = mean(c);
    if (row >= LENGTHS[c] && learn) {
      double rate = rate(row - LENGTHS[c] + 1);
      errors[c] += (float) ((Math.abs(off - mean) - errors[c]) * rate);
      flatErrors[c] += (float) ((Math.abs(off - flat[c]) - flatErrors[c]) * rate);
    }
    sums[c] += (float) (learn ? off : mean);
  }

  /** The pace at which a mean of errors moves. */
  static double rate(long judged) {
    return judged < ERROR_MEMORY ? 1.0 / judged : 1.0 / ERROR_MEMORY;
  }

  /**
   * Goes on to another row.
   *
   * @param before the row it stood at
   * @param off the value of the new row, relative to the origin
   * @return the mean of a phase that has ended and was learned, or NaN
   */
  double advance(int c, long before, long rows, double off) {
    if (rows > 1) {
      return skip(c, before, rows, off);
    }
    if (++at[c] < phaseEnd[c]) {
      return Double.NaN;
    }
    double gathered = learnPhase(c, before);
    phase[c]++;
    if (phase[c] == PHASES) {
      phase[c] = 0;
      at[c] = 0;
    }
    phaseEnd[c] = begin(c, phase[c] + 1);
    return gathered;
  }

  /** Goes over rows that are missing; the last one is there. */
  private double skip(int c, long before, long rows, double off) {
    boolean known = before >= LENGTHS[c];
    double fill = known ? mean(c) : off;
    long to = at[c] + rows;
    if (to < phaseEnd[c]) {
      sums[c] += (float) (fill * (rows - 1));
      at[c] = (int) to;
      return Double.NaN;
    }
    int seen = at[c] + 1 - begin(c, phase[c]);
    int missing = phaseEnd[c] - at[c] - 1;
    double gathered = Double.NaN;
    if (missing <= seen) {
      sums[c] += (float) (fill * missing);
      gathered = learnPhase(c, before);
    }
    locate(c, before + rows);
    sums[c] = (float) ((known ? mean(c) : off) * (at[c] - begin(c, phase[c])));
    return gathered;
  }

  private double learnPhase(int c, long inRow) {
    int slot = c * PHASES + phase[c];
    double gathered = sums[c] / (phaseEnd[c] - begin(c, phase[c]));
    double mean = Halves.toFloat(means[slot]);
    double rate = 1.0 / Math.min(CYCLES_REMEMBERED, inRow / LENGTHS[c] + 1);
    means[slot] = Halves.of(mean + (gathered - mean) * rate);
    sums[c] = 0;
    flatten(c);
    return gathered;
  }

  private void flatten(int c) {
    float sum = 0;
    for (int k = c * PHASES; k < (c + 1) * PHASES; k++) {
      sum += Halves.toFloat(means[k]);
    }
    flat[c] = sum / PHASES;
  }

  private void locate(int c, long row) {
    at[c] = (int) (row % LENGTHS[c]);
    phase[c] = at[c] * PHASES / LENGTHS[c];
    phaseEnd[c] = begin(c, phase[c] + 1);
  }

  private static int begin(int c, int phase) {
    return (phase * LENGTHS[c] + PHASES - 1) / PHASES;
  }

  /** Of how many phases a mean may be known: those of a first cycle that are to come are not. */
  private static int seen(int c, long row) {
    return (int) Math.min(PHASES, (row + 1) * PHASES / LENGTHS[c]);
  }

  void write(int c, long row, Packer out) {
    for (int k = 0; k < seen(c, row); k++) {
      out.s(means[c * PHASES + k]);
    }
    out.f(sums[c]);
    if (row >= LENGTHS[c]) {
      out.f(errors[c]);
      out.f(flatErrors[c]);
    }
  }

  void read(int c, long row, Unpacker in) {
    readMeans(c, row, in);
    sums[c] = in.f();
    if (row >= LENGTHS[c]) {
      errors[c] = in.f();
      flatErrors[c] = in.f();
    }
    flatten(c);
    locate(c, row);
  }

  private void readMeans(int c, long row, Unpacker in) {
    for (int k = 0; k < seen(c, row); k++) {
      means[c * PHASES + k] = (short) in.s();
    }
  }

  /** Of states before version 4 all means come first, before the row is known. */
  void readWideMeans(Unpacker in) {
    in.halves(means, means.length);
  }

  void readAllMeans(long row, Unpacker in) {
    for (int c = 0; c < COUNT; c++) {
      readMeans(c, row, in);
    }
  }

  /** Until version 4 sums and errors of all came together. */
  void readAllSums(Unpacker in) {
    for (int c = 0; c < COUNT; c++) {
      sums[c] = in.f();
    }
    for (int c = 0; c < COUNT; c++) {
      errors[c] = in.f();
      flatten(c);
    }
  }

  /** Until version 4 a phase was learned with its last row, and rows before a gap were not kept. */
  void resume(long row, long unbroken) {
    for (int c = 0; c < COUNT && row >= 0; c++) {
      locate(c, row);
      int begin = begin(c, phase[c]);
      boolean learned = at[c] + 1 == phaseEnd[c];
      long missed = Math.max(0, Math.min(at[c] + 1 - begin, unbroken - (row - (at[c] - begin))));
      sums[c] += (float) ((learned ? phaseEnd[c] - begin : missed) * mean(c));
    }
  }
}
