package io.aicloudops.launcher.cli;

import io.aicloudops.remediator.audit.AuditCheck;
import io.aicloudops.remediator.audit.Link;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.kafka.KafkaSettings;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aiops audit verify}: follows the chain of hashes over the audit of each cluster. */
@Command(
    name = "verify",
    description = {
      "Follow the chain of hashes over everything the remediator did.",
      "Notices records that were changed, dropped, moved or added. Records cut off at the end show only"
          + " against a head that was noted before: --expect CLUSTER=HASH."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit codes: 0 whole, 1 broken, 2 wrong usage, 3 the log cannot be read."})
final class AuditVerifyCommand implements Callable<Integer> {

  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--expect",
      paramLabel = "CLUSTER=HASH",
      description = "A hash that the cluster's chain has to contain; may be repeated.")
  private Map<String, String> expected = new LinkedHashMap<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Settings settings = options.load(Map.of());
    KafkaClients kafka =
        new KafkaClients(settings.read(KafkaSettings.SECTION), new SimpleMeterRegistry());
    AuditCheck check = new AuditCheck();
    try (Consumer<String, Remediation> consumer =
        kafka.consumer("audit-verify", Topics.REMEDIATION_AUDIT)) {
      read(consumer, check);
    } catch (KafkaException e) {
      spec.commandLine().getErr().println("the audit cannot be read: " + e.getMessage());
      return Aiops.UNREACHABLE;
    }
    return tell(out, check.result(), expected);
  }

  private static void read(Consumer<String, Remediation> consumer, AuditCheck check) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(Topics.REMEDIATION_AUDIT.name(), PATIENCE).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
    while (!ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue())) {
      consumer.poll(POLL).forEach(r -> check.add(r.partition(), r.offset(), r.value()));
    }
  }

  /** Prints what was found; the exit code. */
  static int tell(PrintWriter out, AuditCheck.Result result, Map<String, String> expected) {
    List<String> problems = new ArrayList<>(result.problems());
    expected.forEach(
        (cluster, hash) -> {
          if (!result.hashes().getOrDefault(cluster, Set.of()).contains(hash)) {
            problems.add(cluster + ": " + hash + " is not in its chain; what came with it is gone");
          }
        });
    problems.forEach(problem -> out.println("BROKEN  " + problem));
    result
        .heads()
        .forEach((cluster, head) -> out.println(headLine(cluster, head, result.beginnings())));
    out.printf(
        "%d records, %s%n",
        result.records(),
        problems.isEmpty() ? "the chain is whole" : problems.size() + " breaks of the chain");
    out.flush();
    return problems.isEmpty() ? 0 : 1;
  }

  private static String headLine(String cluster, Link head, Map<String, Long> beginnings) {
    return "%s  numbers %d to %d, head %s"
        .formatted(cluster, beginnings.getOrDefault(cluster, 0L), head.number(), head.hash());
  }
}
