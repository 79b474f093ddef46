package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.schemas.identity.EntityId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The facts of a cluster, found by id, by entity and by incident, so that a piece of evidence costs
 * what lies around it and not what the whole cluster has. Everything is answered in a fixed order.
 */
final class Facts {

  private static final SortedSet<String> NONE = new TreeSet<>();

  private final SortedMap<String, Fact> all = new TreeMap<>();
  private final Map<String, String> incidentOf = new HashMap<>();
  private final Map<String, SortedSet<String>> ofIncident = new HashMap<>();
  private final Map<String, SortedSet<String>> ofEntity = new HashMap<>();
  private final Map<String, SortedSet<String>> entitiesOf = new HashMap<>();
  private final SortedSet<String> free = new TreeSet<>();
  private final SortedSet<String> changes = new TreeSet<>();
  private final Set<String> guessed = new HashSet<>();

  /** All facts, in the order of their ids. */
  Collection<Fact> all() {
    return all.values();
  }

  Optional<Fact> one(String id) {
    return Optional.ofNullable(all.get(id));
  }

  /** Adds a fact, or takes its news; gives what was known before. */
  @Nullable Fact put(Fact fact) {
    Fact before = all.put(fact.id(), fact);
    if (before != null && before.entity().equals(fact.entity())) {
      return before;
    }
    if (before != null) {
      leave(before);
    }
    ofEntity.computeIfAbsent(fact.entity(), e -> new TreeSet<>()).add(fact.id());
    entitiesOf.computeIfAbsent(namespace(fact.entity()), n -> new TreeSet<>()).add(fact.entity());
    if (fact.kind() == Fact.Kind.CHANGE) {
      changes.add(fact.id());
    } else if (!incidentOf.containsKey(fact.id())) {
      free.add(fact.id());
    }
    return before;
  }

  void remove(Fact fact) {
    Fact known = all.remove(fact.id());
    if (known == null) {
      return;
    }
    leave(known);
    free.remove(fact.id());
    changes.remove(fact.id());
    guessed.remove(fact.id());
    String incident = incidentOf.remove(fact.id());
    if (incident != null) {
      drop(ofIncident, incident, fact.id());
    }
  }

  private void leave(Fact fact) {
    drop(ofEntity, fact.entity(), fact.id());
    if (!ofEntity.containsKey(fact.entity())) {
      drop(entitiesOf, namespace(fact.entity()), fact.entity());
    }
  }

  private static void drop(Map<String, SortedSet<String>> from, String key, String value) {
    SortedSet<String> left = from.get(key);
    if (left != null) {
      left.remove(value);
      if (left.isEmpty()) {
        from.remove(key);
      }
    }
  }

  /** The fact belongs to the incident from now on, and to no other. */
  void link(String fact, String incident) {
    String before = incidentOf.put(fact, incident);
    if (before != null) {
      drop(ofIncident, before, fact);
    }
    free.remove(fact);
    guessed.remove(fact);
    ofIncident.computeIfAbsent(incident, i -> new TreeSet<>()).add(fact);
  }

  /** Time and namespace alone tell that the fact belongs to its incident. */
  void guess(String fact) {
    guessed.add(fact);
  }

  /** True if {@link #guess} was said of it since it was linked. */
  boolean guessed(Fact fact) {
    return guessed.contains(fact.id());
  }

  /** The id of the incident a fact belongs to; empty if it belongs to none. */
  Optional<String> incidentOf(Fact fact) {
    return Optional.ofNullable(incidentOf.get(fact.id()));
  }

  /** The facts of an incident. */
  List<Fact> ofIncident(String incident) {
    return list(ofIncident.getOrDefault(incident, NONE));
  }

  /** How many facts an incident has. */
  int count(String incident) {
    return ofIncident.getOrDefault(incident, NONE).size();
  }

  /** The facts about an entity, changes included. */
  List<Fact> at(String entity) {
    return list(ofEntity.getOrDefault(entity, NONE));
  }

  /** Facts that are no changes and belong to no incident. */
  List<Fact> free() {
    return list(free);
  }

  /** True if the fact is known still and belongs to no incident. */
  boolean free(Fact fact) {
    return free.contains(fact.id());
  }

  List<Fact> changes() {
    return list(changes);
  }

  /** The entities with facts that are in the same namespace as this one; may be this one too. */
  Set<String> beside(String entity) {
    return entitiesOf.getOrDefault(namespace(entity), NONE);
  }

  private static String namespace(String entity) {
    return EntityId.tryParse(entity).map(EntityId::namespace).orElse("");
  }

  private List<Fact> list(Collection<String> ids) {
    List<Fact> facts = new ArrayList<>(ids.size());
    for (String id : ids) {
      Fact fact = all.get(id);
      if (fact != null) {
        facts.add(fact);
      }
    }
    return facts;
  }
}
