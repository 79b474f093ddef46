package io.aicloudops.forecast.backtest;

import io.aicloudops.forecast.model.ForecastResult;
import io.aicloudops.forecast.model.Forecaster;
import io.aicloudops.forecast.model.QuantileForecast;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Forecasts every series of a file. In: one series a line, {@code id,v1,v2,…}. Out: {@code
 * point.csv}, {@code lower.csv} and {@code upper.csv}, each {@code id,f1,…,fh}.
 */
public final class BacktestForecast {

  /**
   * What was done.
   *
   * @param series forecast
   * @param skipped too short to forecast
   * @param meanMillis CPU time a series, without reading and writing
   */
  public record Summary(int series, int skipped, double meanMillis) {}

  private BacktestForecast() {}

  /**
   * Runs it.
   *
   * @param train the series, plain or gzipped
   * @param horizon steps ahead
   * @param step distance of the values; tells which calendar seasons there may be
   * @param level of the interval between lower and upper, in (0,1)
   * @param out a directory; made if it is missing
   * @throws IOException if a file cannot be read or written
   * @throws IllegalArgumentException if an argument or a number is wrong; the message says which
   */
  public static Summary run(
      Path train, int horizon, Duration step, double level, Path out, Progress progress)
      throws IOException {
    return run(train, horizon, step, level, out, progress, ReportFile.NONE);
  }

  /** The same with a page of tables and charts. */
  public static Summary run(
      Path train,
      int horizon,
      Duration step,
      double level,
      Path out,
      Progress progress,
      ReportFile report)
      throws IOException {
    if (!(level > 0 && level < 1)) {
      throw new IllegalArgumentException("level must be in (0,1), but is " + level);
    }
    List<String> lines = TextFiles.lines(train);
    double[] levels = {(1 - level) / 2, (1 + level) / 2};
    Files.createDirectories(out);
    ForecastReport shown = new ForecastReport(lines.size());
    int done = 0;
    int skipped = 0;
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    try (BufferedWriter point = Files.newBufferedWriter(out.resolve("point.csv"));
        BufferedWriter lower = Files.newBufferedWriter(out.resolve("lower.csv"));
        BufferedWriter upper = Files.newBufferedWriter(out.resolve("upper.csv"))) {
      for (int i = 0; i < lines.size(); i++) {
        String[] cells = lines.get(i).split(",", -1);
        double[] history = history(cells, train, i + 1);
        if (history.length == 0) {
          continue;
        }
        long start = clock.getCurrentThreadCpuTime();
        ForecastResult result = Forecaster.forecast(history, horizon, levels, step);
        nanos += clock.getCurrentThreadCpuTime() - start;
        if (result instanceof ForecastResult.Ready ready) {
          QuantileForecast forecast = ready.forecast();
          write(point, cells[0], forecast.point());
          write(lower, cells[0], forecast.level(0));
          write(upper, cells[0], forecast.level(1));
          if (report.wanted()) {
            shown.add(cells[0], history, forecast);
          }
          done++;
        } else {
          skipped++;
        }
        progress.at(i + 1, lines.size());
      }
    }
    Summary summary = new Summary(done, skipped, nanos / 1e6 / Math.max(1, done + skipped));
    report.write(() -> shown.page(train, summary, level));
    return summary;
  }

  /** The values of a line; blanks at the end are none, blanks between are missing. */
  private static double[] history(String[] cells, Path file, int line) {
    int end = cells.length;
    while (end > 1 && cells[end - 1].isBlank()) {
      end--;
    }
    double[] values = new double[Math.max(0, end - 1)];
    for (int i = 1; i < end; i++) {
      values[i - 1] = TextFiles.number(cells[i], file, line);
    }
    return values;
  }

  private static void write(BufferedWriter out, String id, double[] values) throws IOException {
    out.write(id);
    for (double v : values) {
      out.write(',');
      out.write(Double.toString(v));
    }
    out.newLine();
  }
}
