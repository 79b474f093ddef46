package io.aicloudops.launcher.load;

import java.time.Duration;

/**
 * What is to be put on the pipeline.
 *
 * @param entities workloads, 1 or more
 * @param signals of each workload, 1 or more; each is one series
 * @param interval distance of two scrapes of a workload in event time, 1 s to 1 h; event time
 *     passes as fast as the rate says, not as fast as the clock
 * @param measure how long each measurement takes, 1 s or more
 * @param rate samples a second; 0 measures as fast as it goes, then at half of that
 * @param warmUp scrapes of each workload before anything is measured, so that its detectors have
 *     learned
 * @param compile how long the warm-up takes at the least; it goes on until the compilers are quiet.
 *     0 for no such wait
 */
public record LoadPlan(
    int entities,
    int signals,
    Duration interval,
    Duration measure,
    double rate,
    int warmUp,
    Duration compile) {

  /** What one process can hold; the memory of the machine ends earlier. */
  private static final long MOST_SIGNALS = 20_000_000;

  /** Checks what no type checks. */
  public LoadPlan {
    atLeast("entities", entities, 1);
    atLeast("signals", signals, 1);
    atLeast("seconds", measure.toMillis() / 1000.0, 1);
    atLeast("warm-up", warmUp, 1);
    atLeast("warm-up-seconds", compile.toMillis() / 1000.0, 0);
    if ((long) entities * signals > MOST_SIGNALS) {
      throw new IllegalArgumentException(
          "--entities times --signals is " + (long) entities * signals + ", more than 20 million");
    }
    if (interval.compareTo(Duration.ofSeconds(1)) < 0
        || interval.compareTo(Duration.ofHours(1)) > 0) {
      throw new IllegalArgumentException("--interval has to be 1s to 1h, but it is " + interval);
    }
    if (!(rate >= 0) || Double.isInfinite(rate)) {
      throw new IllegalArgumentException(
          "--rate has to be a number of samples a second, but is " + rate);
    }
  }

  private static void atLeast(String option, double value, int least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "--" + option + " has to be " + least + " or more, but it is " + value);
    }
  }

  /** The same with so many times the workloads. */
  public LoadPlan times(int factor) {
    return new LoadPlan(
        Math.multiplyExact(entities, factor), signals, interval, measure, rate, warmUp, compile);
  }

  /** Signals of all workloads together. */
  public long allSignals() {
    return (long) entities * signals;
  }
}
