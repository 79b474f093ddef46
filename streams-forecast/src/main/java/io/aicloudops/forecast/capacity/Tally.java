package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import java.util.Arrays;

/**
 * What would have come of one way to ask for instances: an instance serves a lead after it was
 * asked for and is gone at once when it is no longer asked for. Waste and shortage are remembered
 * for about a week.
 */
final class Tally {

  private final int[] asked;
  private int slot;
  private double waste;
  private double shortage;

  /**
   * @param lead steps until an instance serves
   */
  Tally(int lead) {
    asked = new int[lead + 1];
    Arrays.fill(asked, 1);
  }

  /**
   * Takes what was asked for at this step.
   *
   * @param needed instances that this step's load took, not rounded
   * @param rate share by which this step counts; 0 to remember nothing of it
   */
  void observe(int instances, double needed, double rate) {
    asked[slot] = instances;
    slot = (slot + 1) % asked.length;
    int serving = Integer.MAX_VALUE;
    for (int count : asked) {
      serving = Math.min(serving, count);
    }
    waste += rate * (Math.max(0, serving - Math.max(1, Math.ceil(needed))) - waste);
    shortage += rate * ((needed > serving ? 1 : 0) - shortage);
  }

  /** Mean instances beyond those that were needed. */
  double waste() {
    return waste;
  }

  /** Share of steps with more load than the serving instances carry. */
  double shortage() {
    return shortage;
  }

  void write(StateWriter out) {
    for (int count : asked) {
      out.putInt(count);
    }
    out.putInt(slot).putDouble(waste).putDouble(shortage);
  }

  void read(StateReader in) {
    for (int i = 0; i < asked.length; i++) {
      asked[i] = in.getInt();
    }
    slot = in.getInt();
    waste = in.getDouble();
    shortage = in.getDouble();
  }
}
