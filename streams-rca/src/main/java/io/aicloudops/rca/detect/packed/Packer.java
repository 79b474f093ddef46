package io.aicloudops.rca.detect.packed;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes numbers and texts into a growing array. Not safe for use by several threads. */
public final class Packer {

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[1024];
  private int size;

  /** Forgets what was written and keeps the room. */
  public void clear() {
    size = 0;
  }

  /** A copy of what was written. */
  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** One byte. */
  public void b(int value) {
    room(1);
    bytes[size++] = (byte) value;
  }

  /** A truth value, one byte. */
  public void z(boolean value) {
    b(value ? 1 : 0);
  }

  /** The lower two bytes. */
  public void s(int value) {
    b(value >>> 8);
    b(value);
  }

  /** Four bytes. */
  public void i(int value) {
    room(4);
    INT.set(bytes, size, value);
    size += 4;
  }

  /** Eight bytes. */
  public void l(long value) {
    room(8);
    LONG.set(bytes, size, value);
    size += 8;
  }

  /** A double as it is, eight bytes. */
  public void d(double value) {
    l(Double.doubleToRawLongBits(value));
  }

  /** A float as it is, four bytes. */
  public void f(float value) {
    i(Float.floatToRawIntBits(value));
  }

  /** A number from 0 on in as few bytes as it needs, seven bits in each. */
  public void n(int value) {
    int rest = value;
    while (rest > 0x7f) {
      b(rest | 0x80);
      rest >>>= 7;
    }
    b(rest);
  }

  /** A time, or another long from 0 on, in as few bytes as it needs, seven bits in each. */
  public void time(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      b((int) rest | 0x80);
      rest >>>= 7;
    }
    b((int) rest);
  }

  /** Floats without their count; zeros cost a bit. */
  public void floats(float[] values) {
    for (int from = 0; from < values.length; from += 8) {
      int to = Math.min(values.length, from + 8);
      int present = 0;
      for (int k = from; k < to; k++) {
        present |= values[k] == 0 ? 0 : 1 << (k - from);
      }
      b(present);
      for (int k = from; k < to; k++) {
        if (values[k] != 0) {
          f(values[k]);
        }
      }
    }
  }

  /** The first of these shorts without their count; zeros cost a bit. */
  public void halves(short[] values, int count) {
    for (int from = 0; from < count; from += 8) {
      int to = Math.min(count, from + 8);
      int present = 0;
      for (int k = from; k < to; k++) {
        present |= values[k] == 0 ? 0 : 1 << (k - from);
      }
      b(present);
      for (int k = from; k < to; k++) {
        if (values[k] != 0) {
          s(values[k]);
        }
      }
    }
  }

  /** A text with its length in bytes before it. */
  public void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    i(utf8.length);
    room(utf8.length);
    System.arraycopy(utf8, 0, bytes, size, utf8.length);
    size += utf8.length;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
