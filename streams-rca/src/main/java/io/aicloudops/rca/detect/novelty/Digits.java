package io.aicloudops.rca.detect.novelty;

/** The decimal logarithm, which is asked for some ten times a value. */
public final class Digits {

  private static final double LOG10_2 = 0.3010299956639812;
  private static final double TWO_OVER_LN10 = 0.8685889638065037;
  private static final int MANTISSA_BITS = 52;
  private static final long MANTISSA = (1L << MANTISSA_BITS) - 1;
  private static final long SQRT_2 = Double.doubleToRawLongBits(1.4142135623730951) & MANTISSA;
  private static final long ONE = Double.doubleToRawLongBits(1);

  private Digits() {}

  /**
   * log10 of a positive, normal number to about 1e-6: its exponent, and the series of the area
   * tangent for its mantissa. Uses plain arithmetic only and so gives the same on every machine.
   */
  public static double of(double value) {
    long bits = Double.doubleToRawLongBits(value);
    // Half of all mantissas are large; a branch on that would be guessed wrong every other time.
    long large = (SQRT_2 - (bits & MANTISSA)) >>> (Long.SIZE - 1);
    long exponent = (bits >>> MANTISSA_BITS) - 1023 + large;
    double mantissa = Double.longBitsToDouble((bits & MANTISSA) | (ONE - (large << MANTISSA_BITS)));
    double t = (mantissa - 1) / (mantissa + 1);
    double q = t * t;
    double series = 1 + q * (1.0 / 3 + q * (1.0 / 5 + q * (1.0 / 7 + q / 9)));
    return LOG10_2 * exponent + TWO_OVER_LN10 * t * series;
  }
}
