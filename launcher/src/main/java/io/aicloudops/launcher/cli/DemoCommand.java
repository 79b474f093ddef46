package io.aicloudops.launcher.cli;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.launcher.demo.Demo;
import io.aicloudops.launcher.demo.DemoScript;
import io.aicloudops.launcher.demo.Observed;
import io.aicloudops.launcher.demo.ProcessFigures;
import io.aicloudops.launcher.process.EmbeddedLog;
import io.aicloudops.launcher.process.EmbeddedSettings;
import io.aicloudops.launcher.process.Shutdown;
import io.aicloudops.runtime.http.Principal;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.settings.Environment;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.runtime.settings.SettingsException;
import io.aicloudops.simulator.faults.FaultType;
import io.aicloudops.simulator.faults.ScheduledFault;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code aiops demo}: everything in one JVM. */
@Command(
    name = "demo",
    description = {
      "Run a small shop on a simulated cluster with all services that watch and mend it.",
      "Its data lies in data/demo and is begun anew at each start, unless --keep or --data is given."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  @Mixin private final ConfigOptions options = new ConfigOptions();

  @Option(
      names = "--script",
      description =
          "Inject each fault in turn, approve what is proposed, print what was seen, and end.")
  private boolean script;

  @Option(
      names = "--json",
      description = "With --script: one JSON line a fault on standard output.")
  private boolean json;

  @Option(
      names = "--only",
      paramLabel = "FAULT",
      split = ",",
      description = "With --script: only these faults.")
  private @Nullable List<String> only;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      defaultValue = "50",
      description = "With --script: time for the baseline (default: ${DEFAULT-VALUE}).")
  private int warmUp = 50;

  @Option(
      names = "--schedule",
      paramLabel = "FAULT[:SERVICE]@TIME",
      split = ",",
      converter = AtTime.class,
      description = {
        "Inject faults by themselves, each so long (s, m, h) after everything is up, for example",
        "bad-rollout@2m,traffic-surge@10m,cpu-burn:cart@15m. Not with --script."
      })
  private List<ScheduledFault> schedule = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "For everything random in the shop (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--keep", description = "Go on with the data of the last demo.")
  private boolean keep;

  @Option(names = "--auto", description = "Let what the catalogue allows run without approval.")
  private boolean auto;

  @Spec private CommandSpec spec;

  /** Reads an entry of the schedule; what it says of a bad one is for the user. */
  static final class AtTime implements ITypeConverter<ScheduledFault> {
    @Override
    public ScheduledFault convert(String text) {
      try {
        return ScheduledFault.parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }

  @Override
  public Integer call() {
    if (script && !schedule.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(), "--script injects each fault in turn; leave out --schedule");
    }
    List<FaultType> faults = faults();
    Path own = Environment.home().resolve("data/demo");
    Settings configured = options.load(Map.of("embedded.data", own.toString()));
    EmbeddedSettings embedded = ConfigOptions.embedded(configured);
    if (EmbeddedLog.inUse(embedded)) {
      throw new SettingsException(
          List.of(
              "embedded.data: another process works in "
                  + embedded.data()
                  + "; end it, or give this one a directory of its own with --data"));
    }
    if (!keep && !options.dataGiven() && embedded.data().equals(own)) {
      deleteAll(own);
    }
    say("starting the shop, the broker and the services …");
    try (Shutdown shutdown = new Shutdown()) {
      Demo demo = shutdown.closeLast(Demo.start(configured, embedded, seed, auto || script));
      say(
          String.format(
              "up after %.1f s, %d MB resident",
              ProcessFigures.uptimeSeconds(), ProcessFigures.residentMegabytes()));
      if (script) {
        return runScript(demo, faults, shutdown);
      }
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          "Dashboard        "
              + demo.http().loginLink(new Principal("demo", Role.ADMIN))
              + "  (once, within an hour)");
      out.println("Kafka            " + demo.log().bootstrapServers());
      out.println("Schema registry  " + demo.log().registryUrl());
      out.println(
          "Break something on the dashboard, then look at 'aiops incidents'. Ctrl-C ends the demo.");
      out.flush();
      demo.world().faults().schedule(schedule);
      shutdown.awaitSignal();
    }
    return 0;
  }

  /** Those of the script. */
  private List<FaultType> faults() {
    if (only == null) {
      return List.of(FaultType.values());
    }
    List<FaultType> chosen = new ArrayList<>();
    for (String id : only) {
      chosen.add(FaultType.of(id).orElseThrow(() -> unknown(id)));
    }
    return chosen;
  }

  private ParameterException unknown(String id) {
    String known = Stream.of(FaultType.values()).map(FaultType::id).collect(joining(", "));
    return new ParameterException(
        spec.commandLine(), "--only: there is no fault " + id + "; there are " + known);
  }

  private int runScript(Demo demo, List<FaultType> faults, Shutdown shutdown) {
    String token = demo.http().tokens().issue("demo-script", Role.OPERATOR, Duration.ofHours(1));
    DemoScript steps = new DemoScript(demo, new ApiClient(demo.http().url(), token), this::say);
    steps.baseline(Duration.ofSeconds(warmUp));
    List<Observed> all = new ArrayList<>();
    for (FaultType type : faults) {
      if (!shutdown.asked()) {
        Observed observed = steps.run(demo.world().faults().get(type));
        all.add(observed);
        print(observed);
      }
    }
    long passed = all.stream().filter(Observed::passed).count();
    say(
        String.format(
            "%d of %d as they should be; %.0f s, peak %d MB resident",
            passed,
            all.size(),
            ProcessFigures.uptimeSeconds(),
            ProcessFigures.peakResidentMegabytes()));
    return passed == all.size() ? 0 : 1;
  }

  private void print(Observed observed) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      try {
        out.println(new ObjectMapper().writeValueAsString(observed));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("an observation cannot be written as JSON", e);
      }
    } else {
      out.printf(
          "%-16s %-5s incident %s s, named %s s, %s at %s s, verified %s s, well again %s s%s%n",
          observed.fault(),
          observed.passed() ? "ok" : "NOT",
          observed.incident(),
          observed.named(),
          observed.remediation(),
          observed.remediated(),
          observed.verified(),
          observed.mended(),
          observed.why().isEmpty() ? "" : ": " + observed.why());
    }
    out.flush();
  }

  /** Progress goes to standard error, so that standard output stays machine-readable. */
  private void say(String line) {
    spec.commandLine().getErr().println(line);
    spec.commandLine().getErr().flush();
  }

  private static void deleteAll(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot begin anew in " + directory, e);
    }
  }
}
