package io.aicloudops.schemas.serde;

import io.aicloudops.schemas.columns.Doubles;
import io.aicloudops.schemas.columns.Texts;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Writes Avro's binary encoding into an array, each of Avro's arrays as one block. */
final class AvroOutput {

  private static final VarHandle LITTLE_DOUBLE =
      MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int LONGEST_NUMBER = 10;

  private byte[] bytes;
  private int size;

  /**
   * @param room bytes that it will probably take
   */
  AvroOutput(int room) {
    bytes = new byte[Math.max(64, room)];
  }

  byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  void raw(byte[] more) {
    room(more.length);
    System.arraycopy(more, 0, bytes, size, more.length);
    size += more.length;
  }

  void number(long value) {
    room(LONGEST_NUMBER);
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7fL) != 0) {
      bytes[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[size++] = (byte) rest;
  }

  void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    raw(utf8);
  }

  void texts(List<String> values) {
    if (values instanceof Texts shared) {
      raw(shared.bytes(AvroOutput::bytesOf));
    } else {
      eachText(values);
    }
  }

  private static byte[] bytesOf(List<String> values) {
    AvroOutput out = new AvroOutput(32 * values.size());
    out.eachText(values);
    return out.toBytes();
  }

  private void eachText(List<String> values) {
    int n = values.size();
    if (n > 0) {
      number(n);
      for (int k = 0; k < n; k++) {
        text(values.get(k));
      }
    }
    number(0);
  }

  /** Avro names a value by its place in the schema, where generated enums have their order from. */
  @SuppressWarnings("EnumOrdinal")
  void enums(List<? extends Enum<?>> values) {
    int n = values.size();
    if (n > 0) {
      number(n);
      for (int k = 0; k < n; k++) {
        number(values.get(k).ordinal());
      }
    }
    number(0);
  }

  void doubles(List<Double> values) {
    int n = values.size();
    if (n > 0) {
      number(n);
      room(n * Double.BYTES);
      Doubles numbers = Doubles.of(values);
      for (int k = 0; k < n; k++) {
        LITTLE_DOUBLE.set(bytes, size, numbers.at(k));
        size += Double.BYTES;
      }
    }
    number(0);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
