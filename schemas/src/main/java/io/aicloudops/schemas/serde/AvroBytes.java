package io.aicloudops.schemas.serde;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads Avro's binary encoding from an array: zig-zag numbers, texts, and arrays in blocks, of
 * which the last is empty and one with a negative count says its length in bytes. Whatever does not
 * fit throws {@link IndexOutOfBoundsException} or {@link IllegalArgumentException}.
 */
final class AvroBytes {

  private static final VarHandle LITTLE_DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LONGEST_NUMBER = 63;

  private final byte[] bytes;
  private int at;

  AvroBytes(byte[] bytes, int from) {
    this.bytes = bytes;
    this.at = from;
  }

  int position() {
    return at;
  }

  boolean atEnd() {
    return at == bytes.length;
  }

  /** A number of up to ten bytes. */
  long number() {
    long raw = bytes[at++];
    if (raw < 0) {
      raw &= 0x7f;
      for (int shift = 7; ; shift += 7) {
        if (shift > LONGEST_NUMBER) {
          throw new IllegalArgumentException("a number longer than ten bytes");
        }
        long next = bytes[at++];
        raw |= (next & 0x7f) << shift;
        if (next >= 0) {
          break;
        }
      }
    }
    return (raw >>> 1) ^ -(raw & 1);
  }

  /** How many items the next block of an array has; 0 after the last. */
  int block() {
    long count = number();
    if (count < 0) {
      number();
      count = -count;
    }
    // Each item takes a byte at least.
    return within(count);
  }

  private int within(long count) {
    if (count < 0 || count > bytes.length - at) {
      throw new IllegalArgumentException("more is announced than there is");
    }
    return (int) count;
  }

  String text() {
    int length = within(number());
    String text = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return text;
  }

  /** Passes over an array of texts. */
  void skipTexts() {
    for (int block = block(); block > 0; block = block()) {
      for (int k = 0; k < block; k++) {
        int length = within(number());
        at += length;
      }
    }
  }

  /** Passes over an array of numbers. */
  void skipNumbers() {
    for (int block = block(); block > 0; block = block()) {
      for (int k = 0; k < block; k++) {
        number();
      }
    }
  }

  /** An array of doubles. */
  double[] doubles() {
    double[] values = new double[0];
    for (int block = block(); block > 0; block = block()) {
      within((long) block * Double.BYTES);
      int from = values.length;
      values = from == 0 ? new double[block] : Arrays.copyOf(values, from + block);
      for (int k = from; k < values.length; k++) {
        values[k] = (double) LITTLE_DOUBLE.get(bytes, at);
        at += Double.BYTES;
      }
    }
    return values;
  }
}
