package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.schemas.event.Incident;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Takes incidents apart that turn out to be several. What was joined by time and namespace alone is
 * one no longer when the map says that its parts do not reach each other. And two objects that
 * broke by themselves, more than a minute apart, are two, though one caller feels both. A map that
 * only forgets takes nothing apart: calls cease where something is broken.
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
        boolean guesses = facts.stream().anyMatch(state.facts()::guessed);
        if (!guesses || !take(incident, islands(facts), facts)) {
          take(incident, origins(incident, facts), facts);
        }
      }
    }
  }

  /** Each part but the one that stays becomes its own, if it has trouble going on. */
  private boolean take(Incident incident, List<SortedSet<String>> parts, List<Fact> facts) {
    if (parts.size() < 2) {
      return false;
    }
    String centre = Relations.centre(incident);
    SortedSet<String> stays =
        parts.stream().filter(p -> p.contains(centre)).findFirst().orElseGet(() -> parts.get(0));
    boolean taken = false;
    for (SortedSet<String> part : parts) {
      List<Fact> of = facts.stream().filter(fact -> part.contains(fact.entity())).toList();
      Optional<Fact> seed =
          of.stream()
              .filter(fact -> fact.opens() && fact.active())
              .min(Comparator.comparingLong(Fact::since).thenComparing(Fact::id));
      if (part != stays && seed.isPresent()) {
        new Correlation(step).split(incident, seed.get(), of);
        taken = true;
      }
    }
    return taken;
  }

  /** Sets of entities that reach each other; none if not all but one were joined by a guess. */
  private List<SortedSet<String>> islands(List<Fact> facts) {
    SortedSet<String> left = new TreeSet<>();
    facts.forEach(fact -> left.add(fact.entity()));
    List<SortedSet<String>> parts = new ArrayList<>();
    while (!left.isEmpty()) {
      SortedSet<String> part = new TreeSet<>();
      List<String> open = new ArrayList<>(List.of(left.first()));
      left.remove(left.first());
      while (!open.isEmpty()) {
        String at = open.remove(open.size() - 1);
        part.add(at);
        Set<String> reach = state.map().reach(at, Relations.CAUSE_REACH);
        List<String> joined =
            left.stream()
                .filter(
                    o -> reach.contains(o) || relations.unmapped(at, o) || relations.learned(at, o))
                .toList();
        open.addAll(joined);
        left.removeAll(joined);
      }
      parts.add(part);
    }
    long known = parts.stream().filter(part -> !guessed(part, facts)).count();
    return known > 1 ? List.of() : parts;
  }

  private boolean guessed(Set<String> part, List<Fact> facts) {
    return facts.stream()
        .filter(fact -> part.contains(fact.entity()))
        .allMatch(state.facts()::guessed);
  }

  /**
   * Objects whose own state says that they broke, with those that rest on them. Of several that are
   * felt in one place, the eldest keeps the place.
   */
  private List<SortedSet<String>> origins(Incident incident, List<Fact> facts) {
    SortedMap<String, Long> broke = new TreeMap<>();
    for (Fact fact : facts) {
      if (fact.opens() && fact.active() && fact.meaning().state()) {
        broke.merge(fact.entity(), fact.since(), Math::min);
      }
    }
    List<SortedSet<String>> parts = byOnset(broke);
    if (parts.size() < 2 || touching(parts, incident)) {
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

  /** What rests on nothing that broke too; each set begins clearly after the one before. */
  private List<SortedSet<String>> byOnset(SortedMap<String, Long> broke) {
    List<String> roots = new ArrayList<>();
    for (String entity : broke.keySet()) {
      Set<String> below = state.map().below(entity, Relations.CAUSE_REACH);
      if (broke.keySet().stream().noneMatch(o -> !o.equals(entity) && below.contains(o))) {
        roots.add(entity);
      }
    }
    roots.sort(Comparator.comparing((String root) -> broke.getOrDefault(root, 0L)));
    List<SortedSet<String>> parts = new ArrayList<>();
    long last = 0;
    for (String root : roots) {
      long onset = broke.getOrDefault(root, 0L);
      if (parts.isEmpty() || onset - last > APART_MS) {
        parts.add(new TreeSet<>());
      }
      parts.get(parts.size() - 1).add(root);
      last = onset;
    }
    return parts;
  }

  /** True if roots of different parts could be of one cause all the same. */
  private boolean touching(List<SortedSet<String>> parts, Incident incident) {
    for (int i = 0; i < parts.size(); i++) {
      for (String root : parts.get(i)) {
        for (SortedSet<String> later : parts.subList(i + 1, parts.size())) {
          if (later.stream().anyMatch(other -> touches(root, other, incident))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private boolean touches(String root, String other, Incident incident) {
    return state.map().reach(root, Relations.CAUSE_REACH).contains(other)
        || relations.unmapped(root, other)
        || incident.getCauses().stream()
            .anyMatch(
                // Seen to suffer from it before, whatever the map says by now.
                cause ->
                    (cause.getEntity().equals(root) && cause.getAffected().contains(other))
                        || (cause.getEntity().equals(other) && cause.getAffected().contains(root)));
  }
}
