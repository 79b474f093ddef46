package io.aicloudops.rca.detect;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/**
 * Judges the values of one signal, one after the other, each before it is learned. The one detector
 * of the product: the topology and the backtest both run it. Neither the scale nor the zero of a
 * signal matters. Not safe for use by several threads.
 */
public final class Detector {

  /** Digits of rarity that make a full score. */
  private static final double DIGITS = 10;

  private final Baseline baseline = new Baseline();
  private final Tail above = new Tail();
  private final Tail below = new Tail();

  /**
   * Judges a value and then learns it.
   *
   * @param time event time in milliseconds
   * @param value the value; NaN (nothing was measured) is neither judged nor learned
   * @param out filled with the judgement
   */
  public void judge(long time, double value, Verdict out) {
    out.young();
    if (Double.isNaN(value)) {
      return;
    }
    if (!baseline.young()) {
      double expected = baseline.level();
      double spread = baseline.spread();
      double deviation = Math.max(-1e6, Math.min(1e6, (value - expected) / spread));
      double rarity = Math.max(above.rarity(deviation), below.rarity(-deviation));
      out.expected = (float) expected;
      out.upper = expected + spread * above.deviationOf(Verdict.THRESHOLD * DIGITS);
      out.lower = expected - spread * below.deviationOf(Verdict.THRESHOLD * DIGITS);
      out.deviation = deviation;
      out.score = Math.min(1, rarity / DIGITS);
      above.learn(deviation);
      below.learn(-deviation);
    }
    out.relearned = baseline.learn(value);
  }

  /** Writes the state. */
  public void write(Packer out) {
    baseline.write(out);
    above.write(out);
    below.write(out);
  }

  /** Reads into a new detector. */
  public void read(Unpacker in) {
    baseline.read(in);
    above.read(in);
    below.read(in);
  }
}
