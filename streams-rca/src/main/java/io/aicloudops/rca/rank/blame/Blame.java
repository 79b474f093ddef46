package io.aicloudops.rca.rank.blame;

import io.aicloudops.rca.rank.shift.CallGraph;
import io.aicloudops.rca.rank.shift.Column;
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
 * its errors and latency go; what it uses up itself stays its own. A callee whose latency is
 * measured and hardly rose made nobody slow.
 */
public final class Blame {

  private static final double TRAFFIC = 0.3;
  private static final double RELIEF = 0.5;
  private static final double EXPLAINED = 0.6;
  private static final double COMPARABLE = 0.4;

  /** What a call takes longer its caller takes longer as often as it calls: ten times, say. */
  private static final double PART_OF_RISE = 0.1;

  /** What is known of one service. */
  private static final class Trouble {
    private double strongest;
    private double felt;
    private double own;
    private double moved;
    private double failing;
    private String feltBy = "";
    private final Map<String, Double> rises = new HashMap<>();

    /** By how much this explains trouble that another feels. */
    double explains(Trouble other) {
      double theirs = other.rises.getOrDefault(other.feltBy, 0.0);
      Double rise = rises.get(other.feltBy);
      boolean slow = rise == null || rise >= PART_OF_RISE * theirs;
      return slow ? moved : failing;
    }
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
      felt(trouble, shift, size);
    }
    if (role.own()) {
      trouble.own = Math.max(trouble.own, size);
    }
    if (role != Role.TRAFFIC && role != Role.NODE && !better(shift)) {
      trouble.moved = Math.max(trouble.moved, size);
    }
  }

  private static void felt(Trouble trouble, Shift shift, double size) {
    Column column = shift.column();
    boolean measured = shift.before() > 0 || shift.now() > 0;
    if (column.role() == Role.LATENCY && measured) {
      trouble.rises.merge(column.kind(), shift.now() - shift.before(), Math::max);
    } else if (column.role() == Role.ERRORS && !better(shift)) {
      trouble.failing = Math.max(trouble.failing, size);
    }
    if (size > trouble.felt) {
      trouble.felt = size;
      trouble.feltBy = column.kind();
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
      below = other == null ? below : Math.max(below, other.explains(trouble));
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
