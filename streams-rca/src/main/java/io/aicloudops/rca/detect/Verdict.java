package io.aicloudops.rca.detect;

/**
 * What a {@link Detector} says of one value. Filled anew for each value, so that judging allocates
 * nothing.
 */
public final class Verdict {

  /** The score from which on a value is called anomalous. */
  public static final double THRESHOLD = 0.5;

  /** What the value should have been; NaN while the signal is too young to be judged. */
  public double expected;

  /** Below this the score is at least {@link #THRESHOLD}; NaN while too young. */
  public double lower;

  /** Above this the score is at least {@link #THRESHOLD}; NaN while too young. */
  public double upper;

  /**
   * In [0,1], one meaning on every signal: a score of s is expected of one value in 10^(10 s) while
   * all is well, so .3 of one in a thousand, .5 of one in a hundred thousand.
   */
  public double score;

  /** Distance from expected in units of the usual spread, signed; 0 while too young. */
  public double deviation;

  /**
   * True if the signal has just been relearned after a lasting change: what was odd is normal from
   * here on.
   */
  public boolean relearned;

  void young() {
    expected = Double.NaN;
    lower = Double.NaN;
    upper = Double.NaN;
    score = 0;
    deviation = 0;
    relearned = false;
  }
}
