package io.aicloudops.rca.detect.novelty;

/**
 * Numbers kept as the upper half of a float: eight significant bits, which is enough for a distance
 * or a mean and half as much to store.
 */
final class Halves {

  private static final int BITS = 16;
  private static final int ROUND = 0x8000;

  private Halves() {}

  static short of(double value) {
    return (short) ((Float.floatToRawIntBits((float) value) + ROUND) >>> BITS);
  }

  static float toFloat(short half) {
    return Float.intBitsToFloat(half << BITS);
  }
}
