package io.aicloudops.rca.incidents;

import static io.aicloudops.rca.correlate.Shop.entity;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.rca.correlate.FoldRules;
import io.aicloudops.rca.correlate.Shop;
import io.aicloudops.rca.streams.TestDrive;
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
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TopologyTest {

  private final AtomicLong wall = new AtomicLong(Shop.START);
  private final TestDrive drive;

  TopologyTest(@TempDir Path directory) {
    drive = new TestDrive(directory);
  }

  private Topology evidence() {
    return EvidenceTopology.build(
        StreamsService.strictBuilder(),
        drive.serdes(),
        List.of("demo", "other"),
        1_000,
        new WallClock(wall));
  }

  private Topology incidents() {
    return IncidentTopology.build(
        StreamsService.strictBuilder(), drive.serdes(), FoldRules.DEFAULT);
  }

  private TopologyTestDriver driver(Topology topology, String name) {
    return drive.driver(topology, name, Shop.START);
  }

  @Test
  void looksAsItDidBefore() throws IOException {
    assertThat(evidence().describe().toString()).isEqualTo(TestDrive.golden("evidence"));
    assertThat(incidents().describe().toString()).isEqualTo(TestDrive.golden("incidents"));
  }

  @Test
  void wrapsEachEventAsEvidenceOfItsClusterAtItsOwnTime() {
    try (TopologyTestDriver driver = driver(evidence(), "wrap")) {
      Alert alert = (Alert) Shop.alert("cart", "Slow", AlertStatus.FIRING, 7).getBody();
      Change change = (Change) Shop.rollout("cart", "2", "1", 5).getBody();
      drive.in(driver, Topics.ALERTS).pipeInput("fingerprint", alert);
      drive.in(driver, Topics.CHANGES).pipeInput(entity("cart"), change);
      List<TestRecord<String, Evidence>> read =
          drive.out(driver, Topics.EVIDENCE).readRecordsToList();
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
      TestInputTopic<String, TopologyEntity> topology = drive.in(driver, Topics.TOPOLOGY);
      topology.pipeInput(entity("cart"), null, Shop.at(1));
      assertThat(drive.out(driver, Topics.EVIDENCE).isEmpty()).isTrue();
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
    drive.in(driver, Topics.COMMANDS).pipeInput(target, command);
    return drive.out(driver, Topics.EVIDENCE).readKeyValuesToList().stream()
        .map(e -> e.key)
        .toList();
  }

  @Test
  void timeGoesOnWhileNothingElseIsSaidAndStopsAfterLongQuiet() {
    try (TopologyTestDriver driver = driver(evidence(), "ticks")) {
      wall.addAndGet(60_000); // Events come a minute late here.
      Alert alert = (Alert) Shop.alert("cart", "Slow", AlertStatus.FIRING, 0).getBody();
      drive.in(driver, Topics.ALERTS).pipeInput("fingerprint", alert);
      TestOutputTopic<String, Evidence> evidence = drive.out(driver, Topics.EVIDENCE);
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

  @Test
  void aTickHasNotTheTimeOfTheOneClockThatIsAhead() {
    try (TopologyTestDriver driver = driver(evidence(), "ahead")) {
      TestInputTopic<String, Alert> alerts = drive.in(driver, Topics.ALERTS);
      alerts.pipeInput("a", (Alert) Shop.alert("cart", "Slow", AlertStatus.FIRING, 0).getBody());
      alerts.pipeInput("b", (Alert) Shop.alert("web", "Slow", AlertStatus.FIRING, 540).getBody());
      TestOutputTopic<String, Evidence> evidence = drive.out(driver, Topics.EVIDENCE);
      evidence.readValuesToList();
      pass(driver, Duration.ofSeconds(2));
      assertThat(evidence.readValuesToList())
          .extracting(Evidence::getTime)
          .containsExactly(Shop.at(1), Shop.at(2));
    }
  }

  @Test
  void aClusterThatNeverPausesHasTicksToo() {
    try (TopologyTestDriver driver = driver(evidence(), "busy")) {
      TestInputTopic<String, Alert> alerts = drive.in(driver, Topics.ALERTS);
      for (int second = 0; second < 20; second++) {
        wall.addAndGet(500);
        Alert alert = (Alert) Shop.alert("cart", "Slow", AlertStatus.FIRING, second + 1L).getBody();
        alerts.pipeInput("fingerprint", alert);
        wall.addAndGet(500);
        driver.advanceWallClockTime(Duration.ofSeconds(1));
      }
      assertThat(drive.out(driver, Topics.EVIDENCE).readValuesToList())
          .filteredOn(e -> e.getBody() instanceof Tick)
          .hasSize(2);
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
      TestInputTopic<String, Evidence> in = drive.in(driver, Topics.EVIDENCE);
      first.forEach(e -> in.pipeInput("demo", e, e.getTime()));
      Map<String, Incident> read = drive.out(driver, Topics.INCIDENTS).readKeyValuesToMap();
      assertThat(read).hasSize(1);
      Incident incident = read.values().iterator().next();
      assertThat(incident.getStatus()).isEqualTo(IncidentStatus.OPEN);
      String id = incident.getId();
      assertThat(read).containsKey(id);

      second.forEach(e -> in.pipeInput("demo", e, e.getTime()));
      assertThat(drive.out(driver, Topics.INCIDENTS).readKeyValuesToMap())
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
