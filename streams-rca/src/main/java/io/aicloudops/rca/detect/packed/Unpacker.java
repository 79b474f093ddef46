package io.aicloudops.rca.detect.packed;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads what a {@link Packer} wrote, in the same order. Reading past the end throws {@link
 * java.nio.BufferUnderflowException}.
 */
public final class Unpacker {

  private static final int SHORT_FORMS = 4;

  private final ByteBuffer bytes;
  private int version = Integer.MAX_VALUE;

  public Unpacker(byte[] bytes) {
    this.bytes = ByteBuffer.wrap(bytes);
  }

  /** Says which version of the form follows; without it, it is the newest. */
  public void version(int version) {
    this.version = version;
  }

  /** True if what follows was written before a version. */
  public boolean isBefore(int version) {
    return this.version < version;
  }

  /**
   * True if what follows is older than the short forms: {@link #count}, {@link #time} and {@link
   * #single} are there in four, eight and eight bytes, and {@link Counts} in bytes each.
   */
  public boolean isWide() {
    return isBefore(SHORT_FORMS);
  }

  /** A number from 0 on, as {@link Packer#n} writes it now. */
  public int count() {
    return isWide() ? i() : n();
  }

  /** A float that was a double once, as {@link Packer#f} writes it now. */
  public float single() {
    return isWide() ? (float) d() : f();
  }

  /** A time, or another long from 0 on. */
  public long time() {
    if (isWide()) {
      return l();
    }
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = bytes.get();
      value |= (next & 0x7fL) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** One byte, unsigned. */
  public int b() {
    return bytes.get() & 0xff;
  }

  /** A truth value. */
  public boolean z() {
    return b() != 0;
  }

  /** Two bytes, unsigned. */
  public int s() {
    return bytes.getShort() & 0xffff;
  }

  public int i() {
    return bytes.getInt();
  }

  public long l() {
    return bytes.getLong();
  }

  public double d() {
    return bytes.getDouble();
  }

  public float f() {
    return bytes.getFloat();
  }

  /** A number from 0 on. */
  public int n() {
    int value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = bytes.get();
      value |= (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /** Fills the array. */
  public void floats(float[] into) {
    int present = 0;
    for (int k = 0; k < into.length; k++) {
      present = k % 8 == 0 ? b() : present >> 1;
      into[k] = (present & 1) == 0 ? 0 : bytes.getFloat();
    }
  }

  /** Fills the first of the array. */
  public void halves(short[] into, int count) {
    int present = 0;
    for (int k = 0; k < count; k++) {
      present = k % 8 == 0 ? b() : present >> 1;
      into[k] = (present & 1) == 0 ? 0 : bytes.getShort();
    }
  }

  public String text() {
    byte[] utf8 = new byte[bytes.getInt()];
    bytes.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  /** How many bytes are left. */
  public int remaining() {
    return bytes.remaining();
  }
}
