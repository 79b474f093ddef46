package io.aicloudops.launcher.cli;

import io.aicloudops.launcher.process.Services;
import io.aicloudops.runtime.settings.SettingsReference;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aiops config}: every key with its default and meaning. */
@Command(
    name = "config",
    description = "List every configuration key with its default and meaning.",
    mixinStandardHelpOptions = true)
final class ConfigCommand implements Callable<Integer> {

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(names = "--markdown", description = "As the documentation page.")
  private boolean markdown;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (markdown) {
      out.print(Reference.configuration());
    } else {
      options.load(Map.of());
      List<SettingsReference.Key> keys =
          Services.sections().stream()
              .flatMap(section -> SettingsReference.keysOf(section).stream())
              .toList();
      if (json) {
        out.println(Printing.json(keys));
      } else {
        keys.forEach(
            key -> out.printf("%-45s %-25s %s%n", key.path(), key.byDefault(), key.meaning()));
      }
    }
    out.flush();
    return 0;
  }
}
