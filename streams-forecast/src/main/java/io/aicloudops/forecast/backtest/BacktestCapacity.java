package io.aicloudops.forecast.backtest;

import io.aicloudops.forecast.capacity.CapacityPlanner;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Plans instances along a trace. In: {@code timestamp,requests} a minute, empty or negative =
 * unknown. Out: {@code timestamp,instances}: the count asked for at that minute from data up to and
 * including it.
 */
public final class BacktestCapacity {

  private static final int MINUTES_A_DAY = 1440;

  /** Days that are not scored, as every planner still learns; half of a shorter trace. */
  private static final int LEARNING_DAYS = 7;

  /**
   * What was done.
   *
   * @param minutes planned
   * @param repeated rows that repeat the time of the row before; they change nothing
   * @param meanMicros CPU time a minute, without reading and writing
   * @param scores of the plan, then of autoscalers on the same trace
   */
  public record Summary(int minutes, int repeated, double meanMicros, List<PlanScore> scores) {}

  /** A trace as read; all lists are of equal length. */
  @SuppressWarnings("ArrayRecordComponent") // Made once, read once.
  private record Trace(List<String> times, double[] load) {}

  private BacktestCapacity() {}

  /**
   * Runs it.
   *
   * @param trace plain or gzipped, with a header
   * @param capacity requests a minute that one instance serves at its limit, above 0
   * @param lagMinutes from asking for an instance until it serves, 1 to 300
   * @param target share of minutes that may be short of instances, in [0,1); 0 if none is declared
   * @param out the file to write
   * @throws IOException if a file cannot be read or written
   * @throws IllegalArgumentException if an argument or a number is wrong; the message says which
   */
  public static Summary run(
      Path trace, double capacity, int lagMinutes, double target, Path out, Progress progress)
      throws IOException {
    return run(trace, capacity, lagMinutes, target, out, progress, ReportFile.NONE);
  }

  /** The same with a page of tables and charts. */
  public static Summary run(
      Path trace,
      double capacity,
      int lagMinutes,
      double target,
      Path out,
      Progress progress,
      ReportFile report)
      throws IOException {
    if (!(capacity > 0) || Double.isInfinite(capacity)) {
      throw new IllegalArgumentException("capacity must be above 0, but is " + capacity);
    }
    if (!(target >= 0 && target < 1)) {
      throw new IllegalArgumentException("target must be in [0,1), but is " + target);
    }
    CapacityPlanner planner = new CapacityPlanner(lagMinutes, MINUTES_A_DAY, target);
    Trace read = read(trace);
    int n = read.load.length;
    int[] asked = new int[n];
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    int repeated = 0;
    for (int t = 0; t < n; t++) {
      if (t > 0 && read.times.get(t).equals(read.times.get(t - 1))) {
        asked[t] = asked[t - 1];
        repeated++;
      } else {
        long start = clock.getCurrentThreadCpuTime();
        asked[t] = planner.plan(read.load[t], capacity).instances();
        nanos += clock.getCurrentThreadCpuTime() - start;
      }
      progress.at(t + 1L, n);
    }
    write(out, read.times, asked);
    List<PlanScore> scores = scores(read.load, asked, capacity, lagMinutes);
    Summary summary = new Summary(n, repeated, nanos / 1e3 / Math.max(1, n), scores);
    report.write(() -> CapacityReport.page(trace, read.load, asked, capacity, lagMinutes, scores));
    return summary;
  }

  private static List<PlanScore> scores(double[] load, int[] asked, double capacity, int lag) {
    int skip = Math.min(LEARNING_DAYS * MINUTES_A_DAY, load.length / 2);
    int[] half = PlanScore.autoscaler(load, capacity, 0.5, lag, false);
    int[] seventy = PlanScore.autoscaler(load, capacity, 0.7, lag, false);
    int[] yesterday = PlanScore.autoscaler(load, capacity, 0.7, lag, true);
    return List.of(
        PlanScore.of("plan", load, asked, capacity, lag, skip),
        PlanScore.of("HPA at 50 %", load, half, capacity, lag, skip),
        PlanScore.of("HPA at 70 %", load, seventy, capacity, lag, skip),
        PlanScore.of("HPA + yesterday", load, yesterday, capacity, lag, skip));
  }

  private static Trace read(Path trace) throws IOException {
    List<String> lines = TextFiles.lines(trace);
    List<String> times = new ArrayList<>(lines.size());
    double[] load = new double[lines.size()];
    for (int i = 1; i < lines.size(); i++) {
      String line = lines.get(i);
      int comma = line.indexOf(',');
      if (comma >= 0) {
        double v = TextFiles.number(line.substring(comma + 1).split(",", 2)[0], trace, i + 1);
        load[times.size()] = v >= 0 ? v : Double.NaN;
        times.add(line.substring(0, comma));
      }
    }
    return new Trace(times, Arrays.copyOf(load, times.size()));
  }

  private static void write(Path out, List<String> times, int[] asked) throws IOException {
    Path directory = out.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    try (BufferedWriter writer = Files.newBufferedWriter(out)) {
      writer.write("timestamp,instances\n");
      for (int t = 0; t < asked.length; t++) {
        writer.write(times.get(t) + "," + asked[t] + "\n");
      }
    }
  }
}
