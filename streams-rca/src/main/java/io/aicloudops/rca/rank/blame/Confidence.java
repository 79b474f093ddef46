package io.aicloudops.rca.rank.blame;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** How sure a ranking is of its first. */
public final class Confidence {

  private static final double SHARPNESS = 4;

  private Confidence() {}

  /** The first one's share of all scores to the fourth power, in [0,1]; 0 if there are none. */
  public static double of(Map<String, Double> scores) {
    List<Double> sorted =
        scores.values().stream().filter(s -> s > 0).sorted(Comparator.reverseOrder()).toList();
    if (sorted.isEmpty()) {
      return 0;
    }
    double most = sorted.get(0);
    double total = sorted.stream().mapToDouble(s -> Math.pow(s / most, SHARPNESS)).sum();
    return 1 / total;
  }
}
