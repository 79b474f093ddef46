package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;

/**
 * The simple rival: a horizontal pod autoscaler at 70 % with five steps of stabilisation that also
 * knows what the load was yesterday around the time at which an instance would serve.
 */
final class YesterdayScaler {

  private static final double TARGET = 0.7;
  private static final double YESTERDAY_TARGET = 0.85;
  private static final int STABILISATION = 5;
  private static final int AHEAD = 10;

  private final int lead;
  private final int day;
  private final int[] reactive = new int[STABILISATION];

  /**
   * @param lead steps until an instance serves
   * @param day steps of a day
   */
  YesterdayScaler(int lead, int day) {
    this.lead = lead;
    this.day = day;
  }

  /** What it asks for at the newest step of the history. */
  int ask(LoadHistory history, double capacity) {
    long step = history.count() - 1;
    reactive[(int) (step % STABILISATION)] = count(history.at(step) / (capacity * TARGET));
    int most = 1;
    for (int count : reactive) {
      most = Math.max(most, count);
    }
    if (step < day) {
      return most;
    }
    double yesterday = history.max(step - day, step - day + lead + AHEAD - 1);
    return Math.max(most, count(yesterday / (capacity * YESTERDAY_TARGET)));
  }

  private static int count(double instances) {
    return (int) Math.max(1, Math.ceil(Math.min(instances, Integer.MAX_VALUE)));
  }

  void write(StateWriter out) {
    for (int count : reactive) {
      out.putInt(count);
    }
  }

  void read(StateReader in) {
    for (int i = 0; i < reactive.length; i++) {
      reactive[i] = in.getInt();
    }
  }
}
