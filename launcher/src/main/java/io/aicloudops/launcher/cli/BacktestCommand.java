package io.aicloudops.launcher.cli;

import io.aicloudops.forecast.backtest.BacktestCapacity;
import io.aicloudops.forecast.backtest.BacktestForecast;
import io.aicloudops.forecast.backtest.PlanScore;
import io.aicloudops.forecast.backtest.ReportFile;
import io.aicloudops.rca.backtest.detect.BacktestDetect;
import io.aicloudops.rca.backtest.rca.BacktestRca;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code aiops backtest}: the production code on files of your own. */
@Command(
    name = "backtest",
    description = {
      "Run the production detectors, forecasters and planners on files, one row at a time, never looking ahead."
    },
    synopsisSubcommandLabel = "detect|forecast|capacity|rca",
    mixinStandardHelpOptions = true)
final class BacktestCommand {

  @Spec private CommandSpec spec;

  @Command(
      name = "detect",
      description = "Score every row of *.csv and *.csv.gz with the columns timestamp and value.",
      mixinStandardHelpOptions = true)
  int detect(
      @Option(
              names = "--in",
              required = true,
              paramLabel = "DIR",
              description = "Where the files are.")
          Path in,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "DIR",
              description = "Where the results go.")
          Path out,
      @Option(
              names = "--threads",
              paramLabel = "N",
              defaultValue = "1",
              description = "Files at a time (default: ${DEFAULT-VALUE}).")
          int threads,
      @Option(
              names = "--report",
              paramLabel = "FILE.html",
              description = "Also write a page with the series that went worst and best.")
          @Nullable Path report)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    BacktestDetect.Summary summary =
        BacktestDetect.run(
            in,
            out,
            threads,
            (file, done, all, rows, alarms) -> {
              err.printf("%4d/%d  %8d rows  %6d alarms  %s%n", done, all, rows, alarms, file);
              err.flush();
            },
            report);
    say(
        "%d files, %d rows, %d alarms → %s",
        summary.files(), summary.rows(), summary.alarms(), out);
    return 0;
  }

  @Command(
      name = "forecast",
      description = "Forecast every series of a file with lines id,v1,v2,…",
      mixinStandardHelpOptions = true)
  int forecast(
      @Option(names = "--train", required = true, paramLabel = "FILE", description = "The series.")
          Path train,
      @Option(names = "--horizon", required = true, paramLabel = "N", description = "Steps ahead.")
          int horizon,
      @Option(
              names = "--step",
              paramLabel = "TIME",
              defaultValue = "1h",
              description = "Distance of the values, e.g. 5m, 1h (default: ${DEFAULT-VALUE}).")
          String step,
      @Option(
              names = "--level",
              paramLabel = "P",
              defaultValue = "0.95",
              description = "Of the interval (default: ${DEFAULT-VALUE}).")
          double level,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "DIR",
              description = "Where point.csv, lower.csv and upper.csv go.")
          Path out,
      @Option(
              names = "--report",
              paramLabel = "FILE.html",
              description = "Also write a page of tables and charts.")
          @Nullable Path report)
      throws IOException {
    BacktestForecast.Summary summary =
        checked(
            () ->
                BacktestForecast.run(
                    train, horizon, duration(step), level, out, this::progress, page(report)));
    say(
        "%d series, %d too short, %.2f ms a series → %s",
        summary.series(), summary.skipped(), summary.meanMillis(), out);
    return 0;
  }

  @Command(
      name = "capacity",
      description = "Plan instances over a trace timestamp,requests per minute.",
      mixinStandardHelpOptions = true)
  int capacity(
      @Option(names = "--trace", required = true, paramLabel = "FILE", description = "The trace.")
          Path trace,
      @Option(
              names = "--capacity",
              required = true,
              paramLabel = "C",
              description = "Requests a minute one instance serves at its limit.")
          double capacity,
      @Option(
              names = "--lag",
              required = true,
              paramLabel = "MINUTES",
              description = "Until an instance that is asked for serves.")
          int lag,
      @Option(
              names = "--target",
              paramLabel = "P",
              defaultValue = "0",
              description =
                  "Share of minutes that may be short, e.g. 0.001; 0: no worse than an autoscaler"
                      + " (default: ${DEFAULT-VALUE}).")
          double target,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "FILE",
              description = "Where the plan goes.")
          Path out,
      @Option(
              names = "--report",
              paramLabel = "FILE.html",
              description = "Also write a page of tables and charts.")
          @Nullable Path report)
      throws IOException {
    BacktestCapacity.Summary summary =
        checked(
            () ->
                BacktestCapacity.run(
                    trace, capacity, lag, target, out, this::progress, page(report)));
    say(
        "%d minutes (%d repeated), %.1f µs a minute → %s",
        summary.minutes(), summary.repeated(), summary.meanMicros(), out);
    say("%s", PlanScore.HEADER);
    summary.scores().forEach(score -> say("%s", score.line()));
    return 0;
  }

  private static ReportFile page(@Nullable Path file) {
    return file == null ? ReportFile.NONE : ReportFile.at(file);
  }

  @Command(
      name = "rca",
      description = "Name the causes of recorded incidents, folders with input.json and signals.",
      mixinStandardHelpOptions = true)
  int rca(
      @Option(
              names = "--in",
              required = true,
              paramLabel = "DIR",
              description = "Where the cases are.")
          Path in,
      @Option(
              names = "--out",
              required = true,
              paramLabel = "FILE",
              description = "Where the answers go, one line of JSON a case.")
          Path out)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    BacktestRca.Summary summary =
        BacktestRca.run(
            in,
            out,
            (id, done, millis) -> {
              err.printf("%5d  %8.1f ms  %s%n", done, millis, id);
              err.flush();
            });
    say("%d cases, %.1f ms a case → %s", summary.cases(), summary.meanMillis(), out);
    return 0;
  }

  private interface Run<T> {
    T get() throws IOException;
  }

  private <T> T checked(Run<T> run) throws IOException {
    try {
      return run.get();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
    }
  }

  private Duration duration(String text) {
    if (!text.matches("\\d{1,6}[smhd]")) {
      throw new ParameterException(
          spec.commandLine(), "--step is a number with s, m, h or d, e.g. 5m, but is " + text);
    }
    long number = Long.parseLong(text.substring(0, text.length() - 1));
    return switch (text.charAt(text.length() - 1)) {
      case 's' -> Duration.ofSeconds(number);
      case 'm' -> Duration.ofMinutes(number);
      case 'h' -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }

  private void progress(long done, long total) {
    long step = Math.max(1, total / 20);
    if (done % step == 0 || done == total) {
      spec.commandLine()
          .getErr()
          .printf("%3d %%  %d of %d%n", 100 * done / Math.max(1, total), done, total);
      spec.commandLine().getErr().flush();
    }
  }

  private void say(String format, Object... values) {
    spec.commandLine().getOut().printf(format + "%n", values);
    spec.commandLine().getOut().flush();
  }
}
