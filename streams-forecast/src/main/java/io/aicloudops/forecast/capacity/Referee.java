package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;

/**
 * Chooses at which price to plan by what would have come of each on this very load. With a target
 * for shortage: the cheapest price that met it and wasted no more than the simple rival did. Where
 * none did, or without a target: the one nearest to the usual price that neither wasted more nor
 * fell short more often than the rival. Where none did as well, the rival's own count is taken, so
 * that a load of which little can be foretold costs no more than without a forecast.
 */
final class Referee {

  /** Prices from the safest to the cheapest. */
  private static final double[] PRICES = {
    .0005, .001, .002, .004, .008, .016, .032, .064, .128, .256
  };

  private static final int USUAL = 4;

  /** The choice of the rival instead of a lane. */
  private static final int RIVAL = PRICES.length;

  /** Instances of waste that are mere rounding. */
  private static final double GRAIN = 0.5;

  /** A lane must have stayed below this share of the rival's shortages. */
  private static final double SAFER = 0.9;

  /** No target makes a lane cheaper than this acceptable: a week says too little about it. */
  private static final int CHEAPEST = 6;

  /** The comparison starts anew when both know a yesterday. */
  private static final int BOTH_KNOW_YESTERDAY = 2;

  private static final int DAYS_REMEMBERED = 7;

  private final int day;
  private final double target;
  private final int firstHours;
  private final PriceLane[] lanes;
  private final YesterdayScaler rival;
  private final Tally rivalTally;
  private final Tally ownTally;
  private int choice = RIVAL;

  /**
   * @param lead steps until an instance serves
   * @param day steps of a day
   * @param target share of steps that may be short, in [0,1); 0 if none is declared
   */
  Referee(int lead, int day, double target) {
    this.day = day;
    this.target = target;
    firstHours = Math.max(day / 12, 2 * lead);
    lanes = new PriceLane[PRICES.length];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = new PriceLane(PRICES[i], lead);
    }
    rival = new YesterdayScaler(lead, day);
    rivalTally = new Tally(lead);
    ownTally = new Tally(lead);
  }

  /** The plans to choose from. */
  PriceLane[] lanes() {
    return lanes;
  }

  /** True if a plan has shown on this load that it is no worse than the rival. */
  boolean proven() {
    return choice != RIVAL;
  }

  /** What became of following this planner. */
  Tally own() {
    return ownTally;
  }

  /** What would have become of following the rival. */
  Tally rival() {
    return rivalTally;
  }

  /**
   * Takes the newest step of the history and says what to ask for now.
   *
   * @return instances, at least what the load of this step takes
   */
  int ask(LoadHistory history, double capacity) {
    long step = history.count() - 1;
    double needed = history.at(step) / capacity;
    int other = rival.ask(history, capacity);
    int instances = choice == RIVAL ? other : count(lanes[choice], needed, capacity);
    double seen = seen(step);
    double rate = seen < 1 ? 0 : Math.max(1 / seen, 1.0 / (DAYS_REMEMBERED * day));
    for (PriceLane lane : lanes) {
      lane.tally().observe(count(lane, needed, capacity), needed, rate);
    }
    rivalTally.observe(other, needed, rate);
    ownTally.observe(instances, needed, rate);
    boolean both = step >= BOTH_KNOW_YESTERDAY * (long) day;
    if (step % Math.max(1, day / 96) == 0 && seen >= (both ? day : firstHours)) {
      choice = choose();
    }
    return instances;
  }

  /** Steps of the present comparison; the first ones, while models know nothing, do not count. */
  private double seen(long step) {
    long both = BOTH_KNOW_YESTERDAY * (long) day;
    return step >= both ? step - both + 1 : step - firstHours / 2.0;
  }

  private static int count(PriceLane lane, double needed, double capacity) {
    double instances = Math.max(needed, lane.most() / capacity);
    return (int) Math.max(1, Math.ceil(instances - 1e-9));
  }

  private int choose() {
    int onTarget = RIVAL;
    int nearest = RIVAL;
    for (int i = 0; i < lanes.length; i++) {
      Tally tally = lanes[i].tally();
      if (tally.waste() > rivalTally.waste() + GRAIN) {
        continue;
      }
      if (target > 0 && i <= CHEAPEST && tally.shortage() <= target) {
        onTarget = i;
      }
      boolean safe = tally.shortage() <= SAFER * rivalTally.shortage();
      if (safe && (nearest == RIVAL || Math.abs(i - USUAL) < Math.abs(nearest - USUAL))) {
        nearest = i;
      }
    }
    return onTarget == RIVAL ? nearest : onTarget;
  }

  void write(StateWriter out) {
    out.putInt(choice);
    for (PriceLane lane : lanes) {
      lane.write(out);
    }
    rival.write(out);
    rivalTally.write(out);
    ownTally.write(out);
  }

  void read(StateReader in) {
    choice = in.getInt();
    for (PriceLane lane : lanes) {
      lane.read(in);
    }
    rival.read(in);
    rivalTally.read(in);
    ownTally.read(in);
  }
}
