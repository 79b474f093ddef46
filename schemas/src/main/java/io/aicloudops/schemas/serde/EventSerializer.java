package io.aicloudops.schemas.serde;

import io.aicloudops.schemas.registry.SchemaRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes events. The subject is the topic's name with {@code -value}.
 *
 * <p>Safe for use by several threads.
 */
public final class EventSerializer<V extends SpecificRecord> implements Serializer<V> {

  private final SchemaRegistry registry;
  private final boolean autoRegister;
  private final Map<String, byte[]> headers = new ConcurrentHashMap<>();
  private final Map<Schema, SpecificDatumWriter<V>> writers = new ConcurrentHashMap<>();

  /**
   * @param registry where schemas are registered
   * @param autoRegister false: a schema must have been registered before (as {@code
   *     auto.register.schemas})
   */
  public EventSerializer(SchemaRegistry registry, boolean autoRegister) {
    TrustedEvents.ensure();
    this.registry = registry;
    this.autoRegister = autoRegister;
  }

  @Override
  public byte @Nullable [] serialize(String topic, @Nullable V event) {
    if (event == null) {
      return null;
    }
    Schema schema = event.getSchema();
    byte[] header = headers.get(topic);
    if (header == null) {
      // Not within the map: an answer may take long, and others write to other topics meanwhile.
      header = WireFormat.header(idOf(topic + "-value", schema));
      headers.put(topic, header);
    }
    SpecificDatumWriter<V> writer =
        writers.computeIfAbsent(schema, s -> new SpecificDatumWriter<>(s));
    ByteArrayOutputStream out = new ByteArrayOutputStream(512);
    out.write(header, 0, header.length);
    BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
    try {
      writer.write(event, encoder);
      encoder.flush();
    } catch (IOException | RuntimeException e) {
      throw new SerializationException(
          "cannot write a " + schema.getName() + " to " + topic + ": " + e.getMessage(), e);
    }
    return out.toByteArray();
  }

  private int idOf(String subject, Schema schema) {
    return autoRegister ? registry.register(subject, schema) : registry.lookup(subject, schema);
  }
}
