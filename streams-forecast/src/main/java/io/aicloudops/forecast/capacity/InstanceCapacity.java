package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;

/**
 * Learns what one instance carries: from the CPU a request costs where utilisation is known, else
 * from the highest load that was served at usual latency. It learns slowly, so that a runaway task
 * or a slow dependency does not pass for a smaller capacity.
 */
public final class InstanceCapacity {

  /** Above this utilisation requests queue or are refused, and their cost looks too small. */
  private static final double BUSY = 0.9;

  /** Below this utilisation the idle cost dominates. */
  private static final double IDLE = 0.02;

  private static final int FEWEST = 20;
  private static final double SLOWEST = 1.0 / 300;
  private static final double CLIP = 0.3;
  private static final double USUAL_LATENCY_MARGIN = 2;
  private static final double PROVEN_MARGIN = 1.15;
  private static final double PROVEN_DECAY = 1 - 1e-5;

  private double cost = Double.NaN;
  private double costError;
  private int costSamples;
  private double usualLatency = Double.NaN;
  private int latencySamples;
  private double proven;
  private boolean strained;

  /**
   * Learns from one moment.
   *
   * @param load requests a second that one instance took
   * @param utilisation of its CPU, 1 at the limit; NaN if unknown
   * @param latency a high quantile in seconds; NaN if unknown
   */
  public void observe(double load, double utilisation, double latency) {
    if (!(load > 0)) {
      return;
    }
    learnCost(load, utilisation);
    learnLatency(load, latency);
    strained =
        utilisation >= BUSY
            || (latency > 2 * USUAL_LATENCY_MARGIN * usualLatency && latencySamples >= FEWEST);
  }

  private void learnCost(double load, double utilisation) {
    if (!(utilisation > IDLE && utilisation < BUSY)) {
      return;
    }
    double sample = utilisation / load;
    costSamples = Math.min(costSamples + 1, 1_000_000);
    if (Double.isNaN(cost)) {
      cost = sample;
      return;
    }
    double rate = Math.max(SLOWEST, 1.0 / costSamples);
    double clipped = Math.max(cost * (1 - CLIP), Math.min(cost * (1 + CLIP), sample));
    costError += rate * (Math.abs(clipped - cost) - costError);
    cost += rate * (clipped - cost);
  }

  private void learnLatency(double load, double latency) {
    if (!(latency > 0)) {
      return;
    }
    latencySamples = Math.min(latencySamples + 1, 1_000_000);
    if (Double.isNaN(usualLatency)) {
      usualLatency = latency;
    }
    double rate = Math.max(SLOWEST, 1.0 / latencySamples);
    double clipped = Math.min(latency, USUAL_LATENCY_MARGIN * usualLatency);
    usualLatency += rate * (clipped - usualLatency);
    proven *= PROVEN_DECAY;
    if (latency <= USUAL_LATENCY_MARGIN * usualLatency && latencySamples >= FEWEST) {
      proven = Math.max(proven, load);
    }
  }

  /** Requests a second that one instance carries at its limit; NaN while not learned. */
  public double perInstance() {
    if (costSamples >= FEWEST) {
      return 1 / cost;
    }
    boolean knee = strained && proven > 0;
    return knee ? PROVEN_MARGIN * proven : Double.NaN;
  }

  /** Relative uncertainty of the capacity; 0.5 while it is not known from CPU. */
  public double uncertainty() {
    return costSamples >= FEWEST ? Math.min(0.5, costError / cost) : 0.5;
  }

  /** True if the instances were at their limit at the last observation. */
  public boolean strained() {
    return strained;
  }

  /** Appends the state. */
  public void write(StateWriter out) {
    out.putDouble(cost).putDouble(costError).putInt(costSamples);
    out.putDouble(usualLatency).putInt(latencySamples).putDouble(proven);
    out.putInt(strained ? 1 : 0);
  }

  /** Reads the state back. */
  public void read(StateReader in) {
    cost = in.getDouble();
    costError = in.getDouble();
    costSamples = in.getInt();
    usualLatency = in.getDouble();
    latencySamples = in.getInt();
    proven = in.getDouble();
    strained = in.getInt() == 1;
  }
}
