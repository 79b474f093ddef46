package io.aicloudops.launcher.cli;

import io.aicloudops.assistant.json.EventJson;
import io.aicloudops.launcher.demo.Demo;
import io.aicloudops.launcher.process.EmbeddedLog;
import io.aicloudops.launcher.process.EmbeddedSettings;
import io.aicloudops.rca.RcaSettings;
import io.aicloudops.rca.replay.Replay;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.kafka.KafkaSettings;
import io.aicloudops.runtime.kafka.TopicReader;
import io.aicloudops.runtime.settings.Environment;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aiops replay}: recorded evidence through the production fold once more. */
@Command(
    name = "replay",
    description = {
      "Fold the recorded evidence into incidents once more, and compare them with what was recorded.",
      "Reads the log of a stopped 'aiops up' (--data), of the last demo (--demo) or of a Kafka cluster (--kafka). Nothing is written to it."
    },
    footer = {"", "Exit codes: 0 the same, 1 a difference."},
    mixinStandardHelpOptions = true)
final class ReplayCommand implements Callable<Integer> {

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final long TELL_EVERY = 20_000;

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--demo",
      description = "Take data/demo, unless --data names another directory, and the demo's times.")
  private boolean demo;

  @Option(names = "--kafka", description = "Read from kafka.bootstrap.servers.")
  private boolean kafka;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where each update of an incident goes, as a line of JSON.")
  private @Nullable Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Map<String, Object> builtIn = new HashMap<>();
    if (demo) {
      builtIn.putAll(Demo.incidentTimes());
      builtIn.put("embedded.data", Environment.home().resolve("data/demo").toString());
    }
    Settings settings = options.load(builtIn);
    if (kafka) {
      return replay(settings);
    }
    EmbeddedSettings embedded = ConfigOptions.embedded(settings);
    if (!Files.isDirectory(embedded.data().resolve("kafka"))) {
      throw new IllegalStateException(
          "there is no recorded log in "
              + embedded.data()
              + "; --data, --demo or --kafka names another");
    }
    // Other ports than a running service's.
    EmbeddedSettings own = new EmbeddedSettings(embedded.data(), embedded.kafkaPort(), 0);
    try (EmbeddedLog log = EmbeddedLog.start(own)) {
      return replay(settings.withDefaults(log.settings()));
    }
  }

  private int replay(Settings settings) throws IOException {
    KafkaClients clients =
        new KafkaClients(settings.read(KafkaSettings.SECTION), new SimpleMeterRegistry());
    Replay replay = new Replay(settings.read(RcaSettings.SECTION).rules());
    // By incident and revision, as the recorded log may end before the evidence does.
    Map<String, Incident> told = new HashMap<>();
    try (PrintWriter lines = lines()) {
      read(
          clients,
          Topics.EVIDENCE,
          record -> {
            for (Incident incident : replay.take(record.value())) {
              told.put(revision(incident), incident);
              lines.println(EventJson.of(incident));
            }
            progress(replay.summary());
          });
    }
    Map<String, Incident> recorded = new TreeMap<>();
    read(clients, Topics.INCIDENTS, record -> recorded.put(record.key(), record.value()));
    return report(replay.summary(), told, recorded);
  }

  private static String revision(Incident incident) {
    return incident.getId() + "/" + incident.getRevision();
  }

  private <V extends SpecificRecord> void read(
      KafkaClients clients,
      Topic<V> topic,
      java.util.function.Consumer<ConsumerRecord<String, V>> into) {
    try (Consumer<String, V> consumer = clients.consumer("replay", topic)) {
      boolean whole =
          TopicReader.read(
              consumer,
              topic.name(),
              PATIENCE,
              record -> {
                if (record.value() != null) {
                  into.accept(record);
                }
              });
      if (!whole) {
        throw new IllegalStateException(
            topic.name() + " could not be read to its end: the broker does not answer");
      }
    }
  }

  private PrintWriter lines() throws IOException {
    return out == null
        ? new PrintWriter(PrintWriter.nullWriter())
        : new PrintWriter(Files.newBufferedWriter(out, StandardCharsets.UTF_8));
  }

  private void progress(Replay.Summary summary) {
    if (summary.evidence() % TELL_EVERY == 0) {
      PrintWriter err = spec.commandLine().getErr();
      err.printf("%d pieces of evidence, %d incidents%n", summary.evidence(), summary.incidents());
      err.flush();
    }
  }

  private int report(
      Replay.Summary summary, Map<String, Incident> told, Map<String, Incident> recorded) {
    PrintWriter print = spec.commandLine().getOut();
    print.printf(
        "%d pieces of evidence with %d anomalies and alerts → %d incidents in %d updates (%.1f %% less to look at)%n",
        summary.evidence(),
        summary.signals(),
        summary.incidents(),
        summary.updates(),
        100 * summary.reduction());
    long same = 0;
    for (Incident incident : recorded.values()) {
      Optional<Incident> again = Optional.ofNullable(told.get(revision(incident)));
      if (again.isPresent() && bytes(again.get()).equals(bytes(incident))) {
        same++;
      } else {
        print.printf(
            "differs: %s %s (revision %d): %s%n",
            incident.getId(),
            incident.getTitle(),
            incident.getRevision(),
            again.isPresent() ? "other content" : "the replay has none");
      }
    }
    print.printf(
        "%d of %d recorded incidents are the same, byte for byte%n", same, recorded.size());
    print.flush();
    return same == recorded.size() ? 0 : 1;
  }

  private static ByteBuffer bytes(Incident incident) {
    try {
      return Incident.getEncoder().encode(incident);
    } catch (IOException e) {
      throw new UncheckedIOException("an incident cannot be written", e);
    }
  }
}
