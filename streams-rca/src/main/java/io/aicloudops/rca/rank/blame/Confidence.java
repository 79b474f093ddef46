package io.aicloudops.rca.rank.blame;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How sure a ranking is of its first. */
public final class Confidence {

  private static final double SHARPNESS = 4;

  /** Even a ranking without a rival is wrong at times, and one among equals is often right. */
  private static final double LEAST = 0.3;

  private static final double MOST = 0.9;

  private Confidence() {}

  /**
   * How likely the first is the cause: its share of all scores to the fourth power, put between .3
   * and .9 in proportion, which is how often rankings were right on recorded incidents; 0 if there
   * are none.
   */
  public static double of(Map<String, Double> scores) {
    List<Double> sorted =
        scores.values().stream().filter(s -> s > 0).sorted(Comparator.reverseOrder()).toList();
    if (sorted.isEmpty()) {
      return 0;
    }
    double most = sorted.get(0);
    double total = sorted.stream().mapToDouble(s -> Math.pow(s / most, SHARPNESS)).sum();
    return LEAST + (MOST - LEAST) / total;
  }

  /** The same for each: the others share what the first leaves, in proportion. */
  public static SortedMap<String, Double> each(Map<String, Double> scores) {
    SortedMap<String, Double> each = new TreeMap<>();
    List<String> ranked =
        Ranking.of(scores).stream().filter(s -> scores.getOrDefault(s, 0.0) > 0).toList();
    if (ranked.isEmpty()) {
      return each;
    }
    double sure = of(scores);
    double most = scores.getOrDefault(ranked.get(0), 0.0);
    double others = 0;
    for (String name : ranked.subList(1, ranked.size())) {
      double share = Math.pow(scores.getOrDefault(name, 0.0) / most, SHARPNESS);
      each.put(name, share);
      others += share;
    }
    double left = others > 0 ? (1 - sure) / others : 0;
    each.replaceAll((name, share) -> share * left);
    each.put(ranked.get(0), sure);
    return each;
  }
}
