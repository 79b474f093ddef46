package io.aicloudops.assistant.views;

import io.aicloudops.schemas.event.SignalBatch;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/**
 * Keeps the last hours of each entity's signals. A window store drops whole segments of old ones,
 * which costs nothing a record.
 */
final class SignalKeeper implements Processor<String, SignalBatch, Void, Void> {

  /** Name of the store. */
  static final String STORE = "signals";

  private static final Duration WINDOW = Duration.ofSeconds(1);

  private WindowStore<String, SignalBatch> batches;

  @SuppressWarnings("NullAway.Init") // the store is there from init() on
  private SignalKeeper() {}

  /** Makes the processor with its store. */
  static ProcessorSupplier<String, SignalBatch, Void, Void> supplier(
      Serde<SignalBatch> serde, Duration keep) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<String, SignalBatch, Void, Void> get() {
        return new SignalKeeper();
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(
            Stores.windowStoreBuilder(
                Stores.persistentWindowStore(STORE, keep, WINDOW, false), Serdes.String(), serde));
      }
    };
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    batches = context.getStateStore(STORE);
  }

  @Override
  public void process(Record<String, SignalBatch> record) {
    String entity = Objects.requireNonNull(record.key(), "signals have their entity as key");
    SignalBatch batch = record.value();
    if (batch != null) {
      batches.put(entity, batch, batch.getTime().toEpochMilli());
    }
  }
}
