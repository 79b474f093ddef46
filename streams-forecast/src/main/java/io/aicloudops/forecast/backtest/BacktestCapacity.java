package io.aicloudops.forecast.backtest;

import io.aicloudops.forecast.capacity.CapacityPlanner;
import java.io.BufferedWriter;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Plans instances along a trace. In: {@code timestamp,requests} a minute, empty = unknown. Out:
 * {@code timestamp,instances}: the count asked for at that minute from data up to and including it.
 */
public final class BacktestCapacity {

  private static final int MINUTES_A_DAY = 1440;

  /**
   * What was done.
   *
   * @param minutes planned
   * @param meanMicros CPU time a minute, without reading and writing
   */
  public record Summary(int minutes, double meanMicros) {}

  private BacktestCapacity() {}

  /**
   * Runs it.
   *
   * @param trace plain or gzipped, with a header
   * @param capacity requests a minute that one instance serves at its limit, above 0
   * @param lagMinutes from asking for an instance until it serves, 1 to 300
   * @param out the file to write
   * @throws IOException if a file cannot be read or written
   * @throws IllegalArgumentException if an argument or a number is wrong; the message says which
   */
  public static Summary run(
      Path trace, double capacity, int lagMinutes, Path out, Progress progress) throws IOException {
    if (!(capacity > 0) || Double.isInfinite(capacity)) {
      throw new IllegalArgumentException("capacity must be above 0, but is " + capacity);
    }
    CapacityPlanner planner = new CapacityPlanner(lagMinutes, MINUTES_A_DAY);
    List<String> lines = TextFiles.lines(trace);
    ThreadMXBean clock = ManagementFactory.getThreadMXBean();
    long nanos = 0;
    int minutes = 0;
    Path directory = out.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    try (BufferedWriter writer = Files.newBufferedWriter(out)) {
      writer.write("timestamp,instances\n");
      for (int i = 1; i < lines.size(); i++) {
        String line = lines.get(i);
        int comma = line.indexOf(',');
        if (comma < 0) {
          continue;
        }
        double load = TextFiles.number(line.substring(comma + 1).split(",", 2)[0], trace, i + 1);
        long start = clock.getCurrentThreadCpuTime();
        int instances = planner.plan(load, capacity).instances();
        nanos += clock.getCurrentThreadCpuTime() - start;
        writer.write(line.substring(0, comma) + "," + instances + "\n");
        minutes++;
        progress.at(i, lines.size() - 1L);
      }
    }
    return new Summary(minutes, nanos / 1e3 / Math.max(1, minutes));
  }
}
