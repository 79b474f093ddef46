package io.aicloudops.rca.streams;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Objects;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;

/** Runs topologies without a broker, with one registry for all of them. */
public final class TestDrive {

  private final EventSerdes serdes = new EventSerdes(new InMemorySchemaRegistry());
  private final Path directory;

  /**
   * Runs topologies.
   *
   * @param directory where stores are kept, one below it for each topology
   */
  public TestDrive(Path directory) {
    this.directory = directory;
  }

  /** What reads and writes events. */
  public EventSerdes serdes() {
    return serdes;
  }

  private Properties properties(String name) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve(name).toString());
    properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
    return properties;
  }

  /** What a topology of this name is built with. */
  public TopologyConfig config(String name) {
    return new TopologyConfig(new StreamsConfig(properties(name)));
  }

  /** A driver of a topology, whose wall clock begins at a time in milliseconds. */
  public TopologyTestDriver driver(Topology topology, String name, long start) {
    return new TopologyTestDriver(topology, properties(name), Instant.ofEpochMilli(start));
  }

  /** A topic that a topology reads. */
  public <V extends SpecificRecord> TestInputTopic<String, V> in(
      TopologyTestDriver driver, Topic<V> topic) {
    return driver.createInputTopic(
        topic.name(), new StringSerializer(), serdes.of(topic).serializer());
  }

  /** A topic that a topology writes. */
  public <V extends SpecificRecord> TestOutputTopic<String, V> out(
      TopologyTestDriver driver, Topic<V> topic) {
    return driver.createOutputTopic(
        topic.name(), new StringDeserializer(), serdes.of(topic).deserializer());
  }

  /**
   * A topology as it is meant to be. The names in it are those of stores, changelogs and
   * repartition topics: before a line changes, think of what running installations hold under the
   * old name.
   */
  public static String golden(String name) throws IOException {
    try (InputStream file = TestDrive.class.getResourceAsStream("/topology/" + name + ".txt")) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), UTF_8);
    }
  }
}
