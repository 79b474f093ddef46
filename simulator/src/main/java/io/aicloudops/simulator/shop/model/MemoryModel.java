package io.aicloudops.simulator.shop.model;

import java.util.function.LongSupplier;

/**
 * A process' memory: what it needs at rest, garbage that requests leave until it is collected, and
 * a leak. Thread-safe.
 */
public final class MemoryModel {

  private static final long MIB = 1L << 20;
  private static final long GARBAGE_PER_REQUEST = 24L << 10;
  private static final long YOUNG_GENERATION = 8 * MIB;

  /** Part of the resident memory that is not heap. */
  private static final double OUTSIDE_HEAP = 0.45;

  private final long residentBytes;
  private final LongSupplier nanos;
  private long requests;
  private double leaked;
  private double leakPerSecond;
  private long settledAt;

  public MemoryModel(long residentBytes, LongSupplier nanos) {
    this.residentBytes = residentBytes;
    this.nanos = nanos;
    this.settledAt = nanos.getAsLong();
  }

  /** A request was served. */
  public synchronized void served() {
    requests++;
  }

  /**
   * From now on so many bytes a second are never given back; 0 ends the growth, not what has grown.
   */
  public synchronized void leak(double bytesPerSecond) {
    settle();
    leakPerSecond = bytesPerSecond;
  }

  /** What it needs at rest. */
  public long usualBytes() {
    return residentBytes;
  }

  /** Resident bytes now. */
  public synchronized long residentBytes() {
    settle();
    return residentBytes + (long) leaked + garbage();
  }

  /** Bytes of heap in use now. */
  public synchronized long heapBytes() {
    settle();
    return (long) (residentBytes * (1 - OUTSIDE_HEAP)) + (long) leaked + garbage();
  }

  private long garbage() {
    return requests * GARBAGE_PER_REQUEST % YOUNG_GENERATION;
  }

  private void settle() {
    long now = nanos.getAsLong();
    leaked += leakPerSecond * (now - settledAt) / 1e9;
    settledAt = now;
  }
}
