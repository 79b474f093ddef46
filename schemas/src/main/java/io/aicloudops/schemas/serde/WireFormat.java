package io.aicloudops.schemas.serde;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;

/** The frame around each value: {@code 0, id (4 bytes, big-endian), payload}. */
public final class WireFormat {

  /** Bytes before the payload. */
  public static final int HEADER = 5;

  private static final byte MAGIC = 0;

  private WireFormat() {}

  /**
   * The schema id in a frame.
   *
   * @throws SerializationException if the bytes are no frame
   */
  public static int schemaId(byte[] frame) {
    if (frame.length < HEADER) {
      throw new SerializationException(
          "a value of " + frame.length + " bytes is too short to name its schema");
    }
    if (frame[0] != MAGIC) {
      throw new SerializationException(
          "the first byte is " + frame[0] + ", not 0: not in the Confluent wire format");
    }
    return ByteBuffer.wrap(frame).getInt(1);
  }

  /** The five bytes that go before a payload. */
  public static byte[] header(int schemaId) {
    return ByteBuffer.allocate(HEADER).put(MAGIC).putInt(schemaId).array();
  }
}
