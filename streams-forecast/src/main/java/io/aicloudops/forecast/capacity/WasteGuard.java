package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import java.util.Arrays;

/**
 * Compares the plan with what a horizontal pod autoscaler with yesterday's load in mind would have
 * asked for, and raises the price of an instance while the plan wastes more than that at a lower
 * risk. Heavy-tailed loads would otherwise buy safety at any cost.
 */
final class WasteGuard {

  private static final double TARGET = 0.7;
  private static final double YESTERDAY_TARGET = 0.85;
  private static final int STABILISATION = 5;
  private static final int AHEAD = 10;

  /** The guard wakes at so many times the other's waste and rests again at the second. */
  private static final double EXCESS = 1.15;

  private static final double SETTLED = 0.9;

  /** Instances of waste that are mere rounding. */
  private static final double GRAIN = 1;

  /** Only a plan that falls short at most so often, compared with the other, may grow cheaper. */
  private static final double SAFER = 0.35;

  private static final double FAST = 0.002;
  private static final double SLOW = 0.0002;

  /** Days before the comparison begins: both plans need a yesterday first. */
  private static final int COMPARED_FROM = 2;

  private static final int GUARDED_FROM = 3;
  private static final double MAX_PRICE = 1e4;

  private final int lead;
  private final int day;
  private final int[] asked;
  private final int[] shadow;
  private final int[] reactive = new int[STABILISATION];
  private long step;
  private double waste;
  private double shadowWaste;
  private double shortage;
  private double shadowShortage;
  private double price = 1;
  private boolean active;

  WasteGuard(int lead, int day) {
    this.lead = lead;
    this.day = day;
    asked = new int[lead + 1];
    shadow = new int[lead + 1];
    Arrays.fill(asked, 1);
    Arrays.fill(shadow, 1);
  }

  /** Factor on the price of an instance, at least 1. */
  double price() {
    return price;
  }

  /** Takes what was asked for at the newest step and what the load was. */
  void observe(LoadHistory history, double load, double capacity, int instances) {
    int slot = (int) (step % (lead + 1));
    asked[slot] = instances;
    reactive[(int) (step % STABILISATION)] = count(load / (capacity * TARGET));
    int other = Arrays.stream(reactive).max().orElse(1);
    if (step >= day) {
      double most = history.max(step - day, step - day + lead + AHEAD - 1);
      other = Math.max(other, count(most / (capacity * YESTERDAY_TARGET)));
    }
    shadow[slot] = other;
    step++;
    int serving = Arrays.stream(asked).min().orElse(1);
    int shadowServing = Arrays.stream(shadow).min().orElse(1);
    int needed = count(load / capacity);
    long compared = step - COMPARED_FROM * (long) day;
    if (compared <= 0) {
      return;
    }
    double memory = Math.max(1.0 / compared, 1.0 / (7.0 * day));
    waste += memory * (Math.max(0, serving - needed) - waste);
    shadowWaste += memory * (Math.max(0, shadowServing - needed) - shadowWaste);
    shortage += memory * ((load > serving * capacity ? 1 : 0) - shortage);
    shadowShortage += memory * ((load > shadowServing * capacity ? 1 : 0) - shadowShortage);
    adjust();
  }

  private void adjust() {
    if (step <= GUARDED_FROM * (long) day) {
      return;
    }
    boolean safer = shortage < SAFER * shadowShortage;
    active = safer && waste > (active ? SETTLED : EXCESS) * shadowWaste + GRAIN;
    price *= active ? 1 + FAST : safer ? 1 - SLOW : 1 - 5 * FAST;
    price = Math.max(1, Math.min(MAX_PRICE, price));
  }

  private static int count(double instances) {
    return (int) Math.max(1, Math.ceil(instances));
  }

  void write(StateWriter out) {
    out.putLong(step).putDouble(price).putInt(active ? 1 : 0);
    out.putDouble(waste).putDouble(shadowWaste).putDouble(shortage).putDouble(shadowShortage);
    for (int[] ring : new int[][] {asked, shadow, reactive}) {
      for (int count : ring) {
        out.putInt(count);
      }
    }
  }

  void read(StateReader in) {
    step = in.getLong();
    price = in.getDouble();
    active = in.getInt() == 1;
    waste = in.getDouble();
    shadowWaste = in.getDouble();
    shortage = in.getDouble();
    shadowShortage = in.getDouble();
    for (int[] ring : new int[][] {asked, shadow, reactive}) {
      for (int i = 0; i < ring.length; i++) {
        ring[i] = in.getInt();
      }
    }
  }
}
