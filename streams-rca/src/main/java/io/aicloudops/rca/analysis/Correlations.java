package io.aicloudops.rca.analysis;

import io.aicloudops.rca.analysis.SignalWindow.Point;
import io.aicloudops.rca.analysis.SignalWindow.Series;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.commons.math3.stat.ranking.NaturalRanking;

/**
 * Which signals moved together, and which of them first: Spearman's rank correlation (1904) on a
 * common grid of times, at the lag where it is strongest. Ranks keep single spikes from deciding.
 */
final class Correlations {

  /**
   * A pair that moved together.
   *
   * @param correlation in [-1,1]; negative if one fell as the other rose
   * @param lagMs how much later b moved than a, in milliseconds; negative if it moved before
   */
  record Pair(Series a, Series b, double correlation, long lagMs) {}

  /**
   * A signal's ranks with the sums of those before each of them, so that a lag costs one product of
   * two rows and no more.
   */
  private static final class Ranked {
    private final Series series;
    private final double[] ranks;
    private final double[] sums;
    private final double[] squares;

    Ranked(Series series, double[] ranks) {
      this.series = series;
      this.ranks = ranks;
      this.sums = new double[ranks.length + 1];
      this.squares = new double[ranks.length + 1];
      for (int i = 0; i < ranks.length; i++) {
        sums[i + 1] = sums[i] + ranks[i];
        squares[i + 1] = squares[i] + ranks[i] * ranks[i];
      }
    }

    double sum(int from, int n) {
      return sums[from + n] - sums[from];
    }

    double variation(int from, int n) {
      double sum = sum(from, n);
      return squares[from + n] - squares[from] - sum * sum / n;
    }
  }

  private static final int GRID = 120;
  private static final int MOST_LAG = 6;
  private static final int LEAST_POINTS = 8;

  private Correlations() {}

  /** The strongest pairs, at least as strong as the least, the strongest first. */
  static List<Pair> of(List<Series> series, long from, long to, double least, int most) {
    long step = Math.max(1, (to - from) / GRID);
    List<Ranked> usable = new ArrayList<>();
    NaturalRanking ranking = new NaturalRanking();
    for (Series one : series) {
      double[] grid = grid(one.points(), from, step);
      if (one.points().size() >= LEAST_POINTS && !constant(grid)) {
        usable.add(new Ranked(one, ranking.rank(grid)));
      }
    }
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; i < usable.size(); i++) {
      for (int j = i + 1; j < usable.size(); j++) {
        Pair pair = strongest(usable.get(i), usable.get(j), step);
        if (Math.abs(pair.correlation) >= least) {
          pairs.add(pair);
        }
      }
    }
    pairs.sort(
        Comparator.comparingDouble((Pair p) -> -Math.abs(p.correlation))
            .thenComparing(p -> p.a.name().toString())
            .thenComparing(p -> p.b.name().toString()));
    return List.copyOf(pairs.subList(0, Math.min(most, pairs.size())));
  }

  private static Pair strongest(Ranked a, Ranked b, long step) {
    double best = 0;
    int lag = 0;
    for (int k = 0; k <= MOST_LAG; k++) {
      for (int sign = 1; sign >= (k == 0 ? 1 : -1); sign -= 2) {
        double r = shifted(a, b, sign * k);
        // A lag has to pay: without one unless it fits clearly better.
        if (Math.abs(r) > Math.abs(best) + (k == 0 ? 0 : 0.02)) {
          best = r;
          lag = sign * k;
        }
      }
    }
    return new Pair(a.series, b.series, best, lag * step);
  }

  /** Pearson's correlation of the ranks where b is so much later; 0 if one of them is constant. */
  private static double shifted(Ranked a, Ranked b, int lag) {
    int n = a.ranks.length - Math.abs(lag);
    int i = Math.max(0, -lag);
    int j = Math.max(0, lag);
    double product = 0;
    for (int k = 0; k < n; k++) {
      product += a.ranks[i + k] * b.ranks[j + k];
    }
    double both = a.variation(i, n) * b.variation(j, n);
    return both > 0 ? (product - a.sum(i, n) * b.sum(j, n) / n) / Math.sqrt(both) : 0;
  }

  /** The last value known at each time of the grid; before the first, the first. */
  private static double[] grid(List<Point> points, long from, long step) {
    double[] grid = new double[GRID + 1];
    int at = 0;
    for (int i = 0; i <= GRID; i++) {
      long time = from + i * step;
      while (at + 1 < points.size() && points.get(at + 1).time() <= time) {
        at++;
      }
      grid[i] = points.get(at).value();
    }
    return grid;
  }

  private static boolean constant(double[] values) {
    return Arrays.stream(values).allMatch(v -> v == values[0]);
  }
}
