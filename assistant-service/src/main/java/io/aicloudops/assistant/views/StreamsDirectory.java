package io.aicloudops.assistant.views;

import io.aicloudops.runtime.kafka.StreamsService;
import io.aicloudops.schemas.event.SignalBatch;
import java.util.Set;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.StreamsNotStartedException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;

/** The stores and the metadata of the running application. */
final class StreamsDirectory implements Directory, LocalStores {

  private final StreamsService application;
  private final String self;

  /**
   * @param self {@code host:port} under which the others know this replica; empty if it is alone
   */
  StreamsDirectory(StreamsService application, String self) {
    this.application = application;
    this.self = self;
  }

  @Override
  public Holder holder(String store, String key) {
    if (self.isEmpty()) {
      return new Holder("", ALL);
    }
    KeyQueryMetadata metadata = metadata(store, key);
    if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
      throw new ViewsUnavailableException(
          "it is being decided which replica holds this; try again in a moment");
    }
    String host = text(metadata.activeHost());
    return new Holder(host.equals(self) ? "" : host, metadata.partition());
  }

  private @org.jspecify.annotations.Nullable KeyQueryMetadata metadata(String store, String key) {
    try {
      return running().queryMetadataForKey(store, key, new StringSerializer());
    } catch (StreamsNotStartedException e) {
      throw new ViewsUnavailableException("the views are not started yet", e);
    }
  }

  @Override
  public Set<String> others(String store) {
    Set<String> hosts = new TreeSet<>();
    if (self.isEmpty()) {
      return hosts;
    }
    try {
      for (StreamsMetadata replica : running().streamsMetadataForStore(store)) {
        hosts.add(text(replica.hostInfo()));
      }
    } catch (StreamsNotStartedException e) {
      throw new ViewsUnavailableException("the views are not started yet", e);
    }
    hosts.remove(self);
    return hosts;
  }

  @Override
  public <V extends SpecificRecord> ReadOnlyKeyValueStore<String, V> rows(
      View<V> view, int partition) {
    return store(view.name(), QueryableStoreTypes.keyValueStore(), partition);
  }

  @Override
  public ReadOnlyWindowStore<String, SignalBatch> signals(int partition) {
    return store(SignalKeeper.STORE, QueryableStoreTypes.windowStore(), partition);
  }

  private <T> T store(String name, QueryableStoreType<T> type, int partition) {
    StoreQueryParameters<T> query = StoreQueryParameters.fromNameAndType(name, type);
    return running().store(partition == ALL ? query : query.withPartition(partition));
  }

  private KafkaStreams running() {
    return application
        .streams()
        .orElseThrow(() -> new ViewsUnavailableException("the views are not started yet"));
  }

  private static String text(HostInfo host) {
    return host.host() + ":" + host.port();
  }
}
