package io.aicloudops.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.launcher.cli.CliRun;
import io.aicloudops.launcher.process.EmbeddedLog;
import io.aicloudops.launcher.process.EmbeddedSettings;
import io.aicloudops.rca.correlate.FoldRules;
import io.aicloudops.rca.replay.Replay;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.kafka.KafkaSettings;
import io.aicloudops.runtime.kafka.TopicAdmin;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code aiops replay} on the log that a stopped service left. */
class ReplayCommandTest {

  private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");

  @TempDir Path data;

  private static Evidence alert(int second) {
    Instant at = START.plusSeconds(second);
    String entity = "c/shop/Deployment/cart";
    Alert alert =
        Alert.newBuilder()
            .setFingerprint("f" + second % 4)
            .setStatus(AlertStatus.FIRING)
            .setName("HighErrorRate")
            .setSeverity("critical")
            .setEntity(entity)
            .setLabels(Map.of())
            .setAnnotations(Map.of())
            .setStartsAt(START)
            .setSource("test")
            .setReceivedAt(at)
            .build();
    return new Evidence("c", entity, at, alert);
  }

  /** Records evidence, and as incidents what the fold makes of it, changed as a test wants. */
  private void record(UnaryOperator<Incident> changed) {
    List<Evidence> evidence = IntStream.range(1, 40).mapToObj(ReplayCommandTest::alert).toList();
    try (EmbeddedLog log = EmbeddedLog.start(EmbeddedSettings.local(data))) {
      KafkaClients clients =
          new KafkaClients(
              Settings.of(log.settings()).read(KafkaSettings.SECTION), new SimpleMeterRegistry());
      new TopicAdmin(clients).createMissing();
      Replay replay = new Replay(FoldRules.DEFAULT);
      try (EventProducer producer = clients.producer("test")) {
        for (Evidence one : evidence) {
          producer.send(Topics.EVIDENCE, one.getCluster(), one, one.getTime()).join();
          for (Incident incident : replay.take(one)) {
            Incident told = changed.apply(incident);
            producer.send(Topics.INCIDENTS, told.getId(), told, told.getUpdatedAt()).join();
          }
        }
      }
    }
  }

  private CliRun replay(String... more) {
    List<String> args =
        new ArrayList<>(
            List.of("replay", "--data", data.toString(), "-D", "embedded.kafka-port=0"));
    args.addAll(List.of(more));
    return CliRun.of(args.toArray(String[]::new));
  }

  @Test
  void theRecordedIncidentsComeOutAgain() throws IOException {
    record(incident -> incident);
    Path lines = data.resolve("updates.jsonl");

    CliRun ran = replay("--out", lines.toString());

    assertThat(ran.code()).as(ran.out() + ran.err()).isZero();
    assertThat(ran.out())
        .contains("39 pieces of evidence with 4 anomalies and alerts → 1 incident");
    assertThat(ran.out()).contains("1 of 1 recorded incidents are the same, byte for byte");
    assertThat(Files.readAllLines(lines)).isNotEmpty().allMatch(line -> line.startsWith("{\"id\""));
  }

  @Test
  void replayedTwiceTheBytesAreTheSame() throws IOException {
    record(incident -> incident);
    Path first = data.resolve("first.jsonl");
    Path second = data.resolve("second.jsonl");

    assertThat(replay("--out", first.toString()).code()).isZero();
    assertThat(replay("--out", second.toString()).code()).isZero();

    assertThat(Files.size(first)).isPositive();
    assertThat(Files.mismatch(first, second)).isEqualTo(-1);
  }

  @Test
  void aDifferenceIsToldAndFails() {
    record(incident -> Incident.newBuilder(incident).setTitle("something else").build());

    CliRun ran = replay();

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.out()).contains("something else").contains("other content");
  }

  @Test
  void whereNothingWasRecordedItSaysSo() {
    CliRun ran = replay();

    assertThat(ran.code()).isEqualTo(1);
    assertThat(ran.err()).contains("there is no recorded log in " + data);
  }
}
