package io.aicloudops.launcher.cli;

import io.aicloudops.launcher.process.Checkup;
import io.aicloudops.runtime.settings.Settings;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aiops doctor}: is everything there that the configuration speaks of? */
@Command(
    name = "doctor",
    description = {
      "Check a configuration: the file itself, ports, Kafka and the schema registry, the Kubernetes API,",
      "and where configured the database of CDC, Prometheus, the language model and Chroma."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    Settings settings = options.load(Map.of());
    PrintWriter out = spec.commandLine().getOut();
    List<Checkup.Finding> findings = new ArrayList<>();
    findings.add(new Checkup.Finding(Checkup.Grade.OK, "configuration", ""));
    findings.addAll(new Checkup(settings, ConfigOptions.embedded(settings)).run());
    if (json) {
      out.println(Printing.json(findings));
    } else {
      print(findings, out);
    }
    out.flush();
    return findings.stream().anyMatch(f -> f.grade() == Checkup.Grade.BAD) ? 1 : 0;
  }

  private static void print(List<Checkup.Finding> findings, PrintWriter out) {
    for (Checkup.Finding finding : findings) {
      out.printf(
          "%-5s %s%s%n",
          finding.grade().text(),
          finding.what(),
          finding.advice().isEmpty() ? "" : ": " + finding.advice());
    }
  }
}
