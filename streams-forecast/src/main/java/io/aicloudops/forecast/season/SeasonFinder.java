package io.aicloudops.forecast.season;

import java.time.Duration;
import java.util.Arrays;

/**
 * Finds the seasons of a series in its autocorrelation. The base season is the shortest peak that
 * its own multiples do not clearly beat (so that a half-day harmonic is not taken for the day); the
 * longer season is the multiple of it that does beat its neighbours.
 */
public final class SeasonFinder {

  private static final double CLEAR = 0.12;
  private static final double WEAK = 0.3;
  private static final int MAX_MULTIPLE = 10;
  private static final int FEWEST_PAIRS = 12;

  /** By how much less autocorrelation a calendar season still wins. */
  private static final double CALENDAR = 0.03;

  private SeasonFinder() {}

  /**
   * The seasons of {@code y} (finite values). A season needs two cycles to be seen; a calendar day
   * less, as one knows to look for it.
   *
   * @param step distance of the values; zero if unknown
   */
  public static Seasons find(double[] y, Duration step) {
    int n = y.length;
    int day = steps(Duration.ofDays(1), step);
    int week = steps(Duration.ofDays(7), step);
    int longestLag = day + 1 <= n - FEWEST_PAIRS ? Math.max(n / 2, day + 1) : n / 2;
    if (longestLag < 4) {
      return Seasons.NONE;
    }
    double[] r = Autocorrelation.of(detrended(y), longestLag);
    int shorter = baseSeason(Arrays.copyOf(r, Math.max(4, n / 2 + 1)), n);
    if (prefers(r, day, shorter, n)) {
      shorter = day;
    }
    if (shorter == 0) {
      return Seasons.NONE;
    }
    int longer = longerSeason(r, shorter);
    if (shorter == day && week + day < r.length && clearOfNeighbours(r, week, day)) {
      boolean near = Math.abs(longer - week) < day / 2;
      double margin = longer == 0 ? 1 : near ? 2 * CALENDAR : CALENDAR;
      longer = r[week] > r[longer] - margin ? week : longer;
    }
    return new Seasons(shorter, longer);
  }

  private static int steps(Duration season, Duration step) {
    long steps = step.isZero() ? 0 : season.toMillis() / Math.max(1, step.toMillis());
    return steps >= 4 && steps <= 100_000 ? (int) steps : 0;
  }

  /** Whether the calendar's day explains the data as well as what was found. */
  private static boolean prefers(double[] r, int day, int found, int n) {
    if (day == 0 || day >= r.length) {
      return false;
    }
    double floor = Math.max(WEAK, 2 / Math.sqrt(Math.max(1, n - day)));
    boolean near = found > 0 && Math.abs(found - day) <= Math.max(1, day / 8);
    return r[day] >= floor && (found == 0 || (near && r[day] >= r[found] - 2 * CALENDAR));
  }

  private static boolean clearOfNeighbours(double[] r, int week, int day) {
    return r[week] > r[week - day] && r[week] > r[week + day];
  }

  private static int baseSeason(double[] r, int n) {
    double noise = 2 / Math.sqrt(n);
    boolean dipped = false;
    for (int lag = 2; lag < r.length - 1; lag++) {
      dipped = dipped || r[lag] < r[lag - 1] - 1e-12;
      if (!dipped || !peak(r, lag) || r[lag] < Math.max(WEAK, noise)) {
        continue;
      }
      double beyond = r[lag];
      for (int k = 2; k <= 3 && k * lag + 1 < r.length; k++) {
        beyond = Math.max(beyond, bestNear(r, k * lag, k));
      }
      if (beyond <= r[lag] + CLEAR) {
        return lag;
      }
    }
    return 0;
  }

  private static int longerSeason(double[] r, int shorter) {
    int best = 0;
    double bestGain = 0.015;
    for (int k = 2; k <= MAX_MULTIPLE && (k + 1) * shorter < r.length; k++) {
      int at = argNear(r, k * shorter, Math.max(1, k / 2));
      double before = bestNear(r, (k - 1) * shorter, 1);
      double after = bestNear(r, (k + 1) * shorter, 1);
      double gain = r[at] - (before + after) / 2;
      if (gain > bestGain && r[at] > before && r[at] > after) {
        bestGain = gain;
        best = at;
      }
    }
    return best;
  }

  private static boolean peak(double[] r, int lag) {
    return r[lag] >= r[lag - 1] && r[lag] >= r[lag + 1];
  }

  private static double bestNear(double[] r, int lag, int within) {
    return r[argNear(r, lag, within)];
  }

  private static int argNear(double[] r, int lag, int within) {
    int best = Math.min(lag, r.length - 1);
    for (int i = Math.max(1, lag - within); i <= Math.min(r.length - 1, lag + within); i++) {
      if (r[i] > r[best]) {
        best = i;
      }
    }
    return best;
  }

  private static double[] detrended(double[] y) {
    int n = y.length;
    double meanT = (n - 1) / 2.0;
    double mean = 0;
    for (double v : y) {
      mean += v / n;
    }
    double sxy = 0;
    double sxx = 0;
    for (int t = 0; t < n; t++) {
      sxy += (t - meanT) * (y[t] - mean);
      sxx += (t - meanT) * (t - meanT);
    }
    double slope = sxy / sxx;
    double[] out = new double[n];
    for (int t = 0; t < n; t++) {
      out[t] = y[t] - mean - slope * (t - meanT);
    }
    return out;
  }
}
