package io.aicloudops.assistant.views;

import io.aicloudops.schemas.event.SignalBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.WindowStoreIterator;

/** Reads the rows that this replica holds. */
final class LocalViews {

  private final LocalStores stores;

  LocalViews(LocalStores stores) {
    this.stores = stores;
  }

  <V extends SpecificRecord> List<V> of(View<V> view, String key, int partition) {
    return read(
        () -> {
          List<V> rows = new ArrayList<>();
          try (KeyValueIterator<String, V> found =
              stores.rows(view, partition).range(key + '\0', key + '\1')) {
            found.forEachRemaining(row -> rows.add(row.value));
          }
          return rows;
        });
  }

  <V extends SpecificRecord> List<V> all(View<V> view) {
    return read(
        () -> {
          List<V> rows = new ArrayList<>();
          try (KeyValueIterator<String, V> found = stores.rows(view, LocalStores.ALL).all()) {
            found.forEachRemaining(row -> rows.add(row.value));
          }
          return rows;
        });
  }

  List<SignalBatch> signals(String entity, Instant from, Instant to, int partition) {
    return read(
        () -> {
          List<SignalBatch> batches = new ArrayList<>();
          try (WindowStoreIterator<SignalBatch> found =
              stores.signals(partition).fetch(entity, from, to)) {
            found.forEachRemaining(batch -> batches.add(batch.value));
          }
          return batches;
        });
  }

  private static <T> T read(Supplier<T> query) {
    try {
      return query.get();
    } catch (InvalidStateStoreException e) {
      throw new ViewsUnavailableException(
          "the views are being loaded or moved between replicas; try again in a moment", e);
    }
  }
}
