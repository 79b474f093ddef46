package io.aicloudops.rca.detect;

/**
 * What a {@link Detector} says of one value. Filled anew for each value, so that judging allocates
 * nothing.
 */
public final class Verdict {

  /** The score or strength from which on a value is called anomalous. */
  public static final double THRESHOLD = 0.5;

  /** The strength from which on a value is anomalous that others bear out. */
  public static final double BORNE_OUT = 0.35;

  /** What the value should have been; NaN while the signal is too young to be judged. */
  public double expected;

  /** Below this a value alone would be anomalous on a young signal; NaN while too young. */
  public double lower;

  /** Above this a value alone would be anomalous on a young signal; NaN while too young. */
  public double upper;

  /**
   * How anomalous the value is, in [0,1] and comparable between signals: from {@link #THRESHOLD} on
   * anomalous, .5 being about one value in a few thousand while all is well. It is told once: what
   * is not newer than something heard of lately has none.
   */
  public double score;

  /**
   * The same by the same measure, whether it was told before or not, so that it lasts as long as
   * the value is anomalous; at least the score. On a signal with a short past it also counts how
   * far the value is outside of the band, which means something if the value stays there.
   */
  public double strength;

  /** Distance from expected in units of the usual spread, signed; 0 while too young. */
  public double deviation;

  /**
   * Share of earlier values that were near this one, though far from what was expected: how well
   * the signal knows the place it moved to. 0 if its strength is less than {@link #BORNE_OUT}, if
   * too little is known, or if the season would have it elsewhere.
   */
  public double familiar;

  /**
   * True if the signal has just been relearned after a lasting change: what was odd is normal from
   * here on.
   */
  public boolean relearned;

  /**
   * Says that other signals of the same workload are anomalous now. Two rare things at once are
   * rarer than each alone, so that what falls short of the threshold alone may reach it.
   */
  public void bearOut() {
    strength = Math.min(1, strength * THRESHOLD / BORNE_OUT);
  }

  void young() {
    expected = Double.NaN;
    lower = Double.NaN;
    upper = Double.NaN;
    score = 0;
    strength = 0;
    deviation = 0;
    familiar = 0;
    relearned = false;
  }
}
