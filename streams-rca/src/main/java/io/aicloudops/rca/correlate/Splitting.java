package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.identity.EntityId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes incidents apart that turn out to be several. What was joined while nothing told who calls
 * whom is one no longer when the map says that its parts do not reach each other. And two things
 * that broke by themselves, minutes apart, are two, though one caller feels both. Taking apart asks
 * for more than joining did, so that nothing goes to and fro.
 */
final class Splitting {

  /** Onsets are estimates; of one cause they do not lie further apart than this. */
  private static final long APART_MS = 60_000;

  private final Step step;
  private final ClusterState state;
  private final Relations relations;

  Splitting(Step step) {
    this.step = step;
    this.state = step.state();
    this.relations = new Relations(step);
  }

  /** Looks at incidents that have changed, and at all if the map has. */
  void review() {
    boolean all = state.mapChanged();
    for (Incident incident : state.open()) {
      if (all || step.touched().contains(incident.getId())) {
        List<Fact> facts = state.facts().ofIncident(incident.getId());
        if (!take(incident, islands(facts))) {
          take(incident, origins(facts));
        }
      }
    }
  }

  /** Each part but the one of the incident's centre becomes its own, if it has trouble going on. */
  private boolean take(Incident incident, List<SortedSet<String>> parts) {
    if (parts.size() < 2) {
      return false;
    }
    String centre = Relations.centre(incident);
    SortedSet<String> stays =
        parts.stream()
            .filter(part -> part.contains(centre))
            .findFirst()
            .orElseGet(() -> parts.get(0));
    boolean taken = false;
    for (SortedSet<String> part : parts) {
      List<Fact> facts =
          state.facts().ofIncident(incident.getId()).stream()
              .filter(fact -> part.contains(fact.entity()))
              .toList();
      Optional<Fact> seed =
          facts.stream()
              .filter(fact -> fact.opens() && fact.active())
              .min(Comparator.comparingLong(Fact::since).thenComparing(Fact::id));
      if (part != stays && seed.isPresent()) {
        new Correlation(step).split(incident, seed.get(), facts);
        taken = true;
      }
    }
    return taken;
  }

  /**
   * Entities that reach each other, by the eldest trouble; only parts with trouble of their own.
   */
  private List<SortedSet<String>> islands(List<Fact> facts) {
    SortedMap<String, Long> onsets = onsets(facts);
    Set<String> left = new TreeSet<>();
    facts.forEach(fact -> left.add(fact.entity()));
    List<SortedSet<String>> parts = new ArrayList<>();
    for (String first : List.copyOf(left)) {
      if (left.remove(first)) {
        SortedSet<String> part = new TreeSet<>(Set.of(first));
        List<String> open = new ArrayList<>(part);
        while (!open.isEmpty()) {
          String at = open.remove(open.size() - 1);
          Set<String> reach = state.map().reach(at, Relations.CAUSE_REACH);
          left.removeIf(
              other -> {
                boolean joined = reach.contains(other) || notKnownApart(at, other);
                if (joined) {
                  part.add(other);
                  open.add(other);
                }
                return joined;
              });
        }
        parts.add(part);
      }
    }
    return byOnset(parts, onsets);
  }

  private boolean notKnownApart(String a, String b) {
    return relations.unmapped(a, b) && sameNamespace(a, b);
  }

  private static boolean sameNamespace(String a, String b) {
    Optional<EntityId> one = EntityId.tryParse(a);
    Optional<EntityId> other = EntityId.tryParse(b);
    return one.isPresent()
        && other.isPresent()
        && one.get().namespace().equals(other.get().namespace());
  }

  /**
   * What broke by itself, with those that rest on it. By itself broke what rests on nothing that is
   * in trouble too; of several that are felt in one place, the eldest keeps the place.
   */
  private List<SortedSet<String>> origins(List<Fact> facts) {
    SortedMap<String, Long> onsets = onsets(facts);
    List<String> roots = new ArrayList<>();
    for (String entity : onsets.keySet()) {
      Set<String> below = state.map().below(entity, Relations.CAUSE_REACH);
      if (onsets.keySet().stream().noneMatch(o -> !o.equals(entity) && below.contains(o))) {
        roots.add(entity);
      }
    }
    roots.sort(Comparator.comparing((String r) -> onsets.getOrDefault(r, 0L)));
    List<SortedSet<String>> parts = new ArrayList<>();
    long last = Long.MIN_VALUE;
    for (String root : roots) {
      long onset = onsets.getOrDefault(root, 0L);
      if (parts.isEmpty() || onset - last > APART_MS) {
        parts.add(new TreeSet<>());
      }
      parts.get(parts.size() - 1).add(root);
      last = onset;
    }
    if (parts.size() < 2 || touching(parts)) {
      return List.of();
    }
    for (Fact fact : facts) {
      Set<String> below = state.map().below(fact.entity(), Relations.CAUSE_REACH);
      parts.stream()
          .filter(part -> part.stream().anyMatch(below::contains))
          .findFirst()
          .orElseGet(() -> parts.get(0))
          .add(fact.entity());
    }
    return parts;
  }

  /** True if roots of different parts could be of one cause all the same. */
  private boolean touching(List<SortedSet<String>> parts) {
    for (int i = 0; i < parts.size(); i++) {
      for (String root : parts.get(i)) {
        Set<String> reach = state.map().reach(root, Relations.CAUSE_REACH);
        for (SortedSet<String> later : parts.subList(i + 1, parts.size())) {
          if (later.stream().anyMatch(o -> reach.contains(o) || notKnownApart(root, o))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** When the trouble of each entity began that has some of its own. */
  private static SortedMap<String, Long> onsets(List<Fact> facts) {
    SortedMap<String, Long> onsets = new TreeMap<>();
    for (Fact fact : facts) {
      if (fact.opens()) {
        onsets.merge(fact.entity(), fact.since(), Math::min);
      }
    }
    return onsets;
  }

  private static List<SortedSet<String>> byOnset(
      List<SortedSet<String>> parts, Map<String, Long> onsets) {
    return parts.stream()
        .filter(part -> part.stream().anyMatch(onsets::containsKey))
        .sorted(Comparator.comparingLong(part -> first(part, onsets)))
        .toList();
  }

  private static long first(Collection<String> part, Map<String, Long> onsets) {
    return part.stream()
        .mapToLong(entity -> onsets.getOrDefault(entity, Long.MAX_VALUE))
        .min()
        .orElse(Long.MAX_VALUE);
  }
}
