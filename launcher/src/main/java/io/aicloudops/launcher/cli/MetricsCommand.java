package io.aicloudops.launcher.cli;

import io.aicloudops.runtime.metrics.OwnMeter;
import io.aicloudops.runtime.metrics.OwnSensor;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code aiops metrics}: what each process tells Prometheus about itself. */
@Command(
    name = "metrics",
    description = "List the metrics of our own that GET /metrics shows.",
    mixinStandardHelpOptions = true)
final class MetricsCommand implements Callable<Integer> {

  @Option(names = "--markdown", description = "As the documentation page.")
  private boolean markdown;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (markdown) {
      out.print(Reference.metrics());
    } else if (json) {
      out.println(Printing.json(listed()));
    } else {
      for (Listed metric : listed()) {
        out.printf("%-48s %-8s %s%n", metric.name(), metric.type(), metric.what());
      }
    }
    out.flush();
    return 0;
  }

  private static List<Listed> listed() {
    List<Listed> all = new ArrayList<>();
    for (OwnMeter meter : OwnMeter.values()) {
      all.add(
          new Listed(
              meter.exposedAs(), Reference.typeOf(meter), meter.labels(), meter.description()));
    }
    for (OwnSensor sensor : OwnSensor.values()) {
      all.add(new Listed(sensor.exposedAs(), "counter", sensor.labels(), sensor.description()));
    }
    return all;
  }

  record Listed(String name, String type, List<String> labels, String what) {}
}
