package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Fact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which facts an incident keeps that cannot keep all: what goes on before what is over, harm before
 * what only supports, and of each entity and kind of trouble one before many of another, so that no
 * pod or service speaks so often that a cause is not heard.
 */
final class Telling {

  private record Voice(String entity, String what) {}

  private Telling() {}

  /** The least telling of the members and the one that comes. */
  static Fact least(List<Fact> members, Fact comes) {
    List<Fact> all = new ArrayList<>(members);
    all.add(comes);
    Map<Voice, Integer> voices = new HashMap<>();
    all.forEach(fact -> voices.merge(voice(fact), 1, Integer::sum));
    Fact least = comes;
    Comparator<Fact> order =
        Comparator.comparing(Fact::active)
            .thenComparing(Fact::opens)
            .thenComparing(fact -> -voices.getOrDefault(voice(fact), 0))
            .thenComparing(Fact::weight)
            .thenComparing(Comparator.comparingLong(Fact::since).reversed())
            .thenComparing(Fact::id);
    for (Fact fact : members) {
      if (order.compare(fact, least) < 0) {
        least = fact;
      }
    }
    return least;
  }

  private static Voice voice(Fact fact) {
    return new Voice(fact.entity(), fact.what());
  }
}
