package io.aicloudops.launcher.cli;

import io.aicloudops.assistant.json.EventJson;
import io.aicloudops.rca.RcaSettings;
import io.aicloudops.rca.replay.Replay;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
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

  private static final long TELL_EVERY = 20_000;

  @Mixin private final RecordedLog log = new RecordedLog();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where each update of an incident goes, as a line of JSON.")
  private @Nullable Path out;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    return log.open(this::replay);
  }

  private int replay(Settings settings, KafkaClients clients) throws IOException {
    Replay replay = new Replay(settings.read(RcaSettings.SECTION).rules());
    // By incident and revision, as the recorded log may end before the evidence does.
    Map<String, Incident> told = new HashMap<>();
    try (PrintWriter lines = lines()) {
      RecordedLog.read(
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
    RecordedLog.read(clients, Topics.INCIDENTS, record -> keep(record, recorded));
    return report(replay.summary(), told, recorded);
  }

  private static String revision(Incident incident) {
    return incident.getId() + "/" + incident.getRevision();
  }

  /** The topic is compacted: an incident without a value is forgotten. */
  private static void keep(
      ConsumerRecord<String, Incident> record, Map<String, Incident> recorded) {
    if (record.value() == null) {
      recorded.remove(record.key());
    } else {
      recorded.put(record.key(), record.value());
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
