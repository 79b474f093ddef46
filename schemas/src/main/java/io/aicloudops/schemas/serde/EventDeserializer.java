package io.aicloudops.schemas.serde;

import io.aicloudops.schemas.registry.RegistryException;
import io.aicloudops.schemas.registry.SchemaRegistry;
import io.aicloudops.schemas.registry.WaitingRegistry;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads events, whatever compatible schema they were written with.
 *
 * <p>Bad bytes are a {@link SerializationException}, which sends the record to the dead letters. A
 * registry that cannot be reached is not the record's fault: the call waits and asks again until
 * the registry answers or the thread is interrupted.
 *
 * <p>Safe for use by several threads.
 */
public final class EventDeserializer<V extends SpecificRecord> implements Deserializer<V> {

  private final SchemaRegistry registry;
  private final Schema readerSchema;
  private final Map<Integer, SpecificDatumReader<V>> readers = new ConcurrentHashMap<>();

  /**
   * @param registry where the writers' schemas are found
   * @param type the event record to read into
   */
  public EventDeserializer(SchemaRegistry registry, Class<V> type) {
    TrustedEvents.ensure();
    this.registry = new WaitingRegistry(registry);
    this.readerSchema = SpecificData.get().getSchema(type);
  }

  @Override
  public @Nullable V deserialize(String topic, byte @Nullable [] frame) {
    if (frame == null) {
      return null;
    }
    int id = WireFormat.schemaId(frame);
    SpecificDatumReader<V> reader = readers.get(id);
    if (reader == null) {
      reader = new SpecificDatumReader<>(writerSchema(id), readerSchema);
      readers.put(id, reader);
    }
    BinaryDecoder decoder =
        DecoderFactory.get()
            .binaryDecoder(frame, WireFormat.HEADER, frame.length - WireFormat.HEADER, null);
    try {
      V event = reader.read(null, decoder);
      if (!decoder.isEnd()) {
        throw new SerializationException("bytes are left over");
      }
      return event;
    } catch (IOException | RuntimeException e) {
      // Avro throws almost anything on bytes that do not fit.
      throw new SerializationException(
          "not a " + readerSchema.getName() + " (schema id " + id + "): " + e, e);
    }
  }

  private Schema writerSchema(int id) {
    try {
      return registry.byId(id);
    } catch (RegistryException e) {
      throw new SerializationException("schema id " + id + ": " + e.getMessage(), e);
    }
  }
}
