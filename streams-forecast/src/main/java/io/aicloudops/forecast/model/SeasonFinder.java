package io.aicloudops.forecast.model;

import java.time.Duration;

/**
 * Finds the seasons of a series in its autocorrelation. The base season is the shortest peak that
 * its own multiples do not clearly beat (so that a half-day harmonic is not taken for the day); the
 * longer season is the multiple of it that does beat its neighbours.
 */
final class SeasonFinder {

  private static final double CLEAR = 0.12;
  private static final double WEAK = 0.3;
  private static final int MAX_MULTIPLE = 10;

  private SeasonFinder() {}

  /** The seasons of {@code y} (finite values); a season needs at least two cycles to be seen. */
  static Seasons find(double[] y, Duration step) {
    int n = y.length;
    int longestLag = n / 2;
    if (longestLag < 4) {
      return Seasons.NONE;
    }
    double[] r = Autocorrelation.of(detrended(y), longestLag);
    int shorter = baseSeason(r, n);
    if (shorter == 0) {
      return Seasons.NONE;
    }
    return new Seasons(shorter, longerSeason(r, shorter));
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
