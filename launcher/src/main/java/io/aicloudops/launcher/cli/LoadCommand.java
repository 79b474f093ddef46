package io.aicloudops.launcher.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.launcher.load.LoadPlan;
import io.aicloudops.launcher.load.LoadReport;
import io.aicloudops.launcher.load.LoadRun;
import io.aicloudops.launcher.load.LoadText;
import io.aicloudops.launcher.process.EmbeddedSettings;
import io.aicloudops.runtime.settings.Environment;
import io.aicloudops.runtime.settings.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code aiops load}: how much the detection pipeline takes, and what it costs. */
@Command(
    name = "load",
    description = {
      "Drive the production pipeline (producer, broker, detection with the configured guarantee,"
          + " anomalies) with made-up workloads, and print",
      "samples a second, times from produce to anomaly, state, processor time and restart time."
          + " Known anomalies are put in and waited for.",
      "Event time runs as fast as the load: a scrape of every workload is one interval, however"
          + " soon it comes."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Exit codes: 0 measured, nothing lost and the anomalies found; 1 it failed, or samples were"
          + " lost or anomalies missed; 2 wrong usage.",
      "Examples:",
      "  aiops load --entities 100 --signals 100",
      "  aiops load --entities 1000 --signals 50 --rate 100000 --seconds 60 --json",
      "  aiops load --entities 20 --signals 50 --scale"
    })
final class LoadCommand implements Callable<Integer> {

  private static final List<Integer> FACTORS = List.of(1, 3, 10);

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--entities",
      paramLabel = "N",
      defaultValue = "100",
      description = "Workloads (default: ${DEFAULT-VALUE}).")
  private int entities;

  @Option(
      names = "--signals",
      paramLabel = "M",
      defaultValue = "100",
      description = "Signals of each workload, one series each (default: ${DEFAULT-VALUE}).")
  private int signals;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "15s",
      description =
          "Event time between two scrapes of a workload, e.g. 1s, 15s, 5m (default:"
              + " ${DEFAULT-VALUE}).")
  private String interval = "15s";

  @Option(
      names = "--seconds",
      paramLabel = "S",
      defaultValue = "30",
      description = "How long each measurement takes (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "SCRAPES",
      defaultValue = "200",
      description =
          "Scrapes of each workload before anything is measured (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--warm-up-seconds",
      paramLabel = "S",
      defaultValue = "30",
      description =
          "How long the warm-up takes at the least (default: ${DEFAULT-VALUE}). It goes on until the"
              + " compilers are quiet, as they are in a server, for 2 minutes more at most; 0 does"
              + " not wait for that.")
  private int warmUpSeconds;

  /** One of the two. */
  static final class Pace {
    @Option(names = "--rate", paramLabel = "SAMPLES", description = "Samples a second to produce.")
    private double rate;

    @Option(
        names = "--max",
        description = "As fast as it goes, then at half of that; this is the default.")
    private boolean max;
  }

  @ArgGroup private @Nullable Pace pace;

  @Option(
      names = "--bootstrap",
      paramLabel = "HOST:PORT",
      description =
          "Use these brokers instead of an embedded one; there must be no installation on them."
              + " Topics are created and deleted.")
  private @Nullable String bootstrap;

  @Option(
      names = "--scale",
      description = "Measure at 1, 3 and 10 times the workloads, after a run that only warms up.")
  private boolean scale;

  @Option(names = "--json", description = "The report as one line of JSON a run.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    LoadPlan plan = plan();
    Map<String, Object> builtIn = new HashMap<>();
    builtIn.put("embedded.data", Environment.home().resolve("data/load").toString());
    builtIn.put("embedded.kafka-port", 0);
    builtIn.put("embedded.registry-port", 0);
    builtIn.put("rca.detect.max-signals", Math.max(160, signals));
    if (bootstrap != null) {
      builtIn.put("kafka.bootstrap.servers", bootstrap);
    }
    Settings settings = options.load(builtIn);
    Path data = ConfigOptions.embedded(settings).data().resolve("run");
    boolean sound = true;
    if (!scale) {
      LoadReport report = run(plan, settings, data);
      print(report);
      return report.sound() ? 0 : 1;
    }
    say("a first run only warms up");
    run(plan, settings, data);
    LoadReport first = null;
    for (int factor : FACTORS) {
      say(factor + " times the workloads");
      LoadReport report = run(plan.times(factor), settings, data);
      first = first == null ? report : first;
      sound &= report.sound();
      print(report);
      if (!json) {
        spec.commandLine().getOut().println(LoadText.growth(factor, first, report));
        spec.commandLine().getOut().flush();
      }
    }
    return sound ? 0 : 1;
  }

  private LoadReport run(LoadPlan plan, Settings settings, Path data) {
    LoadRun.delete(data);
    try {
      return new LoadRun(plan, settings, EmbeddedSettings.local(data), bootstrap == null, this::say)
          .run();
    } finally {
      LoadRun.delete(data);
    }
  }

  private LoadPlan plan() {
    try {
      return new LoadPlan(
          entities,
          signals,
          duration(interval),
          Duration.ofSeconds(seconds),
          pace == null || pace.max ? 0 : pace.rate,
          warmUp,
          Duration.ofSeconds(warmUpSeconds));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private static Duration duration(String text) {
    if (!text.matches("\\d{1,6}[smh]")) {
      throw new IllegalArgumentException(
          "--interval is a number with s, m or h, e.g. 15s, but is " + text);
    }
    return Duration.parse("PT" + text);
  }

  private void print(LoadReport report) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      out.println(json ? new ObjectMapper().writeValueAsString(report) : LoadText.of(report));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the report cannot be written as JSON", e);
    }
    out.flush();
  }

  /** Progress goes to standard error, so that standard output stays machine-readable. */
  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }
}
