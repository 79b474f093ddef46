package io.aicloudops.launcher.cli;

import io.aicloudops.remediator.audit.AuditCheck;
import io.aicloudops.remediator.audit.Link;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
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
          + " against a head that was noted before: --expect CLUSTER=HASH.",
      "Reads the log of a stopped 'aiops up' (--data), of the last demo (--demo) or of a Kafka cluster (--kafka)."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Exit codes: 0 whole, 1 broken, 2 wrong usage, 3 the log cannot be read."})
final class AuditVerifyCommand implements Callable<Integer> {

  @Mixin private final RecordedLog log = new RecordedLog();

  @Option(
      names = "--expect",
      paramLabel = "CLUSTER=HASH",
      description = "A hash that the cluster's chain has to contain; may be repeated.")
  private Map<String, String> expected = new LinkedHashMap<>();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    try {
      return log.open((settings, clients) -> verify(clients));
    } catch (KafkaException e) {
      spec.commandLine().getErr().println("the audit cannot be read: " + e.getMessage());
      return Aiops.UNREACHABLE;
    }
  }

  private int verify(KafkaClients clients) {
    AuditCheck check = new AuditCheck();
    RecordedLog.read(
        clients,
        Topics.REMEDIATION_AUDIT,
        record -> check.add(record.partition(), record.offset(), record.value()));
    return tell(spec.commandLine().getOut(), check.result(), expected);
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
