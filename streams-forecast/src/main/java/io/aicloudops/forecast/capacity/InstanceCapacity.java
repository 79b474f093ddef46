package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;

/**
 * Learns what one instance carries: from the CPU a request costs where utilisation is known, else
 * from the highest load that was served at usual latency and with the usual queue. It learns
 * slowly, so that a runaway task or a slow dependency does not pass for a smaller capacity.
 */
public final class InstanceCapacity {

  /** Above this utilisation requests queue or are refused, and their cost looks too small. */
  private static final double BUSY = 0.9;

  /** Below this utilisation the idle cost dominates. */
  private static final double IDLE = 0.02;

  static final int FEWEST = 20;
  static final double SLOWEST = 1.0 / 300;
  private static final double CLIP = 0.3;
  private static final double USUAL_MARGIN = 2;
  private static final double PROVEN_MARGIN = 1.15;
  private static final double PROVEN_DECAY = 1 - 1e-5;

  private double cost = Double.NaN;
  private double costError;
  private int costSamples;
  private final Usual latency = new Usual(USUAL_MARGIN);
  private final Usual queue = new Usual(USUAL_MARGIN);
  private double proven;
  private boolean strained;

  /**
   * Learns from one moment.
   *
   * @param load requests a second that one instance took
   * @param utilisation of its CPU, 1 at the limit; NaN if unknown
   * @param seconds a high quantile of the time to answer; NaN if unknown
   * @param waiting requests that wait to be served; NaN if unknown
   */
  public void observe(double load, double utilisation, double seconds, double waiting) {
    if (!(load > 0)) {
      return;
    }
    learnCost(load, utilisation);
    double length = 1 + waiting; // With the one that is served: an empty queue is usual.
    learnProven(load, seconds, length);
    strained =
        utilisation >= BUSY
            || latency.beyond(seconds, 2 * USUAL_MARGIN)
            || queue.beyond(length, 2 * USUAL_MARGIN);
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

  /** The highest load that neither slowed the answers down nor let requests pile up. */
  private void learnProven(double load, double seconds, double length) {
    latency.learn(seconds);
    queue.learn(length);
    if (!(seconds > 0) && !(length > 0)) {
      return;
    }
    proven *= PROVEN_DECAY;
    boolean calm = !latency.beyond(seconds, USUAL_MARGIN) && !queue.beyond(length, USUAL_MARGIN);
    if (calm && (latency.known() || queue.known())) {
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
    latency.write(out);
    queue.write(out);
    out.putDouble(proven).putInt(strained ? 1 : 0);
  }

  /** Reads the state back. */
  public void read(StateReader in) {
    cost = in.getDouble();
    costError = in.getDouble();
    costSamples = in.getInt();
    latency.read(in);
    queue.read(in);
    proven = in.getDouble();
    strained = in.getInt() == 1;
  }
}
