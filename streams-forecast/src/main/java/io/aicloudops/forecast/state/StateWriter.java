package io.aicloudops.forecast.state;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Appends numbers to a growing array of bytes, big endian. */
public final class StateWriter {

  private ByteBuffer buffer = ByteBuffer.allocate(512);

  /**
   * @param version of the layout that follows, 0 to 255
   */
  public StateWriter(int version) {
    buffer.put((byte) version);
  }

  /** Appends an int. */
  public StateWriter putInt(int value) {
    room(4).putInt(value);
    return this;
  }

  /** Appends a long. */
  public StateWriter putLong(long value) {
    room(8).putLong(value);
    return this;
  }

  /** Appends a float. */
  public StateWriter putFloat(float value) {
    room(4).putFloat(value);
    return this;
  }

  /** Appends a double. */
  public StateWriter putDouble(double value) {
    room(8).putDouble(value);
    return this;
  }

  /** Appends all elements; the reader must know how many. */
  public StateWriter putFloats(float[] values) {
    ByteBuffer b = room(4 * values.length);
    for (float v : values) {
      b.putFloat(v);
    }
    return this;
  }

  /** Appends all elements; the reader must know how many. */
  public StateWriter putDoubles(double[] values) {
    ByteBuffer b = room(8 * values.length);
    for (double v : values) {
      b.putDouble(v);
    }
    return this;
  }

  /** Appends a text with its length. */
  public StateWriter putText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    room(4 + bytes.length).putInt(bytes.length).put(bytes);
    return this;
  }

  private ByteBuffer room(int more) {
    if (buffer.remaining() < more) {
      int size = Math.max(2 * buffer.capacity(), buffer.position() + more);
      ByteBuffer larger = ByteBuffer.allocate(size);
      buffer.flip();
      buffer = larger.put(buffer);
    }
    return buffer;
  }

  /** What was written. */
  public byte[] bytes() {
    return Arrays.copyOf(buffer.array(), buffer.position());
  }
}
