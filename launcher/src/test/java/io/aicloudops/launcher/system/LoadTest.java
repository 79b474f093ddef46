package io.aicloudops.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.launcher.broker.EmbeddedBroker;
import io.aicloudops.launcher.cli.CliRun;
import io.aicloudops.launcher.load.LoadPlan;
import io.aicloudops.launcher.load.LoadReport;
import io.aicloudops.launcher.load.LoadRun;
import io.aicloudops.launcher.process.EmbeddedSettings;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The load on the real pipeline, small. */
class LoadTest {

  private static final int ENTITIES = 4;
  private static final int SIGNALS = 100;

  @TempDir Path data;

  @Test
  void losesNothingAndFindsWhatWasPutIn() {
    List<String> progress = new CopyOnWriteArrayList<>();
    LoadPlan plan =
        new LoadPlan(
            ENTITIES,
            SIGNALS,
            Duration.ofSeconds(15),
            Duration.ofSeconds(4),
            16_000,
            150,
            Duration.ZERO);

    LoadReport report =
        new LoadRun(plan, Settings.of(Map.of()), EmbeddedSettings.local(data), true, progress::add)
            .run();

    assertThat(report.unprocessed()).isZero();
    assertThat(report.refused()).isZero();
    assertThat(report.steps()).isGreaterThan(20);
    assertThat(report.sound()).isTrue();
    assertThat(report.phases())
        .singleElement()
        .satisfies(
            phase -> {
              assertThat(phase.latency().count()).isPositive();
              assertThat(phase.latency().p50()).isBetween(0.1, 30_000.0);
              assertThat(phase.cpu().all()).isPositive();
            });
    assertThat(report.state().diskPerSignal()).isPositive();
    assertThat(report.state().changelogPerSignal()).isPositive();
    assertThat(report.restart().kept()).isPositive();
    assertThat(progress).isNotEmpty();
    Map<String, Integer> batches = committedSignals();
    assertThat(batches).hasSize(ENTITIES);
    assertThat(batches.values().stream().mapToLong(count -> (long) count * SIGNALS).sum())
        .as("signals of %s, one of each sample", batches)
        .isEqualTo(report.samples());
  }

  /** Counts what a consumer of signals would have seen, whatever the run says of itself. */
  private Map<String, Integer> committedSignals() {
    Map<String, Integer> counts = new HashMap<>();
    EmbeddedBroker broker = new EmbeddedBroker(data.resolve("kafka"), 0);
    broker.start();
    Map<String, Object> kafka =
        Map.of(
            "bootstrap.servers",
            broker.bootstrapServers(),
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            false);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.SIGNALS.name()).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          counts.merge(new String(record.key(), StandardCharsets.UTF_8), 1, Integer::sum);
        }
      }
    } finally {
      broker.close();
    }
    return counts;
  }

  @Test
  void printsOneLineOfJson() throws Exception {
    CliRun ran =
        CliRun.of(
            "load",
            "--entities",
            "2",
            "--signals",
            "4",
            "--rate",
            "400",
            "--seconds",
            "2",
            "--warm-up",
            "150",
            "--warm-up-seconds",
            "0",
            "--json",
            "--data",
            data.toString());

    assertThat(ran.code()).as(ran.err()).isZero();
    JsonNode report = new ObjectMapper().readTree(ran.out());
    assertThat(report.path("signals").asInt()).isEqualTo(8);
    assertThat(report.path("phases").get(0).path("name").asText()).isEqualTo("rate");
    assertThat(ran.err()).contains("of the steps found").contains("restarted and caught up");
  }

  @Test
  void saysWhatIsWrongWithTheCommand() {
    assertThat(CliRun.of("load", "--entities", "0"))
        .satisfies(
            ran -> {
              assertThat(ran.code()).isEqualTo(2);
              assertThat(ran.err()).contains("--entities has to be 1 or more");
            });
    assertThat(CliRun.of("load", "--interval", "soon").err()).contains("--interval is a number");
    assertThat(CliRun.of("load", "--rate", "5", "--max").code()).isEqualTo(2);
    CliRun nobody = CliRun.of("load", "--bootstrap", "nobody.invalid:9092");
    assertThat(nobody.code()).isEqualTo(1);
    assertThat(nobody.err()).contains("nobody.invalid:9092");
  }
}
