package io.aicloudops.rca.detect.novelty;

/** The decimal logarithm, which is asked for some ten times a value. */
public final class Digits {

  private static final double LOG10_2 = 0.3010299956639812;
  private static final double TWO_OVER_LN10 = 0.8685889638065037;
  private static final double SQRT_2 = 1.4142135623730951;
  private static final long MANTISSA = 0xfffffffffffffL;
  private static final long ONE = 0x3ff0000000000000L;

  private Digits() {}

  /**
   * log10 of a positive, normal number to about 1e-6: its exponent, and the series of the area
   * tangent for its mantissa. Uses plain arithmetic only and so gives the same on every machine.
   */
  public static double of(double value) {
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> 52) - 1023;
    double mantissa = Double.longBitsToDouble((bits & MANTISSA) | ONE);
    if (mantissa > SQRT_2) {
      mantissa *= 0.5;
      exponent++;
    }
    double t = (mantissa - 1) / (mantissa + 1);
    double q = t * t;
    double series = 1 + q * (1.0 / 3 + q * (1.0 / 5 + q * (1.0 / 7 + q / 9)));
    return LOG10_2 * exponent + TWO_OVER_LN10 * t * series;
  }
}
