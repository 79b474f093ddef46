package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;

/** The plan at one price of an instance, and what would have come of following it. */
final class PriceLane {

  private final double price;
  private final float[] plannedLoad;
  private final Tally tally;

  /**
   * @param price chance of a shortage that one usual count of instances is worth
   * @param lead steps until an instance serves
   */
  PriceLane(double price, int lead) {
    this.price = price;
    plannedLoad = new float[lead + 1];
    tally = new Tally(lead);
  }

  double price() {
    return price;
  }

  Tally tally() {
    return tally;
  }

  /** Sets the load to be ready for at a step. */
  void plan(long step, double load) {
    plannedLoad[(int) (step % plannedLoad.length)] = (float) load;
  }

  /** Lowers the load to be ready for at a step. */
  void lower(long step, double load) {
    int slot = (int) (step % plannedLoad.length);
    plannedLoad[slot] = (float) Math.min(plannedLoad[slot], load);
  }

  /** The largest planned load of the coming lead. */
  double most() {
    double most = 0;
    for (float load : plannedLoad) {
      most = Math.max(most, load);
    }
    return most;
  }

  void write(StateWriter out) {
    out.putFloats(plannedLoad);
    tally.write(out);
  }

  void read(StateReader in) {
    in.getFloats(plannedLoad);
    tally.read(in);
  }
}
