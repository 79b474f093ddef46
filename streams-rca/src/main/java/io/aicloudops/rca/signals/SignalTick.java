package io.aicloudops.rca.signals;

import io.aicloudops.schemas.event.SignalRole;
import java.util.ArrayList;
import java.util.List;

/**
 * The signals of one workload at one moment. A value is NaN where there is nothing to measure (the
 * latency of no requests).
 *
 * @param time event time of the newest sample in it, in milliseconds
 * @param intervalMs distance to the tick before, in milliseconds; 0 for the first
 * @param signals in the order in which they were first seen
 */
public record SignalTick(long time, long intervalMs, List<Signal> signals) {

  /**
   * One signal's value.
   *
   * @param name {@code metric:stat{label="value"}}
   * @param role what it says about the workload
   * @param value NaN if there was nothing to measure
   * @param member the pod that stands out among its peers or alone made the value; empty if none
   *     does
   * @param peerScore how far that pod is from its peers, in units of their spread; 0 if there are
   *     fewer than three
   */
  public record Signal(
      String name, SignalRole role, double value, String member, double peerScore) {}

  /** Collects signals while a tick is being closed. */
  static final class Builder {
    private final List<Signal> signals = new ArrayList<>();

    void add(String name, SignalRole role, double value) {
      add(name, role, value, "", 0);
    }

    void add(String name, SignalRole role, double value, String member, double peerScore) {
      signals.add(
          new Signal(name, role, Double.isInfinite(value) ? Double.NaN : value, member, peerScore));
    }

    SignalTick build(long time, long intervalMs) {
      return new SignalTick(time, intervalMs, List.copyOf(signals));
    }
  }
}
