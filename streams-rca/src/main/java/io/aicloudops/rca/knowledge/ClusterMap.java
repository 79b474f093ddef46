package io.aicloudops.rca.knowledge;

import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known of a cluster's entities now: attributes, who calls whom, what runs where, and which
 * names stand for the same thing (a Service and the workload it selects, or that has its name).
 *
 * <p>Several sources may speak of one entity; what they say is merged. Everything is answered in a
 * fixed order. Not safe for use by several threads.
 */
public final class ClusterMap {

  private static final Set<String> WORKLOADS =
      Set.of("Deployment", "StatefulSet", "DaemonSet", "Rollout", "CronJob", "Job", "ReplicaSet");

  private static final SortedSet<String> NONE = Collections.unmodifiableSortedSet(new TreeSet<>());

  private final SortedMap<String, TopologyEntity> said = new TreeMap<>();
  private final Map<String, SortedMap<String, String>> attributes = new HashMap<>();
  private final Map<String, String> aliases = new HashMap<>();
  private final Map<String, SortedSet<String>> callees = new HashMap<>();
  private final Map<String, SortedSet<String>> callers = new HashMap<>();
  private final Map<String, SortedSet<String>> supports = new HashMap<>();
  private final Map<String, SortedSet<String>> supported = new HashMap<>();
  private final Map<Way, SortedSet<String>> reached = new HashMap<>();
  private boolean stale;
  private long shape;

  private record Way(String from, int steps, boolean both) {}

  /** The name under which a source's word about an entity is kept. */
  public static String key(TopologyEntity entity) {
    return entity.getEntity() + "#" + entity.getSource();
  }

  /** Takes news of an entity; one that is gone is forgotten. */
  public void put(TopologyEntity entity) {
    String key = key(entity);
    if (entity.getGone()) {
      said.remove(key);
      stale = true;
      return;
    }
    TopologyEntity before = said.put(key, entity);
    stale |= before == null || !sameShape(before, entity);
    if (!stale) {
      attributes.remove(entity.getEntity());
    }
  }

  private static boolean sameShape(TopologyEntity a, TopologyEntity b) {
    return a.getEdges().equals(b.getEdges())
        && Optional.ofNullable(a.getOwner()).equals(Optional.ofNullable(b.getOwner()));
  }

  /** All that was said, in the order of {@link #key}. */
  public Collection<TopologyEntity> all() {
    return said.values();
  }

  /** The entities of a kind in a namespace that were spoken of. */
  public SortedSet<String> ofKind(String cluster, String namespace, String kind) {
    String prefix = cluster + "/" + namespace + "/" + kind + "/";
    SortedSet<String> found = new TreeSet<>();
    said.subMap(prefix, prefix + Character.MAX_VALUE)
        .values()
        .forEach(entity -> found.add(entity.getEntity()));
    return found;
  }

  /** The workloads that a service selects. */
  public SortedSet<String> selected(String service) {
    SortedSet<String> found = new TreeSet<>();
    for (TopologyEntity entity : said.subMap(service + "#", service + "$").values()) {
      entity.getEdges().stream()
          .filter(edge -> edge.getType() == EdgeType.SELECTS)
          .forEach(edge -> found.add(edge.getTarget()));
    }
    return found;
  }

  /** True if a source spoke of this entity. */
  public boolean knows(String entity) {
    return !said.subMap(entity + "#", entity + "$").isEmpty();
  }

  /** The one name for an entity that goes by several. */
  public String canonical(String entity) {
    refresh();
    String alias = aliases.get(entity);
    if (alias != null) {
      return alias;
    }
    return knows(entity) ? entity : byName(entity).orElse(entity);
  }

  private Optional<String> byName(String entity) {
    Optional<EntityId> id = EntityId.tryParse(entity);
    if (id.isEmpty() || id.get().clusterScoped()) {
      return Optional.empty();
    }
    EntityId own = id.get();
    boolean mayBeWorkload = WORKLOADS.contains(own.kind()) || own.kind().equals("Service");
    if (!mayBeWorkload) {
      return Optional.empty();
    }
    for (String kind : List.of("Deployment", "StatefulSet", "DaemonSet", "Rollout", "CronJob")) {
      String other = new EntityId(own.cluster(), own.namespace(), kind, own.name()).toString();
      if (!other.equals(entity) && knows(other)) {
        return Optional.of(other);
      }
    }
    return Optional.empty();
  }

  /** What the entity's sources say of it: replicas, image, revision, … */
  public SortedMap<String, String> attributes(String entity) {
    return attributes.computeIfAbsent(
        entity,
        e -> {
          SortedMap<String, String> merged = new TreeMap<>();
          said.subMap(e + "#", e + "$").values().forEach(t -> merged.putAll(t.getAttributes()));
          return merged;
        });
  }

  /** What the entity calls. */
  public SortedSet<String> callees(String entity) {
    return of(callees, entity);
  }

  /** Who calls the entity. */
  public SortedSet<String> callers(String entity) {
    return of(callers, entity);
  }

  /** What the entity rests on without calling it: nodes, mounted configuration and volumes. */
  public SortedSet<String> supports(String entity) {
    return of(supports, entity);
  }

  /** What rests on the entity. */
  public SortedSet<String> supported(String entity) {
    return of(supported, entity);
  }

  private SortedSet<String> of(Map<String, SortedSet<String>> edges, String entity) {
    refresh();
    return edges.getOrDefault(entity, NONE);
  }

  /** Grows whenever an edge or a name may have changed. */
  public long shape() {
    refresh();
    return shape;
  }

  /** True if the entity has any edge. */
  public boolean connected(String entity) {
    return !callees(entity).isEmpty()
        || !callers(entity).isEmpty()
        || !supports(entity).isEmpty()
        || !supported(entity).isEmpty();
  }

  /**
   * The entity itself, and all that trouble can reach from it or can have reached it from: along
   * calls in one direction, and between what rests on a thing and that thing. Two services that
   * merely share a caller or a node do not reach each other.
   *
   * @param steps how many calls far
   */
  public SortedSet<String> reach(String entity, int steps) {
    return reached(new Way(entity, steps, true));
  }

  /**
   * The entity itself, and all that it calls or rests on.
   *
   * @param steps how many calls far
   */
  public SortedSet<String> below(String entity, int steps) {
    return reached(new Way(entity, steps, false));
  }

  private SortedSet<String> reached(Way way) {
    if (!connected(way.from)) {
      return new TreeSet<>(Set.of(way.from));
    }
    // Asked for each piece of evidence, while the map changes seldom.
    return reached.computeIfAbsent(
        way,
        w -> {
          SortedSet<String> all = new TreeSet<>(Set.of(w.from));
          walk(w.from, w.steps, true, all);
          if (w.both) {
            walk(w.from, w.steps, false, all);
          }
          return Collections.unmodifiableSortedSet(all);
        });
  }

  private void walk(String from, int steps, boolean down, SortedSet<String> into) {
    Set<String> level = Set.of(from);
    for (int i = 0; i < steps; i++) {
      SortedSet<String> next = new TreeSet<>();
      for (String at : level) {
        next.addAll(down ? callees(at) : callers(at));
        next.addAll(down ? supports(at) : supported(at));
      }
      into.addAll(next);
      level = next;
    }
  }

  private void refresh() {
    if (!stale) {
      return;
    }
    stale = false;
    shape++;
    List.of(attributes, aliases, callees, callers, supports, supported, reached)
        .forEach(Map::clear);
    said.values().forEach(this::alias);
    for (TopologyEntity entity : said.values()) {
      String from = canonical(entity.getEntity());
      for (Edge edge : entity.getEdges()) {
        connect(edge.getType(), from, canonical(edge.getTarget()));
      }
    }
  }

  private void alias(TopologyEntity entity) {
    String name = entity.getEntity();
    List<String> selected =
        entity.getEdges().stream()
            .filter(edge -> edge.getType() == EdgeType.SELECTS)
            .map(Edge::getTarget)
            .distinct()
            .toList();
    if (selected.size() == 1) {
      aliases.put(name, selected.get(0));
    } else if (selected.isEmpty() && name.contains("/Service/")) {
      byName(name).ifPresent(workload -> aliases.put(name, workload));
    } else if (entity.getOwner() != null && name.contains("/Pod/")) {
      aliases.put(name, entity.getOwner());
    }
  }

  private void connect(EdgeType type, String from, String to) {
    if (from.equals(to)) {
      return;
    }
    switch (type) {
      case CALLS -> link(callees, callers, from, to);
      case RUNS_ON, MOUNTS -> link(supports, supported, from, to);
      default -> {
        // OWNS and SELECTS give names, not ways for trouble to spread.
      }
    }
  }

  private static void link(
      Map<String, SortedSet<String>> forth,
      Map<String, SortedSet<String>> back,
      String from,
      String to) {
    forth.computeIfAbsent(from, e -> new TreeSet<>()).add(to);
    back.computeIfAbsent(to, e -> new TreeSet<>()).add(from);
  }
}
