package io.aicloudops.assistant.views;

import io.aicloudops.schemas.event.SignalBatch;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;

/** The stores that this replica holds. Methods throw Kafka's InvalidStateStoreException. */
interface LocalStores {

  /** Stands for all partitions that are here. */
  int ALL = -1;

  /** The rows of a view in one partition or in all that are here. */
  <V extends SpecificRecord> ReadOnlyKeyValueStore<String, V> rows(View<V> view, int partition);

  /** The signals in one partition or in all that are here. */
  ReadOnlyWindowStore<String, SignalBatch> signals(int partition);
}
