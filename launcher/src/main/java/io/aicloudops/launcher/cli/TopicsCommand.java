package io.aicloudops.launcher.cli;

import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.kafka.KafkaSettings;
import io.aicloudops.runtime.kafka.TopicAdmin;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
    if (create) {
      List<String> created = admin.createMissing();
      created.forEach(name -> out.println("created " + name));
    }
    Map<String, Integer> existing = admin.existing();
    boolean complete = true;
    for (Topic<?> topic : Topics.all()) {
      Integer partitions = existing.get(topic.name());
      complete &= partitions != null;
      out.printf(
          "%-30s %s%n", topic.name(), partitions == null ? "missing" : partitions + " partitions");
    }
    out.flush();
    return complete ? 0 : 1;
  }
}
