package io.aicloudops.forecast.state;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Reads what {@link StateWriter} wrote, in the same order. */
public final class StateReader {

  private final ByteBuffer buffer;

  /**
   * @throws IllegalArgumentException if the bytes are of another version
   */
  public StateReader(byte[] bytes, int version) {
    buffer = ByteBuffer.wrap(bytes);
    int found = bytes.length == 0 ? -1 : buffer.get() & 0xff;
    if (found != version) {
      throw new IllegalArgumentException(
          "state has version " + found + ", but this program reads version " + version);
    }
  }

  /** True if the bytes are of this version. */
  public static boolean reads(byte[] bytes, int version) {
    return bytes.length > 0 && (bytes[0] & 0xff) == version;
  }

  /** The next int. */
  public int getInt() {
    return need(4).getInt();
  }

  /** The next long. */
  public long getLong() {
    return need(8).getLong();
  }

  /** The next float. */
  public float getFloat() {
    return need(4).getFloat();
  }

  /** The next double. */
  public double getDouble() {
    return need(8).getDouble();
  }

  /** Fills the array. */
  public void getFloats(float[] into) {
    ByteBuffer b = need(4 * into.length);
    for (int i = 0; i < into.length; i++) {
      into[i] = b.getFloat();
    }
  }

  /** Fills the array. */
  public void getDoubles(double[] into) {
    ByteBuffer b = need(8 * into.length);
    for (int i = 0; i < into.length; i++) {
      into[i] = b.getDouble();
    }
  }

  /** The next text. */
  public String getText() {
    byte[] bytes = new byte[getInt()];
    need(bytes.length).get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private ByteBuffer need(int count) {
    if (buffer.remaining() < count) {
      throw new IllegalArgumentException(
          "state ends after " + buffer.limit() + " bytes, where more were expected",
          new BufferUnderflowException());
    }
    return buffer;
  }
}
