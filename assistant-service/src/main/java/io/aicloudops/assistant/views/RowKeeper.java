package io.aicloudops.assistant.views;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** Keeps the newest state of each row of a view, and drops rows that are over and old. */
final class RowKeeper<V extends SpecificRecord> implements Processor<String, V, Void, Void> {

  private static final Duration SWEEP = Duration.ofMinutes(1);

  private final View<V> view;
  private final Duration keep;
  private KeyValueStore<String, V> rows;

  @SuppressWarnings("NullAway.Init") // the store is there from init() on
  private RowKeeper(View<V> view, Duration keep) {
    this.view = view;
    this.keep = keep;
  }

  /** Makes the processor with its store. */
  static <V extends SpecificRecord> ProcessorSupplier<String, V, Void, Void> supplier(
      View<V> view, Serde<V> serde, Duration keep) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<String, V, Void, Void> get() {
        return new RowKeeper<>(view, keep);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(
            Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(view.name()), Serdes.String(), serde));
      }
    };
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    rows = context.getStateStore(view.name());
    context.schedule(SWEEP, PunctuationType.STREAM_TIME, this::sweep);
  }

  @Override
  public void process(Record<String, V> record) {
    String key = Objects.requireNonNull(record.key(), "a record of a view has a key");
    V row = record.value();
    if (row == null) {
      delete(key);
    } else {
      rows.put(view.storeKey(key, row), row);
    }
  }

  private void delete(String key) {
    List<String> gone = new ArrayList<>();
    try (KeyValueIterator<String, V> all = rows.range(key + '\0', key + '\1')) {
      all.forEachRemaining(row -> gone.add(row.key));
    }
    gone.forEach(rows::delete);
  }

  private void sweep(long streamTime) {
    Instant oldest = Instant.ofEpochMilli(streamTime).minus(keep);
    List<String> gone = new ArrayList<>();
    try (KeyValueIterator<String, V> all = rows.all()) {
      while (all.hasNext()) {
        KeyValue<String, V> row = all.next();
        if (view.mayGo().test(row.value) && view.time().apply(row.value).isBefore(oldest)) {
          gone.add(row.key);
        }
      }
    }
    gone.forEach(rows::delete);
  }
}
