package io.aicloudops.launcher.cli;

import io.aicloudops.launcher.process.ClientFile;
import io.aicloudops.launcher.process.EmbeddedSettings;
import io.aicloudops.launcher.process.Installation;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.launcher.process.Shutdown;
import io.aicloudops.runtime.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code aiops run SERVICE…}: chosen services on a Kafka cluster that exists. */
@Command(
    name = "run",
    description = {
      "Run chosen services on an existing Kafka cluster (kafka.bootstrap.servers, kafka.schema.registry.url)."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "SERVICE",
      description = "connect, rca, forecast, remediator, assistant, or all.")
  private List<String> names = List.of();

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Set<Services> chosen = chosen();
    Settings settings = options.load(Map.of());
    EmbeddedSettings embedded = ConfigOptions.embedded(settings);
    try (Shutdown shutdown = new Shutdown()) {
      Files.createDirectories(embedded.data());
      Installation installation =
          shutdown.closeLast(
              new Installation(settings, chosen, embedded.data(), Clock.systemUTC()));
      installation.start();
      new ClientFile(embedded.data(), installation.http().url()).write();
      spec.commandLine().getOut().println("Answers on " + installation.http().url());
      spec.commandLine().getOut().flush();
      shutdown.awaitSignal();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make the data directory " + embedded.data(), e);
    }
    return 0;
  }

  private Set<Services> chosen() {
    Set<Services> chosen = EnumSet.noneOf(Services.class);
    for (String name : names) {
      if (name.equals("all")) {
        return EnumSet.allOf(Services.class);
      }
      chosen.add(
          Arrays.stream(Services.values())
              .filter(s -> s.id().equals(name))
              .findFirst()
              .orElseThrow(
                  () ->
                      new ParameterException(
                          spec.commandLine(), name + " is no service; there are " + all())));
    }
    return chosen;
  }

  private static String all() {
    return Arrays.stream(Services.values()).map(Services::id).collect(Collectors.joining(", "))
        + ", all";
  }
}
