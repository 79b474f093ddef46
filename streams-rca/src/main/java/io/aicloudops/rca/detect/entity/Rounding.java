package io.aicloudops.rca.detect.entity;

/**
 * Rounds what is told of a signal to what a chart can show. The digits that are left out are zeros
 * in the double, which compress well; those of a measured value are left as they came.
 */
final class Rounding {

  /** Steps of a band's width are at most one part in 2 to this. */
  private static final int BAND_BITS = 8;

  private static final double SCORE_STEPS = 1024;
  private static final int MANTISSA_BITS = 52;
  private static final long EXPONENT = 0x7ffL << MANTISSA_BITS;
  private static final long LEAST = (BAND_BITS + 1L) << MANTISSA_BITS;

  private Rounding() {}

  /**
   * The step for numbers of a band: a power of two.
   *
   * @return 0 if the width is no positive, normal number; nothing is rounded then
   */
  static double step(double width) {
    long exponent = Double.doubleToRawLongBits(width) & EXPONENT;
    boolean known = width > 0 && exponent >= LEAST && exponent < EXPONENT;
    return known ? Double.longBitsToDouble(exponent - ((long) BAND_BITS << MANTISSA_BITS)) : 0;
  }

  /** The nearest multiple of a step; the number itself where there is none. */
  static double to(double step, double number) {
    double inverse = 1 / step; // exact for a power of two, and shared by the numbers of a band
    double rounded = Math.rint(number * inverse) * step + 0.0; // which makes -0 a 0
    return Double.isFinite(rounded) ? rounded : number;
  }

  /** A score, never rounded up to where it would mean more than it did. */
  static double score(double score) {
    return Math.floor(score * SCORE_STEPS) / SCORE_STEPS;
  }
}
