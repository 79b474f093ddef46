package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;

/**
 * Chooses at which price to plan by what would have come of each on this very load. With a target
 * for shortage: the cheapest price that met it and wasted no more than the simple rival did. Where
 * none did, or without a target: the one nearest to the usual price that wasted no more and fell
 * short less often than the rival by more than chance. Where none did as well, the rival's own
 * count is taken, so that a load of which little can be foretold costs no more than without a
 * forecast, and one on which the rival was never short is not made the less safe.
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
  private boolean proven;

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

  /**
   * True if what is asked for has shown its worth on this load: a plan that was chosen, or the
   * count of a rival that knows yesterday while plans are no worse than it.
   */
  boolean proven() {
    return proven;
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
      choose(both, Math.min(seen, DAYS_REMEMBERED * (double) day));
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

  /**
   * @param both whether both know a yesterday
   * @param steps that the tallies remember
   */
  private void choose(boolean both, double steps) {
    int onTarget = RIVAL;
    int nearest = RIVAL;
    boolean noWorse = false;
    for (int i = 0; i < lanes.length; i++) {
      Tally tally = lanes[i].tally();
      if (tally.waste() > rivalTally.waste() + GRAIN) {
        continue;
      }
      if (target > 0 && i <= CHEAPEST && tally.shortage() <= target) {
        onTarget = i;
      }
      noWorse |= tally.shortage() <= rivalTally.shortage();
      boolean nearer = nearest == RIVAL || Math.abs(i - USUAL) < Math.abs(nearest - USUAL);
      if (nearer && safer(tally, steps)) {
        nearest = i;
      }
    }
    choice = onTarget == RIVAL ? nearest : onTarget;
    proven = choice != RIVAL || (both && noWorse);
  }

  /**
   * Whether it fell short less often than the rival by more than one standard error of a count.
   * None against none says nothing about the first burst that comes.
   */
  private boolean safer(Tally tally, double steps) {
    double times = tally.shortage() * steps;
    return times + Math.sqrt(times + 1) <= rivalTally.shortage() * steps;
  }

  void write(StateWriter out) {
    out.putInt(choice).putInt(proven ? 1 : 0);
    for (PriceLane lane : lanes) {
      lane.write(out);
    }
    rival.write(out);
    rivalTally.write(out);
    ownTally.write(out);
  }

  void read(StateReader in) {
    choice = in.getInt();
    proven = in.getInt() != 0;
    for (PriceLane lane : lanes) {
      lane.read(in);
    }
    rival.read(in);
    rivalTally.read(in);
    ownTally.read(in);
  }
}
