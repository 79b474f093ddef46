package io.aicloudops.assistant.insight;

import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The entities, what links them, and how each is. */
public record ServiceMap(List<Node> nodes, List<Link> links) {

  /** How an entity is, the worst last. */
  public enum State {
    /** Only known because others point at it. */
    UNKNOWN,
    HEALTHY,
    /** Part of an open incident, with an open anomaly, or short of replicas. */
    DEGRADED,
    /** Held responsible for an open incident, or without any ready replica. */
    CRITICAL
  }

  /**
   * An entity.
   *
   * @param incidents ids of open incidents it is part of
   * @param anomalies number of open anomalies
   */
  public record Node(
      EntityId entity,
      State state,
      Map<String, String> labels,
      Map<String, String> attributes,
      List<String> incidents,
      int anomalies) {}

  /** What leads from one entity to another. */
  public record Link(String from, String to, EdgeType type) {}

  /** The map, sorted by entity. */
  public static ServiceMap of(
      Collection<TopologyEntity> topology,
      Collection<Incident> incidents,
      Collection<Anomaly> anomalies) {
    Marks marks = new Marks(incidents, anomalies);
    Map<String, Node> nodes = new TreeMap<>();
    Set<Link> links = new LinkedHashSet<>();
    List<TopologyEntity> present =
        topology.stream()
            .filter(entity -> !entity.getGone())
            .sorted(Comparator.comparing(TopologyEntity::getEntity))
            .toList();
    for (TopologyEntity entity : present) {
      EntityId.tryParse(entity.getEntity())
          .ifPresent(id -> nodes.put(entity.getEntity(), marks.node(id, entity)));
    }
    for (TopologyEntity entity : present) {
      for (Edge edge : entity.getEdges()) {
        EntityId.tryParse(edge.getTarget())
            .ifPresent(id -> nodes.computeIfAbsent(edge.getTarget(), t -> marks.stranger(id)));
        if (nodes.containsKey(entity.getEntity()) && nodes.containsKey(edge.getTarget())) {
          links.add(new Link(entity.getEntity(), edge.getTarget(), edge.getType()));
        }
      }
    }
    return new ServiceMap(List.copyOf(nodes.values()), List.copyOf(links));
  }

  /** The entities that others call and that nobody calls are the doors: where load comes in. */
  public List<String> doors() {
    Set<String> callers = new LinkedHashSet<>();
    Set<String> called = new LinkedHashSet<>();
    for (Link link : links) {
      if (link.type() == EdgeType.CALLS) {
        callers.add(link.from());
        called.add(link.to());
      }
    }
    callers.removeAll(called);
    return List.copyOf(callers);
  }

  /** What speaks against the health of entities. */
  private static final class Marks {
    private final Map<String, List<String>> incidents = new HashMap<>();
    private final Map<String, Integer> anomalies = new HashMap<>();
    private final Set<String> blamed = new LinkedHashSet<>();

    Marks(Collection<Incident> all, Collection<Anomaly> open) {
      for (Incident incident : all) {
        if (incident.getStatus() == IncidentStatus.OPEN) {
          incident.getMembers().forEach(m -> add(m, incident.getId()));
          incident.getCauses().stream().map(Cause::getEntity).findFirst().ifPresent(blamed::add);
        }
      }
      for (Anomaly anomaly : open) {
        if (anomaly.getStatus() != AnomalyStatus.CLOSED) {
          anomalies.merge(anomaly.getEntity(), 1, Integer::sum);
        }
      }
    }

    private void add(String entity, String incident) {
      List<String> ids = incidents.computeIfAbsent(entity, e -> new ArrayList<>());
      if (!ids.contains(incident)) {
        ids.add(incident);
      }
    }

    Node node(EntityId id, TopologyEntity entity) {
      return node(id, state(entity), entity.getLabels(), entity.getAttributes());
    }

    Node stranger(EntityId id) {
      return node(id, worse(State.UNKNOWN, id.toString()), Map.of(), Map.of());
    }

    private Node node(
        EntityId id, State state, Map<String, String> labels, Map<String, String> attributes) {
      String key = id.toString();
      List<String> ids = List.copyOf(incidents.getOrDefault(key, List.of()));
      return new Node(id, state, labels, attributes, ids, anomalies.getOrDefault(key, 0));
    }

    private State state(TopologyEntity entity) {
      double wanted = number(entity, "replicas");
      double ready = number(entity, "readyReplicas");
      State state = State.HEALTHY;
      if (wanted > 0 && ready < wanted) {
        state = ready == 0 ? State.CRITICAL : State.DEGRADED;
      }
      return worse(state, entity.getEntity());
    }

    private State worse(State before, String entity) {
      State seen = before;
      if (incidents.containsKey(entity) || anomalies.containsKey(entity)) {
        seen = State.DEGRADED;
      }
      if (blamed.contains(entity)) {
        seen = State.CRITICAL;
      }
      return seen.compareTo(before) > 0 ? seen : before;
    }

    private static double number(TopologyEntity entity, String attribute) {
      String text = entity.getAttributes().getOrDefault(attribute, "");
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException notGiven) {
        return Double.NaN;
      }
    }
  }
}
