package io.aicloudops.simulator.shop.model;

import java.util.function.LongSupplier;

/**
 * A process' CPU under a limit, as a fluid queue: work arrives in CPU seconds and drains at the
 * limit's rate, so a request's time is the work before it plus its own, divided by the capacity. No
 * CPU of the host is burnt. Thread-safe.
 */
public final class CpuModel {

  /** What a process without a limit may use. */
  private static final double UNLIMITED_CORES = 4;

  /** What a process uses when nobody calls it, in cores. */
  private static final double IDLE_CORES = 0.002;

  private static final double NANOS_PER_SECOND = 1e9;

  private final double limitCores;
  private final double maxBacklogSeconds;
  private final LongSupplier nanos;

  private long settledAt;
  private double pending;
  private double admitted;
  private double unasked;
  private double runawayShare;

  /**
   * @param limitCores 0 if unlimited
   * @param maxBacklogSeconds a request that would wait longer than this is turned away
   * @param nanos a monotonic clock
   */
  public CpuModel(double limitCores, double maxBacklogSeconds, LongSupplier nanos) {
    this.limitCores = limitCores > 0 ? limitCores : UNLIMITED_CORES;
    this.maxBacklogSeconds = maxBacklogSeconds;
    this.nanos = nanos;
    this.settledAt = nanos.getAsLong();
  }

  /**
   * Takes work of so many CPU seconds; nanoseconds until it is done, or -1 if it is turned away.
   */
  public synchronized long admit(double cpuSeconds) {
    settle();
    if (pending / capacity() > maxBacklogSeconds) {
      return -1;
    }
    pending += cpuSeconds;
    admitted += cpuSeconds;
    // One request is one thread: it cannot use more than one core.
    double seconds = Math.max(pending / capacity(), cpuSeconds);
    return (long) (seconds * NANOS_PER_SECOND);
  }

  /**
   * A task that nobody asked for takes this share of the capacity, from 0 to below 1, until told
   * otherwise.
   */
  public synchronized void runaway(double share) {
    if (share < 0 || share >= 1) {
      throw new IllegalArgumentException("share must be in [0, 1): " + share);
    }
    settle();
    runawayShare = share;
  }

  /** CPU seconds used since the start. */
  public synchronized double usedSeconds() {
    settle();
    return admitted - pending + unasked;
  }

  /** Seconds that work arriving now waits. */
  public synchronized double backlogSeconds() {
    settle();
    return pending / capacity();
  }

  /** The limit in cores. */
  public double limitCores() {
    return limitCores;
  }

  private double capacity() {
    return limitCores * (1 - runawayShare);
  }

  private void settle() {
    long now = nanos.getAsLong();
    double seconds = (now - settledAt) / NANOS_PER_SECOND;
    pending = Math.max(0, pending - capacity() * seconds);
    unasked += (limitCores * runawayShare + IDLE_CORES) * seconds;
    settledAt = now;
  }
}
