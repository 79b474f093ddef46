package io.aicloudops.simulator.shop.load;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * The requests that finished within the last 15 seconds, and counts since the start. Thread-safe.
 */
public final class LoadRecord {

  private static final Duration KEPT = Duration.ofSeconds(15);

  private final Clock clock;
  private final Deque<Finished> recent = new ArrayDeque<>();
  private long succeeded;
  private long failed;

  LoadRecord(Clock clock) {
    this.clock = clock;
  }

  synchronized void finished(boolean success, double seconds) {
    long now = clock.millis();
    recent.addLast(new Finished(now, success, seconds));
    while (recent.getFirst().atMillis < now - KEPT.toMillis()) {
      recent.removeFirst();
    }
    if (success) {
      succeeded++;
    } else {
      failed++;
    }
  }

  /** What was seen within the last so many seconds, 15 at most. */
  public LoadWindow window(Duration length) {
    List<Finished> seen;
    long from = clock.millis() - length.toMillis();
    synchronized (this) {
      seen = recent.stream().filter(f -> f.atMillis >= from).toList();
    }
    double perSecond = seen.size() / (length.toMillis() / 1000.0);
    if (seen.isEmpty()) {
      return new LoadWindow(0, 1, 0, 0);
    }
    double[] seconds = seen.stream().mapToDouble(Finished::seconds).toArray();
    Arrays.sort(seconds);
    double goodput = (double) seen.stream().filter(Finished::success).count() / seen.size();
    return new LoadWindow(perSecond, goodput, quantile(seconds, 0.5), quantile(seconds, 0.95));
  }

  /** Requests that succeeded since the start. */
  public synchronized long succeeded() {
    return succeeded;
  }

  /** Requests that failed since the start. */
  public synchronized long failed() {
    return failed;
  }

  private static double quantile(double[] sorted, double q) {
    return sorted[(int) Math.min(sorted.length - 1L, (long) (q * sorted.length))];
  }

  private record Finished(long atMillis, boolean success, double seconds) {}
}
