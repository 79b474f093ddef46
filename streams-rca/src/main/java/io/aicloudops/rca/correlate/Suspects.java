package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Cordons;
import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.knowledge.Policies;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/**
 * Which changes an incident looks at: those of its members and of what these call or rest on, of
 * policies about them, and of nodes that take no pods while theirs wait. A change belongs to no
 * incident; several may suspect it.
 */
final class Suspects {

  private static final int MOST = 16;

  private Suspects() {}

  /** The latest changes that concern an incident. */
  static List<Fact> of(String incident, Step step) {
    List<Fact> members = step.state().facts().ofIncident(incident);
    List<Fact> found = new ArrayList<>();
    for (Fact change : step.state().facts().changes()) {
      if (concerns(change, members, step)) {
        found.add(change);
      }
    }
    found.sort(Comparator.comparingLong(Fact::since).reversed().thenComparing(Fact::id));
    return found.subList(0, Math.min(MOST, found.size()));
  }

  /**
   * True if the change is one that the incident looks at.
   *
   * @param members the incident's facts
   */
  static boolean concerns(Fact change, List<Fact> members, Step step) {
    long since = members.stream().filter(Fact::opens).mapToLong(Fact::since).min().orElse(0);
    boolean recent =
        change.since() >= since - step.rules().lookbackMs() && change.since() <= step.now();
    if (!recent) {
      return false;
    }
    Set<String> reach = step.state().map().reach(change.entity(), 1);
    return members.stream()
        .anyMatch(
            member ->
                reach.contains(member.entity())
                    || Policies.concerns(step.state().map(), change, member.entity())
                    || Cordons.concerns(change, member));
  }
}
