package io.aicloudops.launcher.load;

import java.util.List;

/**
 * What was measured.
 *
 * @param signals of all workloads together
 * @param samples produced in all phases
 * @param unprocessed batches that were produced and never processed; 0 if nothing was lost
 * @param refused samples that detection refused
 * @param steps anomalies put in and to be found
 * @param found those of them that were found
 * @param unexpected anomalies that opened where none was put in
 * @param phases in the order in which they were measured
 */
public record LoadReport(
    int entities,
    long signals,
    double intervalSeconds,
    long samples,
    long unprocessed,
    long refused,
    long steps,
    long found,
    long unexpected,
    List<Phase> phases,
    State state,
    Restart restart) {

  /**
   * A measurement.
   *
   * @param name {@code max} or {@code rate}
   * @param offered samples a second that were to be produced; 0 for as many as go
   * @param samplesPerSecond that detection processed
   * @param backlog samples produced and not yet processed at the end
   * @param cpu processor seconds for each million samples
   * @param cores that the process used on average
   * @param latency from produce to anomaly
   */
  public record Phase(
      String name,
      double offered,
      double samplesPerSecond,
      long backlog,
      CpuUse cpu,
      double cores,
      Latency latency) {}

  /**
   * What it takes to hold the signals, in bytes.
   *
   * @param heapPerSignal what of the heap was freed when detection stopped, its buffers included
   * @param diskPerSignal the store's directory after the stop
   * @param changelogPerSignal the changelog as it lies on the broker, not yet compacted
   * @param changelogPerSample the same for each sample produced
   * @param metricsPerSample the metrics topic, compressed
   * @param signalsPerSample the signals topic, compressed
   */
  public record State(
      double heapPerSignal,
      double diskPerSignal,
      double changelogPerSignal,
      double changelogPerSample,
      double metricsPerSample,
      double signalsPerSample) {}

  /**
   * Seconds from the start of a stopped topology until it had processed what came meanwhile, one
   * scrape of every workload.
   *
   * @param kept with its state directory
   * @param lost after its state directory was deleted: restored from the changelog
   */
  public record Restart(double kept, double lost) {}

  /** True if nothing was lost or refused and nine in ten of the steps were found. */
  public boolean sound() {
    return unprocessed == 0 && refused == 0 && found >= 0.9 * steps;
  }
}
