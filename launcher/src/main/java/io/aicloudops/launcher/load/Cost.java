package io.aicloudops.launcher.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Processor time of this process, and who used it. Unlike the clock it says what work costs even
 * while others use the machine.
 */
record Cost(long processNanos, double compilerSeconds, Map<Who, Long> byThread) {

  /**
   * The network thread of the topology's consumer has this name under the group protocol "streams".
   */
  private static final String STREAMS_CONSUMER = "consumer_background_thread";

  private static final Pattern COMPILER = Pattern.compile("C[12] Compiler");

  /** What Linux counts in, whatever the machine's own clock is. */
  private static final double TICKS_PER_SECOND = 100;

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
    return new Cost(system.getProcessCpuTime(), compiled(), by);
  }

  /**
   * Of the compiler's threads, which Java does not list; 0 where the operating system has no /proc.
   */
  private static double compiled() {
    double ticks = 0;
    try (DirectoryStream<Path> tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        ticks += compilerTicks(task.resolve("stat"));
      }
    } catch (IOException e) {
      return 0;
    }
    return ticks / TICKS_PER_SECOND;
  }

  /** Fields 14 and 15 of proc(5): user and system time; the name in brackets may have spaces. */
  private static long compilerTicks(Path stat) {
    try {
      String line = Files.readString(stat);
      int name = line.indexOf('(');
      int end = line.lastIndexOf(')');
      if (!COMPILER.matcher(line.substring(name + 1, end)).lookingAt()) {
        return 0;
      }
      String[] fields = line.substring(end + 2).split(" ", -1);
      return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
    } catch (IOException e) {
      return 0; // The thread has ended.
    }
  }

  private static Who who(String thread) {
    if (thread.contains(Detection.NAME) || thread.startsWith(STREAMS_CONSUMER)) {
      return Who.DETECTION;
    }
    if (thread.equals(AnomalyWatch.THREAD)) {
      return Who.WATCHER;
    }
    boolean feeds = thread.equals("main") || thread.endsWith(Feeder.CLIENT);
    return feeds ? Who.PRODUCER : Who.BROKER;
  }

  /** What was used since then, in seconds. */
  CpuUse since(Cost before) {
    double all = (processNanos - before.processNanos) / 1e9;
    double producer = part(before, Who.PRODUCER);
    double detection = part(before, Who.DETECTION);
    double broker = part(before, Who.BROKER);
    double watcher = part(before, Who.WATCHER);
    double compiler = compilerSeconds - before.compilerSeconds;
    return new CpuUse(
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
}
