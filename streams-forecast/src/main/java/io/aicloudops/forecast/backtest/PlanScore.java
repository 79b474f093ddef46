package io.aicloudops.forecast.backtest;

import java.util.Arrays;
import java.util.Locale;

/**
 * How well a course of counts would have carried a trace, where an instance serves a lag after it
 * was asked for and is gone at once when it is no longer asked for.
 *
 * @param name of who asked
 * @param under share of minutes with more load than the serving instances carry
 * @param lost share of the requests beyond that
 * @param over instance-minutes beyond the need, relative to the need
 * @param changes of the serving count a day
 */
public record PlanScore(String name, double under, double lost, double over, double changes) {

  private static final int MINUTES_A_DAY = 1440;
  private static final int STABILISATION = 5;
  private static final double YESTERDAY_TARGET = 0.85;

  /** The first line over lines of {@link #line()}. */
  public static final String HEADER =
      String.format("%-20s %9s %9s %9s %12s", "", "under %", "lost %", "over %", "changes/day");

  /** Its figures in percent, as wide as {@link #HEADER}. */
  public String line() {
    return String.format(
        Locale.ROOT,
        "%-20s %9.3f %9.3f %9.1f %12.0f",
        name,
        100 * under,
        100 * lost,
        100 * over,
        changes);
  }

  /**
   * Scores what was asked for.
   *
   * @param load of each minute; NaN where unknown, which is not scored
   * @param capacity load a minute that one instance carries
   * @param skip minutes at the beginning that are not scored
   */
  static PlanScore of(String name, double[] load, int[] asked, double capacity, int lag, int skip) {
    int[] serving = serving(asked, lag);
    double under = 0;
    double lost = 0;
    double total = 0;
    double need = 0;
    double beyond = 0;
    int changes = 0;
    int minutes = 0;
    for (int t = Math.max(1, skip); t < load.length; t++) {
      if (Double.isNaN(load[t])) {
        continue;
      }
      minutes++;
      double needed = Math.max(1, Math.ceil(load[t] / capacity));
      under += load[t] > serving[t] * capacity ? 1 : 0;
      lost += Math.max(0, load[t] - serving[t] * capacity);
      total += load[t];
      need += needed;
      beyond += Math.max(0, serving[t] - needed);
      changes += serving[t] != serving[t - 1] ? 1 : 0;
    }
    return new PlanScore(
        name,
        under / Math.max(1, minutes),
        lost / Math.max(Double.MIN_NORMAL, total),
        beyond / Math.max(1, need),
        (double) changes * MINUTES_A_DAY / Math.max(1, minutes));
  }

  /** The counts that serve. */
  static int[] serving(int[] asked, int lag) {
    int[] serving = new int[asked.length];
    for (int t = 0; t < asked.length; t++) {
      serving[t] = Arrays.stream(asked, Math.max(0, t - lag), t + 1).min().orElse(1);
    }
    return serving;
  }

  /**
   * What a horizontal pod autoscaler with five minutes of stabilisation would have asked for.
   *
   * @param target utilisation it aims at, in (0,1]
   * @param yesterday whether it also asks for what yesterday took around the time to come
   */
  static int[] autoscaler(
      double[] load, double capacity, double target, int lag, boolean yesterday) {
    int[] asked = new int[load.length];
    for (int t = 0; t < load.length; t++) {
      double most = most(load, t - STABILISATION + 1, t + 1) / target;
      if (yesterday && t >= MINUTES_A_DAY) {
        int then = t - MINUTES_A_DAY;
        most = Math.max(most, most(load, then, then + lag + 10) / YESTERDAY_TARGET);
      }
      asked[t] = (int) Math.max(1, Math.ceil(most / capacity));
    }
    return asked;
  }

  private static double most(double[] load, int from, int to) {
    double most = 0;
    for (int t = Math.max(0, from); t < to; t++) {
      most = load[t] > most ? load[t] : most;
    }
    return most;
  }
}
