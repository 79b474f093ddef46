package io.aicloudops.assistant.views;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;

/**
 * Rows between replicas: each as its topic's wire format behind its length, so that replicas of
 * different versions understand each other through the schema registry.
 */
final class Frames {

  /** Media type of the bytes. */
  static final String TYPE = "application/vnd.aiops.rows";

  private Frames() {}

  static <V extends SpecificRecord> byte[] write(List<V> rows, Serde<V> serde, String topic) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(rows.size());
      for (V row : rows) {
        byte[] one = serde.serializer().serialize(topic, row);
        out.writeInt(one.length);
        out.write(one);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what {@link #write} wrote.
   *
   * @throws IOException if it is something else
   */
  static <V extends SpecificRecord> List<V> read(byte[] bytes, Serde<V> serde, String topic)
      throws IOException {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int count = in.readInt();
      List<V> rows = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        int length = in.readInt();
        byte[] one = in.readNBytes(Math.max(0, length));
        if (one.length != length) {
          throw new EOFException("row " + i + " ends early");
        }
        rows.add(serde.deserializer().deserialize(topic, one));
      }
      return rows;
    }
  }
}
