package io.aicloudops.forecast.member;

import io.aicloudops.forecast.season.Seasons;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which lags an autoregression looks at, told by the seasons. */
public final class Lags {

  private static final int[] RECENT = {1, 2, 3, 4, 5, 6};

  private Lags() {}

  /** Recent values, the base season with its surroundings, and the longer one if there is one. */
  public static int[] full(Seasons seasons, int limit) {
    SortedSet<Integer> lags = recent();
    if (seasons.any()) {
      int p = seasons.shorter();
      add(lags, p / 2, p - 1, p, p + 1, p + 2, 2 * p, 2 * p + 1, 3 * p, 4 * p, 5 * p, 6 * p);
      int q = seasons.longer();
      if (q > 0) {
        add(lags, q - 1, q, q + 1, q + p, q + p + 1);
      }
    }
    return within(lags, limit);
  }

  /** The same without what lies beyond the longer season; for its difference. */
  public static int[] upToLonger(Seasons seasons, int limit) {
    SortedSet<Integer> lags = recent();
    int p = seasons.shorter();
    add(lags, p / 2, p - 1, p, p + 1, p + 2, 2 * p, 2 * p + 1, 3 * p, 4 * p, 5 * p, 6 * p);
    add(lags, seasons.longer());
    return within(lags, limit);
  }

  /** Recent values and up to three base seasons. */
  public static int[] few(Seasons seasons, int limit) {
    SortedSet<Integer> lags = new TreeSet<>();
    add(lags, 1, 2, 3, 4, 6);
    if (seasons.any()) {
      int p = seasons.shorter();
      add(lags, p / 2, p - 1, p, p + 1, p + 2, 2 * p, 3 * p);
    }
    return within(lags, limit);
  }

  private static SortedSet<Integer> recent() {
    SortedSet<Integer> lags = new TreeSet<>();
    add(lags, RECENT);
    return lags;
  }

  private static void add(SortedSet<Integer> lags, int... more) {
    for (int lag : more) {
      lags.add(lag);
    }
  }

  private static int[] within(SortedSet<Integer> lags, int limit) {
    return lags.stream().mapToInt(Integer::intValue).filter(l -> l > 0 && l <= limit).toArray();
  }
}
