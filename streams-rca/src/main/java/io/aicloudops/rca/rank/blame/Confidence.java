package io.aicloudops.rca.rank.blame;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How sure a ranking is of its first. */
public final class Confidence {

  private static final double SHARPNESS = 4;

  /**
   * What a ranking rests on. How often rankings were right rises with the first one's share of all
   * scores along a straight line, one for each basis, fitted on recorded incidents with the same
   * weight for each source of them.
   */
  public enum Basis {
    /** Measurements that moved. */
    MEASUREMENTS(0.29, 0.64),
    /** States of objects, which name their fault. */
    STATES(0.97, 0.01),
    /** Alerts without times. */
    ALERTS(0.04, 0.81);

    private final double least;
    private final double rise;

    Basis(double least, double rise) {
      this.least = least;
      this.rise = rise;
    }
  }

  private Confidence() {}

  /** How likely the first is the cause, by its {@link #share}; 0 if there are no scores. */
  public static double of(Map<String, Double> scores, Basis basis) {
    double share = share(scores);
    return share == 0 ? 0 : basis.least + basis.rise * share;
  }

  /** The first one's share of all scores to the fourth power, in [0,1]; 0 if there are none. */
  public static double share(Map<String, Double> scores) {
    List<Double> sorted =
        scores.values().stream().filter(s -> s > 0).sorted(Comparator.reverseOrder()).toList();
    if (sorted.isEmpty()) {
      return 0;
    }
    double most = sorted.get(0);
    double total = sorted.stream().mapToDouble(s -> StrictMath.pow(s / most, SHARPNESS)).sum();
    return 1 / total;
  }

  /** The same for each: the others share what the first leaves, in proportion. */
  public static SortedMap<String, Double> each(Map<String, Double> scores, Basis basis) {
    SortedMap<String, Double> each = new TreeMap<>();
    List<String> ranked =
        Ranking.of(scores).stream().filter(s -> scores.getOrDefault(s, 0.0) > 0).toList();
    if (ranked.isEmpty()) {
      return each;
    }
    double sure = of(scores, basis);
    double most = scores.getOrDefault(ranked.get(0), 0.0);
    double others = 0;
    for (String name : ranked.subList(1, ranked.size())) {
      double share = StrictMath.pow(scores.getOrDefault(name, 0.0) / most, SHARPNESS);
      each.put(name, share);
      others += share;
    }
    double left = others > 0 ? (1 - sure) / others : 0;
    each.replaceAll((name, share) -> share * left);
    each.put(ranked.get(0), sure);
    return each;
  }
}
