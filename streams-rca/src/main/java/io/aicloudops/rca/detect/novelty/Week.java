package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/**
 * What is usual at this time of the week, once the day is known: a slow level and, for each eighth
 * of each of seven days, how far from it the signal usually is (the additive seasonal model of Holt
 * and Winters, 1960, with the trend left out). Believed if it predicts clearly better than the day
 * does.
 */
final class Week {

  static final int DAYS = 7;
  static final int PHASES = DAYS * Cycles.PHASES;

  private static final int WEEKS_REMEMBERED = 4;

  /** What is more than so many times the usual error away is learned as if it were that far. */
  private static final double FAR = 8;

  private final short[] offsets = new short[PHASES];
  private float level;
  private float error;
  private float dayError;
  private int phases;

  /** The phase that the last row is in; follows from the row. */
  private int now;

  /** Begins with seven days that are alike. */
  Week(short[] day) {
    float sum = 0;
    for (short mean : day) {
      sum += Halves.toFloat(mean);
    }
    level = sum / day.length;
    for (int k = 0; k < PHASES; k++) {
      offsets[k] = Halves.of(Halves.toFloat(day[k % day.length]) - level);
    }
  }

  Week(Unpacker in) {
    for (int k = 0; k < PHASES; k++) {
      offsets[k] = (short) in.s();
    }
    level = in.f();
    error = in.f();
    dayError = in.f();
    phases = in.n();
  }

  /** Goes to an eighth of a day. */
  void locate(int day, int eighth) {
    now = day * Cycles.PHASES + eighth;
  }

  /** Its present phase, the eighths counted on over the days. */
  int now() {
    return now;
  }

  /** What is usual now; as the origin has it. */
  double usual() {
    return usual(now);
  }

  double usual(int phase) {
    return level + Halves.toFloat(offsets[phase]);
  }

  boolean believed() {
    return phases >= PHASES && error < Season.BETTER * dayError;
  }

  /**
   * Compares a value with what it and the day would have said.
   *
   * @param rowsADay the comparison is the mean of seven times as many rows, in the long run
   */
  void judge(double off, double day, int rowsADay) {
    long rows = (long) Math.min(phases, PHASES) * rowsADay / Cycles.PHASES + 1;
    double rate = 1.0 / rows;
    double wrong = Math.abs(off - usual());
    error += (float) ((Math.min(wrong, most()) - error) * rate);
    dayError += (float) ((Math.abs(off - day) - dayError) * rate);
  }

  /** In the first week all is learned; later never less than the day is wrong by. */
  private double most() {
    return phases < PHASES ? Double.POSITIVE_INFINITY : Math.max(FAR * error, dayError);
  }

  /** Learns the mean of the present phase, which has ended. */
  void learn(double mean) {
    double offset = Halves.toFloat(offsets[now]);
    double away = Math.max(-most(), Math.min(most(), mean - level - offset));
    int weeks = phases / PHASES;
    offsets[now] = Halves.of(offset + away / Math.min(WEEKS_REMEMBERED, weeks + 1));
    level += (float) (away / PHASES);
    phases++;
  }

  void write(Packer out) {
    for (short offset : offsets) {
      out.s(offset);
    }
    out.f(level);
    out.f(error);
    out.f(dayError);
    out.n(phases);
  }
}
