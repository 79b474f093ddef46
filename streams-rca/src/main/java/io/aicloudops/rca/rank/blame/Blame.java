package io.aicloudops.rca.rank.blame;

import io.aicloudops.rca.rank.shift.CallGraph;
import io.aicloudops.rca.rank.shift.Role;
import io.aicloudops.rca.rank.shift.Shift;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Ranks services by their strongest shift, after trouble that a callee explains was taken away: a
 * service that is slow or fails while something it calls moved comparably is a symptom as far as
 * its errors and latency go; what it uses up itself stays its own.
 */
public final class Blame {

  private static final double TRAFFIC = 0.3;
  private static final double RELIEF = 0.5;
  private static final double EXPLAINED = 0.6;
  private static final double COMPARABLE = 0.4;

  /** What is known of one service. */
  private static final class Trouble {
    private double strongest;
    private double felt;
    private double own;
    private double moved;
  }

  private final SortedMap<String, Double> scores = new TreeMap<>();
  private final List<String> metrics;

  /** The blame for shifts in services that call each other. */
  public Blame(List<Shift> shifts, CallGraph graph) {
    Map<String, Trouble> troubles = new HashMap<>();
    for (Shift shift : shifts) {
      if (shift.column().blamable()) {
        take(troubles.computeIfAbsent(shift.column().owner(), o -> new Trouble()), shift);
      }
    }
    troubles.forEach(
        (service, trouble) -> scores.put(service, score(service, trouble, troubles, graph)));
    this.metrics =
        shifts.stream()
            .sorted(
                Comparator.comparingDouble((Shift s) -> -weighed(s))
                    .thenComparing(s -> s.column().name()))
            .map(s -> s.column().title())
            .distinct()
            .toList();
  }

  private static void take(Trouble trouble, Shift shift) {
    double size = weighed(shift);
    Role role = shift.column().role();
    trouble.strongest = Math.max(trouble.strongest, size);
    if (role.felt()) {
      trouble.felt = Math.max(trouble.felt, size);
    }
    if (role.own()) {
      trouble.own = Math.max(trouble.own, size);
    }
    if (role != Role.TRAFFIC && role != Role.NODE && !better(shift)) {
      trouble.moved = Math.max(trouble.moved, size);
    }
  }

  private static double weighed(Shift shift) {
    double size = better(shift) ? RELIEF * shift.size() : shift.size();
    return shift.column().role() == Role.TRAFFIC ? TRAFFIC * size : size;
  }

  /** Calls that became faster or fail less are a consequence, if anything. */
  private static boolean better(Shift shift) {
    return shift.column().worse() * shift.direction() < 0;
  }

  private static double score(
      String service, Trouble trouble, Map<String, Trouble> troubles, CallGraph graph) {
    double below = 0;
    for (String callee : graph.callees(service)) {
      Trouble other = troubles.get(callee);
      below = other == null ? below : Math.max(below, other.moved);
    }
    boolean symptom = trouble.felt > 0 && below >= COMPARABLE * trouble.felt;
    return symptom
        ? Math.max(trouble.own, trouble.strongest - EXPLAINED * trouble.felt)
        : trouble.strongest;
  }

  /** The blame of each service, 0 and up. */
  public SortedMap<String, Double> scores() {
    return scores;
  }

  /** Columns, the one that moved most first. */
  public List<String> metrics() {
    return metrics;
  }
}
