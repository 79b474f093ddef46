package io.aicloudops.assistant.views;

import io.aicloudops.runtime.kafka.StreamsService;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Properties;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyWindowStore;
import org.jspecify.annotations.Nullable;

/** The real topology and stores, driven without a broker; all rows are here. */
public final class ViewsFixture implements AutoCloseable {

  private final EventSerdes serdes = new EventSerdes(new InMemorySchemaRegistry());
  private final TopologyTestDriver driver;
  private final LocalViews local;

  /**
   * @param directory for the stores
   */
  public ViewsFixture(Path directory) {
    ViewsSettings settings =
        new ViewsSettings(Duration.ofDays(1), Duration.ofHours(1), Duration.ofSeconds(2));
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "views");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    driver =
        new TopologyTestDriver(
            new ViewTopology(serdes, settings).build(StreamsService.strictBuilder()), properties);
    local = new LocalViews(stores());
  }

  private LocalStores stores() {
    return new LocalStores() {
      @Override
      public <V extends SpecificRecord> ReadOnlyKeyValueStore<String, V> rows(
          View<V> view, int partition) {
        return driver.getKeyValueStore(view.name());
      }

      @Override
      public ReadOnlyWindowStore<String, SignalBatch> signals(int partition) {
        return driver.getWindowStore(SignalKeeper.STORE);
      }
    };
  }

  /** Writes one record; null is a tombstone. */
  public <V extends SpecificRecord> void put(
      Topic<V> topic, String key, @Nullable V value, Instant time) {
    driver
        .createInputTopic(topic.name(), new StringSerializer(), serdes.of(topic).serializer())
        .pipeInput(key, value, time);
  }

  /** The views over the stores. */
  public Views views() {
    return new RoutedViews(local, alone(), new NoPeers());
  }

  LocalViews local() {
    return local;
  }

  EventSerdes serdes() {
    return serdes;
  }

  static Directory alone() {
    return new Directory() {
      @Override
      public Holder holder(String store, String key) {
        return new Holder("", LocalStores.ALL);
      }

      @Override
      public Set<String> others(String store) {
        return Set.of();
      }
    };
  }

  @Override
  public void close() {
    driver.close();
  }
}
