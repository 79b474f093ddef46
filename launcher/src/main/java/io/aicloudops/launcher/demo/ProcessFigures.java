package io.aicloudops.launcher.demo;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** How long this process runs and how much memory it takes. */
public final class ProcessFigures {

  private static final Path STATUS = Path.of("/proc/self/status");

  private ProcessFigures() {}

  /** Since the JVM started. */
  public static double uptimeSeconds() {
    return ManagementFactory.getRuntimeMXBean().getUptime() / 1000.0;
  }

  /** Memory of the whole process as the operating system counts it; -1 where it does not say. */
  public static long residentMegabytes() {
    return megabytes("VmRSS:");
  }

  /** The most it ever was; -1 where the operating system does not say. */
  public static long peakResidentMegabytes() {
    return megabytes("VmHWM:");
  }

  private static long megabytes(String key) {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(key))
          .map(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(-1L);
    } catch (IOException e) {
      return -1;
    }
  }
}
