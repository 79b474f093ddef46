package io.aicloudops.schemas.serde;

import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.registry.SchemaRegistry;
import io.aicloudops.schemas.topics.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** The serdes of the topics' values against one registry. */
public final class EventSerdes {

  private final SchemaRegistry registry;
  private final boolean autoRegister;

  /** Serdes that register schemas they do not find. */
  public EventSerdes(SchemaRegistry registry) {
    this(registry, true);
  }

  /**
   * @param registry where schemas live
   * @param autoRegister false if schemas are registered by an operator beforehand
   */
  public EventSerdes(SchemaRegistry registry, boolean autoRegister) {
    this.registry = registry;
    this.autoRegister = autoRegister;
    TrustedEvents.ensure(); // builders copy events before the first of them is written or read
  }

  /** The serde of a topic's values. */
  public <V extends SpecificRecord> Serde<V> of(Topic<V> topic) {
    return of(topic.valueType());
  }

  /** The serde of an event record, e.g. for a state store. */
  @SuppressWarnings("unchecked") // each branch has compared the type
  public <V extends SpecificRecord> Serde<V> of(Class<V> type) {
    if (type.equals(MetricBatch.class)) {
      return (Serde<V>)
          Serdes.serdeFrom(
              ColumnSerializer.metrics(new EventSerializer<>(registry, autoRegister)),
              new MetricBatchDeserializer(registry));
    }
    if (type.equals(SignalBatch.class)) {
      return (Serde<V>)
          Serdes.serdeFrom(
              ColumnSerializer.signals(new EventSerializer<>(registry, autoRegister)),
              new EventDeserializer<>(registry, SignalBatch.class));
    }
    return Serdes.serdeFrom(
        new EventSerializer<V>(registry, autoRegister), new EventDeserializer<>(registry, type));
  }
}
