package io.aicloudops.launcher.cli;

import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.kafka.KafkaSettings;
import io.aicloudops.runtime.kafka.TopicAdmin;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aiops topics}: list the topics, and create those that are missing. */
@Command(
    name = "topics",
    description = "List the topics; create those that are missing with --create.",
    mixinStandardHelpOptions = true)
final class TopicsCommand implements Callable<Integer> {

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(names = "--create", description = "Create what is missing.")
  private boolean create;

  @Option(names = "--markdown", description = "Print the documentation table and ask no broker.")
  private boolean markdown;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (markdown) {
      out.print(Reference.topics());
      out.flush();
      return 0;
    }
    Settings settings = options.load(Map.of());
    TopicAdmin admin =
        new TopicAdmin(
            new KafkaClients(settings.read(KafkaSettings.SECTION), new SimpleMeterRegistry()));
    List<String> created = create ? admin.createMissing() : List.of();
    Map<String, Integer> existing = admin.existing();
    List<Found> found = new ArrayList<>();
    for (Topic<?> topic : Topics.all()) {
      boolean now = created.contains(topic.name());
      found.add(new Found(topic.name(), existing.get(topic.name()), now));
    }
    if (json) {
      out.println(Printing.json(found));
    } else {
      print(found, out);
    }
    out.flush();
    return found.stream().allMatch(topic -> topic.partitions() != null) ? 0 : 1;
  }

  private static void print(List<Found> found, PrintWriter out) {
    for (Found topic : found) {
      String how = topic.partitions() == null ? "missing" : topic.partitions() + " partitions";
      out.printf("%-30s %s%s%n", topic.name(), how, topic.created() ? ", created" : "");
    }
  }

  /**
   * A topic as it is.
   *
   * @param partitions null if the broker has no such topic
   * @param created true if this run made it
   */
  record Found(String name, @Nullable Integer partitions, boolean created) {}
}
