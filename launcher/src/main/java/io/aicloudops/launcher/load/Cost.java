package io.aicloudops.launcher.load;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;

/**
 * Processor time of this process, and who used it. Unlike the clock it says what work costs even
 * while others use the machine.
 */
record Cost(long processNanos, long compilerMillis, Map<Who, Long> byThread) {

  /** The parts of the pipeline by the names of their threads. */
  enum Who {
    PRODUCER,
    DETECTION,
    WATCHER,
    BROKER
  }

  /** Until now. */
  static Cost now() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<Who, Long> by = new HashMap<>();
    for (long id : threads.getAllThreadIds()) {
      ThreadInfo info = threads.getThreadInfo(id);
      if (info != null) {
        by.merge(who(info.getThreadName()), Math.max(0, threads.getThreadCpuTime(id)), Long::sum);
      }
    }
    return new Cost(
        system.getProcessCpuTime(),
        ManagementFactory.getCompilationMXBean().getTotalCompilationTime(),
        by);
  }

  private static Who who(String thread) {
    if (thread.contains(Detection.NAME)) {
      return Who.DETECTION;
    }
    if (thread.equals(AnomalyWatch.THREAD)) {
      return Who.WATCHER;
    }
    boolean feeds = thread.equals("main") || thread.endsWith(Feeder.CLIENT);
    return feeds ? Who.PRODUCER : Who.BROKER;
  }

  /** What was used since then, in seconds. */
  Used since(Cost before) {
    double all = (processNanos - before.processNanos) / 1e9;
    double producer = part(before, Who.PRODUCER);
    double detection = part(before, Who.DETECTION);
    double broker = part(before, Who.BROKER);
    double watcher = part(before, Who.WATCHER);
    double compiler = (compilerMillis - before.compilerMillis) / 1e3;
    return new Used(
        all,
        producer,
        detection,
        broker,
        watcher,
        compiler,
        Math.max(0, all - producer - detection - broker - watcher - compiler));
  }

  private double part(Cost before, Who who) {
    return (byThread.getOrDefault(who, 0L) - before.byThread.getOrDefault(who, 0L)) / 1e9;
  }

  /**
   * Processor seconds.
   *
   * @param all of the process
   * @param producer making, serialising and sending batches
   * @param detection the topology's threads with their clients
   * @param broker the broker's threads; 0 if it is another process
   * @param watcher reading the anomalies
   * @param compiler compiling what runs often, as the virtual machine tells it: little in a process
   *     that runs for hours
   * @param rest garbage collection, RocksDB's own threads
   */
  record Used(
      double all,
      double producer,
      double detection,
      double broker,
      double watcher,
      double compiler,
      double rest) {

    /** The same for each million of so many samples. */
    Used perMillion(long samples) {
      double by = 1e6 / Math.max(1, samples);
      return new Used(
          all * by,
          producer * by,
          detection * by,
          broker * by,
          watcher * by,
          compiler * by,
          rest * by);
    }
  }
}
