package io.aicloudops.schemas.serde;

import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.SignalBatch;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the two events that make up nearly all bytes, column by column and without asking the
 * schema for each number. The bytes are Avro's own; the order of the fields here is that of the
 * schema, and a test holds the two together.
 *
 * <p>Safe for use by several threads.
 */
final class ColumnSerializer<V extends SpecificRecord> implements Serializer<V> {

  private final Serializer<V> avro;
  private final Columns<V> columns;
  private final Map<String, byte[]> headers = new ConcurrentHashMap<>();

  /** A guess; threads may overwrite each other's. */
  private volatile int room = 512;

  private ColumnSerializer(Serializer<V> avro, Columns<V> columns) {
    this.avro = avro;
    this.columns = columns;
  }

  private interface Columns<V> {
    void write(V event, AvroOutput out);
  }

  /**
   * @param avro writes what this does not, and registers the schema
   */
  static Serializer<MetricBatch> metrics(Serializer<MetricBatch> avro) {
    return new ColumnSerializer<>(
        avro,
        (batch, out) -> {
          out.text(batch.getEntity());
          out.text(batch.getMember());
          out.number(batch.getTime().toEpochMilli());
          out.text(batch.getSource());
          out.texts(batch.getSeries());
          out.enums(batch.getTypes());
          out.doubles(batch.getValues());
        });
  }

  /**
   * @param avro writes what this does not, and registers the schema
   */
  static Serializer<SignalBatch> signals(Serializer<SignalBatch> avro) {
    return new ColumnSerializer<>(
        avro,
        (batch, out) -> {
          out.text(batch.getEntity());
          out.number(batch.getTime().toEpochMilli());
          out.number(batch.getIntervalMs());
          out.texts(batch.getSignals());
          out.enums(batch.getRoles());
          out.doubles(batch.getValues());
          out.doubles(batch.getExpected());
          out.doubles(batch.getLower());
          out.doubles(batch.getUpper());
          out.doubles(batch.getScores());
        });
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable V event) {
    if (event == null) {
      return null;
    }
    byte[] header = headers.get(topic);
    if (header == null) {
      byte[] frame = avro.serialize(topic, event);
      headers.put(topic, Arrays.copyOf(frame, WireFormat.HEADER));
      return frame;
    }
    try {
      AvroOutput out = new AvroOutput(room);
      out.raw(header);
      columns.write(event, out);
      byte[] frame = out.toBytes();
      room = frame.length + frame.length / 8;
      return frame;
    } catch (NullPointerException e) {
      return avro.serialize(topic, event); // Names the field that is missing.
    }
  }
}
