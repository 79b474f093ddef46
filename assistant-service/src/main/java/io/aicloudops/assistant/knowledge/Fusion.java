package io.aicloudops.assistant.knowledge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reciprocal rank fusion (Cormack, Clarke, Büttcher 2009): rankings whose scores cannot be compared
 * become one by the sum of weight / (60 + rank).
 */
public final class Fusion {

  private static final double SMOOTHING = 60;

  private final Map<String, Double> scores = new HashMap<>();

  /** Adds a ranking; an earlier place and a higher weight count more. */
  public Fusion add(List<Ranked> ranking, double weight) {
    for (int i = 0; i < ranking.size(); i++) {
      scores.merge(ranking.get(i).key(), weight / (SMOOTHING + i + 1), Double::sum);
    }
    return this;
  }

  /**
   * All that were in any ranking, best first; ties by key, so that the order is always the same.
   */
  public List<Ranked> ranking() {
    List<Ranked> ranking = new ArrayList<>();
    scores.forEach((key, score) -> ranking.add(new Ranked(key, score)));
    ranking.sort(Comparator.comparingDouble(Ranked::score).reversed().thenComparing(Ranked::key));
    return ranking;
  }
}
