package io.aicloudops.rca.detect;

/**
 * What a {@link Detector} says of one value. Filled anew for each value, so that judging allocates
 * nothing.
 */
public final class Verdict {

  /** The score or surprise from which on a value is called anomalous. */
  public static final double THRESHOLD = 0.5;

  /** What the value should have been; NaN while the signal is too young to be judged. */
  public double expected;

  /** Below this the surprise is at least {@link #THRESHOLD}; NaN while too young. */
  public double lower;

  /** Above this the surprise is at least {@link #THRESHOLD}; NaN while too young. */
  public double upper;

  /**
   * How new the value is, in [0,1] and comparable between signals: from {@link #THRESHOLD} on
   * anomalous. It is told once: what is not newer than something heard of lately has none.
   */
  public double score;

  /**
   * How far the value is outside of what was expected, in [0,1] and comparable between signals: a
   * surprise of s is expected of one value in 10^(10 s) while all is well, so .5 of one in a
   * hundred thousand. It lasts as long as the value stays outside.
   */
  public double surprise;

  /** Distance from expected in units of the usual spread, signed; 0 while too young. */
  public double deviation;

  /**
   * True if the signal has just been relearned after a lasting change: what was odd is normal from
   * here on.
   */
  public boolean relearned;

  /** The larger of score and surprise, for charts. */
  public double strongest() {
    return Math.max(score, surprise);
  }

  void young() {
    expected = Double.NaN;
    lower = Double.NaN;
    upper = Double.NaN;
    score = 0;
    surprise = 0;
    deviation = 0;
    relearned = false;
  }
}
