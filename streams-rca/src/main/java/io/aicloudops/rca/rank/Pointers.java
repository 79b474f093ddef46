package io.aicloudops.rca.rank;

import io.aicloudops.rca.knowledge.ClusterMap;
import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.knowledge.Hypothesis;
import io.aicloudops.rca.knowledge.Meaning;
import io.aicloudops.rca.knowledge.Pointed;
import io.aicloudops.rca.knowledge.Scene;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What callers measure of those they call: {@code http_client_requests_total{target="payment"}}
 * that fails or is slow speaks for a cause at {@code payment} and against its caller, and is often
 * heard before anything of {@code payment} itself.
 */
final class Pointers {

  /** How likely the one pointed at is in trouble of that kind, while it says nothing itself. */
  private static final double HEARSAY = 0.5;

  private final SortedMap<String, List<Fact>> at = new TreeMap<>();
  private final SortedMap<String, List<Fact>> from = new TreeMap<>();

  Pointers(ClusterMap map, Map<String, Scene> scenes) {
    scenes.forEach(
        (caller, scene) -> {
          for (Fact fact : scene.raised(Meaning.CLIENT_ERRORS, Meaning.CLIENT_LATENCY)) {
            Pointed.at(map, caller, fact.what()).ifPresent(callee -> point(caller, callee, fact));
          }
        });
  }

  private void point(String caller, String callee, Fact fact) {
    at.computeIfAbsent(callee, c -> new ArrayList<>()).add(fact);
    from.computeIfAbsent(caller, c -> new ArrayList<>()).add(fact);
  }

  /** What callers measured at an entity; empty if nothing is odd. */
  List<Fact> at(String entity) {
    return at.getOrDefault(entity, List.of());
  }

  /** Ids of what a caller measured at others. */
  List<String> from(String caller) {
    return from.getOrDefault(caller, List.of()).stream().map(Fact::id).distinct().toList();
  }

  /** All that are pointed at. */
  Iterable<String> targets() {
    return at.keySet();
  }

  /** When the first of them was seen; the end of time if there is none. */
  long onset(String entity) {
    return at(entity).stream().mapToLong(Fact::since).min().orElse(Long.MAX_VALUE);
  }

  /** How much the strongest of them weighs; 0 if there is none. */
  double strength(String entity) {
    return at(entity).stream().filter(Fact::opens).mapToDouble(Fact::weight).max().orElse(0);
  }

  /** What can be said of an entity by what its callers measured alone. */
  List<Hypothesis> hearsay(String entity) {
    List<Hypothesis> found = new ArrayList<>();
    for (Meaning meaning : List.of(Meaning.CLIENT_ERRORS, Meaning.CLIENT_LATENCY)) {
      List<String> ids =
          at(entity).stream().filter(f -> f.meaning() == meaning).map(Fact::id).distinct().toList();
      if (!ids.isEmpty()) {
        boolean fails = meaning == Meaning.CLIENT_ERRORS;
        SortedMap<String, String> facts = new TreeMap<>();
        if (!fails) {
          facts.put("dependency", entity);
        }
        found.add(
            new Hypothesis(
                fails ? FaultKind.ERROR_BURST : FaultKind.DEPENDENCY_SLOW,
                entity,
                HEARSAY,
                true,
                ids,
                List.of(),
                "",
                "",
                facts));
      }
    }
    return found;
  }
}
