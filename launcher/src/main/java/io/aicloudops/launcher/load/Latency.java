package io.aicloudops.launcher.load;

import java.util.List;

/**
 * Times from produce to anomaly in milliseconds.
 *
 * @param count how many were measured
 * @param p50 NaN if none was, as are the others
 * @param max the longest
 */
public record Latency(int count, double p50, double p99, double p999, double max) {

  /** Of single times; each percentile is one of them (nearest rank). */
  static Latency of(List<Double> millis) {
    double[] sorted = millis.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    return new Latency(
        sorted.length, rank(sorted, 0.5), rank(sorted, 0.99), rank(sorted, 0.999), rank(sorted, 1));
  }

  private static double rank(double[] sorted, double share) {
    return sorted.length == 0
        ? Double.NaN
        : sorted[Math.max(0, (int) Math.ceil(share * sorted.length) - 1)];
  }
}
