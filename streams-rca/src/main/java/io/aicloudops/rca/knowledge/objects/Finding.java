package io.aicloudops.rca.knowledge.objects;

import io.aicloudops.schemas.faults.FaultKind;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something wrong with an object.
 *
 * @param object name of a workload, node or namespace
 * @param weight of the tier it belongs to: 100 a machine's unit is dead, 90 quotas, 80 cannot
 *     start, 70 wired wrongly, 55 not reachable, up to 50 measured, up to 20 past or hearsay
 * @param reason for people
 */
public record Finding(String object, FaultKind fault, double weight, String reason) {

  private static final double MORE = 0.02;
  private static final double MOST_MORE = 4;

  /** How much each object is to blame: its gravest finding, and a little for each other. */
  public static SortedMap<String, Double> scores(Collection<Finding> findings) {
    SortedMap<String, Double> most = new TreeMap<>();
    SortedMap<String, Double> sums = new TreeMap<>();
    for (Finding finding : findings) {
      most.merge(finding.object, finding.weight, Math::max);
      sums.merge(finding.object, finding.weight, Double::sum);
    }
    most.replaceAll(
        (object, weight) ->
            weight + Math.min(MOST_MORE, MORE * (sums.getOrDefault(object, weight) - weight)));
    return most;
  }

  /** The findings about an object, the gravest first. */
  public static List<Finding> about(String object, Collection<Finding> findings) {
    return findings.stream()
        .filter(f -> f.object.equals(object))
        .sorted(Comparator.comparingDouble((Finding f) -> -f.weight).thenComparing(Finding::reason))
        .toList();
  }
}
