package io.aicloudops.connect.kubernetes.map;

import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.kubernetes.objects.ClusterObjects;
import io.aicloudops.connect.kubernetes.objects.HealthyRevisions;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.aicloudops.connect.kubernetes.objects.WorkloadView;
import io.aicloudops.connect.topology.TopologyPublisher;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Keeps the topology of the cluster: workloads with the nodes their pods run on, services with the
 * workloads they select, nodes. Notes what an object touches, and makes the records when asked.
 * Used by one thread.
 */
public final class ClusterMap {

  private final ClusterObjects objects;
  private final Owners owners;
  private final Workloads workloads;
  private final HealthyRevisions revisions;
  private final TopologyPublisher topology;
  private final WorkloadRecord records;
  private final Map<EntityId, Map<String, String>> nodesOfPods = new HashMap<>();
  private final Set<EntityId> dirty = new TreeSet<>();

  /** A map that tells the publisher. */
  public ClusterMap(
      ClusterObjects objects,
      Owners owners,
      Workloads workloads,
      HealthyRevisions revisions,
      TopologyPublisher topology) {
    this.objects = objects;
    this.owners = owners;
    this.workloads = workloads;
    this.revisions = revisions;
    this.topology = topology;
    this.records = new WorkloadRecord(owners);
  }

  /** An object is so now. */
  public void seen(HasMetadata object, Instant now) {
    if (object instanceof Pod pod) {
      pod(pod);
    } else if (object instanceof HorizontalPodAutoscaler autoscaler) {
      dirty.add(target(autoscaler));
    } else if (object instanceof Service || object instanceof Node) {
      dirty.add(owners.of(object));
    } else {
      WorkloadView.of(object).ifPresent(view -> workload(owners.of(object), view, now));
    }
  }

  private void workload(EntityId entity, WorkloadView view, Instant now) {
    if (!revisions.of(entity).isPresent()) {
      topology
          .lastWritten(entity)
          .map(last -> last.getAttributes().get("healthyRevision"))
          .ifPresent(revision -> revisions.remember(entity, revision));
    }
    revisions.seen(entity, view, now);
    workloads.workload(entity);
    dirty.add(entity);
    servicesOf(entity.namespace());
  }

  private void servicesOf(String namespace) {
    objects.in(Service.class, namespace).forEach(service -> dirty.add(owners.of(service)));
  }

  private void pod(Pod pod) {
    EntityId owner = owners.of(pod);
    String name = pod.getMetadata().getName();
    workloads.pod(pod.getMetadata().getNamespace(), name, owner);
    String node = pod.getSpec().getNodeName();
    if (node == null) {
      return;
    }
    String before = nodesOfPods.computeIfAbsent(owner, o -> new HashMap<>()).put(name, node);
    if (!node.equals(before)) {
      dirty.add(owner);
    }
  }

  /** An object is no more. */
  public void gone(HasMetadata object) {
    EntityId entity = owners.of(object);
    if (object instanceof Pod pod) {
      workloads.podGone(pod.getMetadata().getNamespace(), pod.getMetadata().getName());
      Map<String, String> pods = nodesOfPods.getOrDefault(entity, Map.of());
      if (pods.containsKey(pod.getMetadata().getName())) {
        pods.remove(pod.getMetadata().getName());
        dirty.add(entity);
      }
    } else if (object instanceof HorizontalPodAutoscaler autoscaler) {
      dirty.add(target(autoscaler));
    } else if (object instanceof Service) {
      workloads.serviceGone(entity.namespace(), entity.name());
      topology.gone(entity, WorkloadRecord.SOURCE);
    } else if (object instanceof Node) {
      topology.gone(entity, WorkloadRecord.SOURCE);
    } else if (WorkloadView.of(object).isPresent()) {
      workloads.workloadGone(entity);
      revisions.gone(entity);
      nodesOfPods.remove(entity);
      topology.gone(entity, WorkloadRecord.SOURCE);
      servicesOf(entity.namespace());
    }
  }

  /** Makes the records of what was touched. */
  public void flush(Instant now) {
    dirty.addAll(revisions.proven(now));
    for (EntityId entity : dirty) {
      find(entity).map(object -> record(entity, object, now)).ifPresent(topology::put);
    }
    dirty.clear();
  }

  private Optional<? extends HasMetadata> find(EntityId entity) {
    String namespace = entity.clusterScoped() ? "null" : entity.namespace();
    return switch (entity.kind()) {
      case "Deployment" -> objects.get(Deployment.class, namespace, entity.name());
      case "StatefulSet" -> objects.get(StatefulSet.class, namespace, entity.name());
      case "DaemonSet" -> objects.get(DaemonSet.class, namespace, entity.name());
      case "Service" -> objects.get(Service.class, namespace, entity.name());
      case "Node" -> objects.get(Node.class, namespace, entity.name());
      default -> Optional.empty();
    };
  }

  private TopologyEntity record(EntityId entity, HasMetadata object, Instant now) {
    if (object instanceof Service service) {
      return service(entity, service, now);
    }
    if (object instanceof Node node) {
      return node(entity, node, now);
    }
    Set<String> nodes = new TreeSet<>(nodesOfPods.getOrDefault(entity, Map.of()).values());
    return records.of(
        entity,
        WorkloadView.of(object).orElseThrow(),
        nodes,
        revisions.of(entity),
        objects.in(HorizontalPodAutoscaler.class, entity.namespace()).stream()
            .filter(autoscaler -> target(autoscaler).equals(entity))
            .findFirst()
            .orElse(null),
        now);
  }

  private TopologyEntity service(EntityId entity, Service service, Instant now) {
    Map<String, String> selector = service.getSpec().getSelector();
    List<EntityId> selected = new ArrayList<>();
    if (selector != null && !selector.isEmpty()) {
      Stream.of(Deployment.class, StatefulSet.class, DaemonSet.class)
          .flatMap(kind -> objects.in(kind, entity.namespace()).stream())
          .flatMap(object -> WorkloadView.of(object).stream())
          .filter(view -> view.podLabels().entrySet().containsAll(selector.entrySet()))
          .forEach(view -> selected.add(owners.of(view.object())));
    }
    if (selected.size() == 1) {
      workloads.service(entity.namespace(), entity.name(), selected.get(0));
    } else {
      workloads.serviceGone(entity.namespace(), entity.name());
    }
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("type", Objects.requireNonNullElse(service.getSpec().getType(), "ClusterIP"));
    Wires.service(service.getSpec(), attributes);
    return TopologyEntity.newBuilder()
        .setEntity(entity.toString())
        .setLabels(labels(service))
        .setAttributes(attributes)
        .setEdges(
            selected.stream()
                .sorted()
                .map(to -> new Edge(EdgeType.SELECTS, to.toString()))
                .toList())
        .setTime(now)
        .setSource(WorkloadRecord.SOURCE)
        .build();
  }

  private static TopologyEntity node(EntityId entity, Node node, Instant now) {
    Map<String, String> attributes = new TreeMap<>();
    boolean cordoned =
        node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
    attributes.put("unschedulable", Boolean.toString(cordoned));
    if (node.getStatus() != null) {
      node.getStatus()
          .getConditions()
          .forEach(
              c -> {
                if ("Ready".equals(c.getType())) {
                  attributes.put("ready", Boolean.toString("True".equals(c.getStatus())));
                }
              });
      if (node.getStatus().getAllocatable() != null) {
        var allocatable = node.getStatus().getAllocatable();
        WorkloadRecord.amount(attributes, "cpu", allocatable.get("cpu"));
        WorkloadRecord.amount(attributes, "memory", allocatable.get("memory"));
      }
    }
    return TopologyEntity.newBuilder()
        .setEntity(entity.toString())
        .setLabels(labels(node))
        .setAttributes(attributes)
        .setEdges(List.of())
        .setTime(now)
        .setSource(WorkloadRecord.SOURCE)
        .build();
  }

  private static Map<String, String> labels(HasMetadata object) {
    Map<String, String> labels = object.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }

  private EntityId target(HorizontalPodAutoscaler autoscaler) {
    var target = autoscaler.getSpec().getScaleTargetRef();
    return owners.entity(
        autoscaler.getMetadata().getNamespace(), target.getKind(), target.getName());
  }
}
