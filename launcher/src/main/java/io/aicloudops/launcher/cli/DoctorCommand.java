package io.aicloudops.launcher.cli;

import io.aicloudops.launcher.process.Checkup;
import io.aicloudops.runtime.settings.Settings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code aiops doctor}: is everything there that the configuration speaks of? */
@Command(
    name = "doctor",
    description =
        "Check a configuration: the file itself, ports, Kafka, the schema registry, the Kubernetes API.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  @Mixin private final ConfigOptions options = new ConfigOptions();
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Settings settings = options.load(Map.of());
    PrintWriter out = spec.commandLine().getOut();
    out.println("ok    configuration");
    List<Checkup.Finding> findings = new Checkup(settings, ConfigOptions.embedded(settings)).run();
    for (Checkup.Finding finding : findings) {
      out.printf(
          "%-5s %s%s%n",
          finding.grade().text(),
          finding.what(),
          finding.advice().isEmpty() ? "" : ": " + finding.advice());
    }
    out.flush();
    return findings.stream().anyMatch(f -> f.grade() == Checkup.Grade.BAD) ? 1 : 0;
  }
}
