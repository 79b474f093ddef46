package io.aicloudops.launcher.load;

/**
 * Processor seconds.
 *
 * @param all of the process
 * @param producer making, serialising and sending batches
 * @param detection the topology's threads with their clients
 * @param broker the broker's threads; 0 if it is another process
 * @param watcher reading the anomalies
 * @param compiler compiling what runs often: little in a process that runs for hours; part of the
 *     rest where the operating system does not tell
 * @param rest garbage collection, RocksDB's own threads
 */
public record CpuUse(
    double all,
    double producer,
    double detection,
    double broker,
    double watcher,
    double compiler,
    double rest) {

  /** All but compilation, of which a process that runs for long has little. */
  double running() {
    return all - compiler;
  }

  /** The same for each million of so many samples. */
  CpuUse perMillion(long samples) {
    double by = 1e6 / Math.max(1, samples);
    return new CpuUse(
        all * by,
        producer * by,
        detection * by,
        broker * by,
        watcher * by,
        compiler * by,
        rest * by);
  }
}
