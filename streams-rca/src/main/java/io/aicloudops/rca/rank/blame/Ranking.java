package io.aicloudops.rca.rank.blame;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Names in the order of their scores. */
public final class Ranking {

  private Ranking() {}

  /** The best first; equally good ones by name. */
  public static List<String> of(Map<String, Double> scores) {
    return scores.entrySet().stream()
        .sorted(
            Comparator.comparingDouble((Map.Entry<String, Double> e) -> -e.getValue())
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .toList();
  }
}
