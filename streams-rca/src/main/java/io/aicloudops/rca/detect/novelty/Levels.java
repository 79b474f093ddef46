package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/**
 * Running levels of several memories, a running median, and how restless the signal is now against
 * how it usually is.
 */
final class Levels {

  private static final int SHORT = 5;
  private static final int MIDDLE = 30;
  private static final int HOUR = 60;
  private static final int DAY = 288;
  private static final int LONG = 2000;
  private static final int SPREAD = 3000;
  private static final int FAST = 14;
  private static final int SLOW = 250;
  private static final double MEDIAN_STEP = 0.02;
  private static final int MEDIAN_HURRY = 100;
  private static final double NOTHING = 1e-6;

  private int n;
  double last;
  double brief;
  double middle;
  double hour;
  private double day;
  double slow;
  double median;
  private float medianSpread;
  private float swing;
  private float briefSpread;
  private float slowSpread;
  private double fastSquare;
  private double slowSquare;

  void first(double x) {
    last = x;
    brief = x;
    middle = x;
    hour = x;
    day = x;
    slow = x;
    median = x;
  }

  /**
   * How the signal moves from value to value compared with how far it roams: near 0 for a smooth
   * one, near 1 for noise.
   */
  double roughness() {
    return slowSpread > 0 ? Math.min(1, briefSpread / slowSpread) : 1;
  }

  /** log10 of the variance of the last steps over that of many; then nothing is learned yet. */
  double restlessness() {
    double least = NOTHING * NOTHING * swing * swing + Double.MIN_NORMAL;
    return Digits.of((fastSquare + least) / (slowSquare + least));
  }

  void learn(double x) {
    n++;
    double step = x - last;
    briefSpread = (float) toward(briefSpread, Math.abs(x - brief), rate(SPREAD));
    slowSpread = (float) toward(slowSpread, Math.abs(x - slow), rate(SPREAD));
    swing = (float) toward(swing, Math.abs(x - day), rate(LONG));
    brief = toward(brief, x, rate(SHORT));
    middle = toward(middle, x, rate(MIDDLE));
    hour = toward(hour, x, rate(HOUR));
    day = toward(day, x, rate(DAY));
    slow = toward(slow, x, rate(LONG));
    double off = x - median;
    medianSpread = (float) toward(medianSpread, Math.abs(off), rate(SLOW));
    median += Math.signum(off) * medianSpread * MEDIAN_STEP * (n <= MEDIAN_HURRY ? 5 : 1);
    fastSquare = toward(fastSquare, step * step, rate(FAST));
    slowSquare = toward(slowSquare, step * step, rate(SLOW));
    last = x;
  }

  /** The mean of all values while there are fewer than it remembers. */
  private double rate(int memory) {
    return n < memory ? 1.0 / n : 1.0 / memory;
  }

  private static double toward(double mean, double x, double rate) {
    return mean + (x - mean) * rate;
  }

  void write(Packer out) {
    out.n(n);
    out.d(last);
    out.d(brief);
    out.d(middle);
    out.d(hour);
    out.d(day);
    out.d(slow);
    out.d(median);
    out.f(medianSpread);
    out.f(swing);
    out.f(briefSpread);
    out.f(slowSpread);
    out.d(fastSquare);
    out.d(slowSquare);
  }

  void read(Unpacker in) {
    n = in.count();
    last = in.d();
    brief = in.d();
    middle = in.d();
    hour = in.d();
    day = in.d();
    slow = in.d();
    median = in.d();
    medianSpread = in.single();
    swing = in.single();
    briefSpread = in.single();
    slowSpread = in.single();
    fastSquare = in.d();
    slowSquare = in.d();
  }
}
