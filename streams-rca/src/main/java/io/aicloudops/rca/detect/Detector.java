package io.aicloudops.rca.detect;

import io.aicloudops.rca.detect.novelty.Novelty;
import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.Map;

/**
 * Judges the values of one signal, one after the other, each before it is learned. The one detector
 * of the product: the topology and the backtest both run it. Neither the scale nor the zero of a
 * signal matters; of time only how far apart values are, and that little: false alarms are counted
 * by the week and not by the value. Not safe for use by several threads.
 */
public final class Detector {

  /** Digits of rarity from which on a deviation is outside of the band. */
  private static final double DIGITS = 5;

  private static final float SPACING_STEP = 1.02f;

  /** Rows of the season are as far apart as values are, but not closer together than this. */
  private static final long ROW_MS = 15_000;

  private static final double LEAST_ROW_MS = 12_000;
  private static final double CLOSE_MS = 30_000;
  private static final double USUAL_SPACING_MS = 300_000;
  private static final double LEAST_SPARSE = 0.2;
  private static final double MOST_SPARSE = 12;
  private static final long MOST_ROWS = 100_000;
  private static final double MOST_DEVIATION = 1e6;

  private final Baseline baseline = new Baseline();
  private final Tail above = new Tail();
  private final Tail below = new Tail();
  private final Novelty novelty = new Novelty();
  private long lastTime;
  private float spacing;

  /**
   * Judges a value and then learns it.
   *
   * @param time event time in milliseconds
   * @param value the value; NaN (nothing was measured) is neither judged nor learned
   * @param out filled with the judgement
   */
  public void judge(long time, double value, Verdict out) {
    judge(time, value, false, out);
  }

  /**
   * Judges a value and then learns it.
   *
   * @param time event time in milliseconds
   * @param value the value; NaN (nothing was measured) is neither judged nor learned
   * @param fault true while the signal is known to be in a fault: what is usual is not learned from
   *     it then, unless too little is known yet
   * @param out filled with the judgement
   */
  public void judge(long time, double value, boolean fault, Verdict out) {
    out.young();
    if (Double.isNaN(value)) {
      return;
    }
    boolean young = baseline.young();
    double outside = 0;
    if (!young) {
      double expected = baseline.level();
      double spread = baseline.spread();
      double deviation =
          Math.max(-MOST_DEVIATION, Math.min(MOST_DEVIATION, (value - expected) / spread));
      outside = Math.max(above.rarity(deviation), below.rarity(-deviation)) / DIGITS;
      // A float's digits are enough for people, and its zero is a zero.
      out.expected = (float) expected;
      out.upper = expected + spread * above.deviationOf(DIGITS);
      out.lower = expected - spread * below.deviationOf(DIGITS);
      out.deviation = deviation;
    }
    boolean hold = fault && baseline.settled();
    if (!young && !hold) {
      above.learn(out.deviation);
      below.learn(-out.deviation);
    }
    long rows = rowsSince(time);
    double told = novelty.next(value, rows, seasonRow(), sparse(), outside, !hold);
    out.score = young ? 0 : scaled(told);
    out.strength = young ? 0 : scaled(novelty.strength());
    out.familiar = out.strength >= Verdict.BORNE_OUT ? novelty.familiar(out.expected) : 0;
    out.relearned = !hold && baseline.learn(value);
  }

  /**
   * How many times five minutes there are between values. Values closer together than half a minute
   * are judged several at a time (see {@link Opening}) and are not told apart here.
   */
  private double sparse() {
    return spacing <= CLOSE_MS
        ? 1
        : Math.max(LEAST_SPARSE, Math.min(MOST_SPARSE, spacing / USUAL_SPACING_MS));
  }

  /** How far apart rows of the season are. */
  private double seasonRow() {
    return spacing > 0 && closerThanRows() ? ROW_MS : spacing;
  }

  private boolean closerThanRows() {
    return spacing < LEAST_ROW_MS;
  }

  private static double scaled(double novelty) {
    return Math.max(0, Math.min(1, Verdict.THRESHOLD * novelty / Novelty.THRESHOLD));
  }

  /**
   * The share of each view in the strength of the value judged last, the largest first; together 1.
   * To be asked right after it was judged, and only if it is anomalous.
   */
  public Map<String, Double> shares() {
    return novelty.shares();
  }

  /** The usual distance of values in milliseconds; 0 before the second. */
  public long spacing() {
    return Math.round(spacing);
  }

  /**
   * How many rows of the season have passed since the last value, missing ones included: by the
   * usual spacing of the values; of values closer together than a row, those of a quarter of a
   * minute are one.
   */
  private long rowsSince(long time) {
    long before = lastTime;
    long passed = time - before;
    lastTime = time;
    if (spacing == 0) {
      spacing = passed == time ? 0 : Math.max(1, passed);
      return 1;
    }
    double usual = spacing;
    // A running median: half of the distances are shorter.
    spacing =
        passed > spacing
            ? spacing * SPACING_STEP
            : passed < spacing ? spacing / SPACING_STEP : spacing;
    if (closerThanRows()) {
      return Math.max(0, Math.min(MOST_ROWS, time / ROW_MS - before / ROW_MS));
    }
    return Math.max(1, Math.min(MOST_ROWS, Math.round(passed / usual)));
  }

  /** Writes the state. */
  public void write(Packer out) {
    baseline.write(out);
    above.write(out);
    below.write(out);
    novelty.write(out);
    out.time(lastTime);
    out.f(spacing);
  }

  /** Reads into a new detector. */
  public void read(Unpacker in) {
    baseline.read(in);
    above.read(in);
    below.read(in);
    novelty.read(in);
    lastTime = in.time();
    spacing = in.single();
  }
}
