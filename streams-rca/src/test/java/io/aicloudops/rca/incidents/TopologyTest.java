package io.aicloudops.rca.incidents;

import static io.aicloudops.rca.correlate.Shop.entity;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.rca.correlate.FoldRules;
import io.aicloudops.rca.correlate.Shop;
import io.aicloudops.runtime.kafka.StreamsService;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Tick;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyTest {

  private final EventSerdes serdes = new EventSerdes(new InMemorySchemaRegistry());
  private final AtomicLong wall = new AtomicLong(Shop.START);
  @TempDir private Path dir;

  private Topology evidence() {
    return EvidenceTopology.build(
        StreamsService.strictBuilder(),
        serdes,
        List.of("demo", "other"),
        1_000,
        new WallClock(wall));
  }

  private Topology incidents() {
    return IncidentTopology.build(StreamsService.strictBuilder(), serdes, FoldRules.DEFAULT);
  }

  private TopologyTestDriver driver(Topology topology, String name) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, name);
    properties.put(StreamsConfig.STATE_DIR_CONFIG, dir.resolve(name).toString());
    return new TopologyTestDriver(topology, properties, Instant.ofEpochMilli(Shop.START));
  }

  private <V extends SpecificRecord> TestInputTopic<String, V> in(
      TopologyTestDriver driver, Topic<V> topic) {
    return driver.createInputTopic(
        topic.name(), new StringSerializer(), serdes.of(topic).serializer());
  }

  private <V extends SpecificRecord> TestOutputTopic<String, V> out(
      TopologyTestDriver driver, Topic<V> topic) {
    return driver.createOutputTopic(
        topic.name(), new StringDeserializer(), serdes.of(topic).deserializer());
  }

  /**
   * The names in these files are those of stores, changelogs and repartition topics. Before a line
   * changes, think of what running installations hold under the old name.
   */
  @Test
  void looksAsItDidBefore() throws IOException {
    assertThat(evidence().describe().toString()).isEqualTo(golden("evidence-topology.txt"));
    assertThat(incidents().describe().toString()).isEqualTo(golden("incident-topology.txt"));
  }

  private static String golden(String name) throws IOException {
    try (InputStream file = TopologyTest.class.getResourceAsStream("/golden/" + name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), UTF_8);
    }
  }

  @Test
  void wrapsEachEventAsEvidenceOfItsClusterAtItsOwnTime() {
    try (TopologyTestDriver driver = driver(evidence(), "wrap")) {
      Alert alert = (Alert) Shop.alert("cart", "Slow", AlertStatus.FIRING, 7).getBody();
      Change change = (Change) Shop.rollout("cart", "2", "1", 5).getBody();
      in(driver, Topics.ALERTS).pipeInput("fingerprint", alert);
      in(driver, Topics.CHANGES).pipeInput(entity("cart"), change);
      List<TestRecord<String, Evidence>> read = out(driver, Topics.EVIDENCE).readRecordsToList();
      assertThat(read).extracting(TestRecord::key).containsOnly("demo");
      assertThat(read).extracting(r -> r.value().getBody()).containsExactly(alert, change);
      assertThat(read)
          .extracting(TestRecord::getRecordTime)
          .containsExactly(Shop.at(7), Shop.at(5));
    }
  }

  @Test
  void anEntitysTombstoneSaysNothing() {
    try (TopologyTestDriver driver = driver(evidence(), "tombstone")) {
      TestInputTopic<String, TopologyEntity> topology = in(driver, Topics.TOPOLOGY);
      topology.pipeInput(entity("cart"), null, Shop.at(1));
      assertThat(out(driver, Topics.EVIDENCE).isEmpty()).isTrue();
    }
  }

  @Test
  void commandsReachTheClusterTheyMean() {
    try (TopologyTestDriver driver = driver(evidence(), "commands")) {
      assertThat(heard(driver, CommandType.SILENCE, "*", Map.of()))
          .containsExactly("demo", "other");
      assertThat(heard(driver, CommandType.FEEDBACK, "inc-1", Map.of()))
          .containsExactly("demo", "other");
      assertThat(heard(driver, CommandType.SILENCE, "*", Map.of("cluster", "third")))
          .containsExactly("third");
      assertThat(heard(driver, CommandType.SILENCE, "x/shop/Deployment/cart", Map.of()))
          .containsExactly("x");
      assertThat(heard(driver, CommandType.MAINTENANCE, "y/shop", Map.of())).containsExactly("y");
      assertThat(heard(driver, CommandType.APPROVE, "rem-1", Map.of())).isEmpty();
      assertThat(heard(driver, CommandType.UNSILENCE, "*", Map.of()))
          .as("clusters that were heard of hear everything")
          .containsExactly("demo", "other", "third", "x", "y");
    }
  }

  private List<String> heard(
      TopologyTestDriver driver, CommandType type, String target, Map<String, String> params) {
    Command command = (Command) Shop.command(type, target, params, 3).getBody();
    in(driver, Topics.COMMANDS).pipeInput(target, command);
    return out(driver, Topics.EVIDENCE).readKeyValuesToList().stream().map(e -> e.key).toList();
  }

  @Test
  void timeGoesOnWhileNothingElseIsSaidAndStopsAfterLongQuiet() {
    try (TopologyTestDriver driver = driver(evidence(), "ticks")) {
      wall.addAndGet(60_000); // Events come a minute late here.
      Alert alert = (Alert) Shop.alert("cart", "Slow", AlertStatus.FIRING, 0).getBody();
      in(driver, Topics.ALERTS).pipeInput("fingerprint", alert);
      TestOutputTopic<String, Evidence> evidence = out(driver, Topics.EVIDENCE);
      evidence.readValue();
      pass(driver, Duration.ofSeconds(3));
      assertThat(evidence.readValuesToList())
          .allMatch(e -> e.getBody() instanceof Tick)
          .extracting(Evidence::getTime)
          .as("a tick has the time of the events, not of the wall")
          .containsExactly(Shop.at(1), Shop.at(2), Shop.at(3));
      wall.addAndGet(Duration.ofHours(2).toMillis());
      pass(driver, Duration.ofSeconds(3));
      assertThat(evidence.isEmpty()).isTrue();
    }
  }

  private void pass(TopologyTestDriver driver, Duration time) {
    for (long s = 0; s < time.toSeconds(); s++) {
      wall.addAndGet(1_000);
      driver.advanceWallClockTime(Duration.ofSeconds(1));
    }
  }

  @Test
  void makesIncidentsOfEvidence() {
    List<Evidence> first = Shop.map();
    first.add(Shop.alert("cart", "HighLatency", AlertStatus.FIRING, 100));
    first.addAll(Shop.ticks(101, 105));
    List<Evidence> second = new ArrayList<>();
    second.add(Shop.alert("cart", "HighLatency", AlertStatus.RESOLVED, 110));
    second.addAll(Shop.ticks(111, 145));

    try (TopologyTestDriver driver = driver(incidents(), "restart")) {
      TestInputTopic<String, Evidence> in = in(driver, Topics.EVIDENCE);
      first.forEach(e -> in.pipeInput("demo", e, e.getTime()));
      Map<String, Incident> read = out(driver, Topics.INCIDENTS).readKeyValuesToMap();
      assertThat(read).hasSize(1);
      Incident incident = read.values().iterator().next();
      assertThat(incident.getStatus()).isEqualTo(IncidentStatus.OPEN);
      String id = incident.getId();
      assertThat(read).containsKey(id);

      second.forEach(e -> in.pipeInput("demo", e, e.getTime()));
      assertThat(out(driver, Topics.INCIDENTS).readKeyValuesToMap())
          .hasEntrySatisfying(
              id, now -> assertThat(now.getStatus()).isEqualTo(IncidentStatus.RESOLVED));
    }
  }

  /** A clock that stands until it is moved. */
  private static final class WallClock extends Clock {
    private final AtomicLong millis;

    WallClock(AtomicLong millis) {
      this.millis = millis;
    }

    @Override
    public java.time.ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis.get());
    }
  }
}
