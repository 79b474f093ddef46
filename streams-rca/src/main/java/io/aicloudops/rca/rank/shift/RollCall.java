package io.aicloudops.rca.rank.shift;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Pods and edges that begin or cease to report within the rows seen: instances that were killed,
 * replaced, added or removed. Versions come and go by rollouts, which are known anyway.
 */
public final class RollCall {

  private static final double POD = 3;
  private static final double EDGE = 0.8;
  private static final int MOST = 2;
  private static final int GONE_ROWS = 4;
  private static final int NEW_ROWS = 5;
  private static final int LEAST = 3;
  private static final double STEADY = 0.6;

  private RollCall() {}

  /**
   * Evidence for each service that its instances changed.
   *
   * @param to row after the last that is looked at
   */
  public static SortedMap<String, Double> of(Table table, int to) {
    Map<String, Set<String>> pods = new HashMap<>();
    Map<String, Set<String>> edges = new HashMap<>();
    for (int j = 0; j < table.columns().size(); j++) {
      if (!table.columns().get(j).entity().contains("@") && changed(table, j, to)) {
        Column column = table.columns().get(j);
        boolean edge = column.entity().contains(">");
        (edge ? edges : pods)
            .computeIfAbsent(column.owner(), o -> new HashSet<>())
            .add(column.entity());
      }
    }
    SortedMap<String, Double> evidence = new TreeMap<>();
    pods.forEach((s, of) -> evidence.merge(s, POD * Math.min(MOST, of.size()), Double::sum));
    edges.forEach((s, of) -> evidence.merge(s, EDGE * Math.min(MOST, of.size()), Double::sum));
    return evidence;
  }

  /** An event that names an instance of a service. */
  public record Mention(String service, String instance, double time) {}

  /**
   * Evidence for each service that instances came of which nothing was measured: events name them
   * for the first time after the first row.
   *
   * @param until epoch seconds, the last time that is looked at
   */
  public static SortedMap<String, Double> named(
      Table table, Collection<Mention> mentions, double until) {
    Set<String> known = new HashSet<>();
    table.columns().forEach(column -> known.add(column.entity()));
    mentions.stream().filter(m -> m.time() < table.time(0)).forEach(m -> known.add(m.instance()));
    Map<String, Set<String>> came = new HashMap<>();
    for (Mention mention : mentions) {
      if (mention.time() <= until && !known.contains(mention.instance())) {
        came.computeIfAbsent(mention.service(), s -> new HashSet<>()).add(mention.instance());
      }
    }
    SortedMap<String, Double> evidence = new TreeMap<>();
    came.forEach((service, of) -> evidence.put(service, POD * Math.min(MOST, of.size())));
    return evidence;
  }

  private static boolean changed(Table table, int column, int to) {
    int first = -1;
    int last = -1;
    int count = 0;
    for (int i = 0; i < to; i++) {
      if (Double.isFinite(table.said(i)[column])) {
        first = first < 0 ? i : first;
        last = i;
        count++;
      }
    }
    boolean steady = count >= LEAST && count > STEADY * (last - first + 1);
    return steady && (last < to - 1 - GONE_ROWS || first > NEW_ROWS);
  }
}
