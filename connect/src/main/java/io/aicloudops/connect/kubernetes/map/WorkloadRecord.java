package io.aicloudops.connect.kubernetes.map;

import io.aicloudops.connect.kubernetes.changes.References;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.aicloudops.connect.kubernetes.objects.WorkloadView;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A deployment, stateful set or daemon set as a record of the topology. */
final class WorkloadRecord {

  static final String SOURCE = "kubernetes";

  private static final Map<String, String> GITOPS_MARKS =
      Map.of(
          "argocd.argoproj.io/tracking-id", "argocd",
          "argocd.argoproj.io/instance", "argocd",
          "kustomize.toolkit.fluxcd.io/name", "flux",
          "helm.toolkit.fluxcd.io/name", "flux");

  private static final String MAIN_CONTAINER = "kubectl.kubernetes.io/default-container";

  private final Owners owners;

  WorkloadRecord(Owners owners) {
    this.owners = owners;
  }

  /**
   * The record.
   *
   * @param nodes the nodes its pods run on
   * @param healthy the last revision that was fully available
   */
  TopologyEntity of(
      EntityId entity,
      WorkloadView view,
      Set<String> nodes,
      Optional<String> healthy,
      @Nullable HorizontalPodAutoscaler autoscaler,
      Instant now) {
    Map<String, String> attributes = new TreeMap<>();
    attributes.put("replicas", Integer.toString(view.replicas()));
    attributes.put("readyReplicas", Integer.toString(view.ready()));
    attributes.put("availableReplicas", Integer.toString(view.available()));
    attributes.put("updatedReplicas", Integer.toString(view.updated()));
    put(attributes, "revision", view.revision());
    healthy.ifPresent(revision -> attributes.put("healthyRevision", revision));
    if (view.paused()) {
      attributes.put("paused", "true");
    }
    gitops(view).ifPresent(mark -> attributes.put("gitops", mark));
    container(view).ifPresent(container -> container(container, attributes));
    Wires.workload(view.template(), attributes);
    if (autoscaler != null) {
      attributes.put("hpa", autoscaler.getMetadata().getName());
      Integer least = autoscaler.getSpec().getMinReplicas();
      attributes.put("hpaMin", Integer.toString(least == null ? 1 : least));
      attributes.put("hpaMax", String.valueOf(autoscaler.getSpec().getMaxReplicas()));
    }
    return TopologyEntity.newBuilder()
        .setEntity(entity.toString())
        .setOwner(owner(view))
        .setLabels(view.labels())
        .setAttributes(attributes)
        .setEdges(edges(entity, view, nodes))
        .setTime(now)
        .setSource(SOURCE)
        .build();
  }

  private List<Edge> edges(EntityId entity, WorkloadView view, Set<String> nodes) {
    List<Edge> edges = new ArrayList<>();
    for (String node : nodes) {
      edges.add(new Edge(EdgeType.RUNS_ON, owners.entity(null, "Node", node).toString()));
    }
    for (String name : References.configMaps(view.template())) {
      edges.add(mount(entity, "ConfigMap", name));
    }
    for (String name : References.claims(view)) {
      edges.add(mount(entity, "PersistentVolumeClaim", name));
    }
    return edges;
  }

  private Edge mount(EntityId entity, String kind, String name) {
    return new Edge(EdgeType.MOUNTS, owners.entity(entity.namespace(), kind, name).toString());
  }

  private @Nullable String owner(WorkloadView view) {
    for (OwnerReference owner : view.object().getMetadata().getOwnerReferences()) {
      if (Boolean.TRUE.equals(owner.getController())) {
        String namespace = view.object().getMetadata().getNamespace();
        return owners.entity(namespace, owner.getKind(), owner.getName()).toString();
      }
    }
    return null;
  }

  private static Optional<String> gitops(WorkloadView view) {
    return GITOPS_MARKS.entrySet().stream()
        .filter(
            mark ->
                view.labels().containsKey(mark.getKey())
                    || view.annotations().containsKey(mark.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private static Optional<Container> container(WorkloadView view) {
    if (view.template().getSpec() == null) {
      return Optional.empty();
    }
    List<Container> containers = view.template().getSpec().getContainers();
    var meta = view.template().getMetadata();
    String main =
        meta == null || meta.getAnnotations() == null
            ? null
            : meta.getAnnotations().get(MAIN_CONTAINER);
    return containers.stream()
        .filter(c -> c.getName().equals(main))
        .findFirst()
        .or(() -> containers.stream().findFirst());
  }

  private static void container(Container container, Map<String, String> attributes) {
    put(attributes, "container", container.getName());
    put(attributes, "image", container.getImage());
    if (container.getResources() != null) {
      Map<String, Quantity> limits = container.getResources().getLimits();
      Map<String, Quantity> requests = container.getResources().getRequests();
      amount(attributes, "memoryLimit", limits == null ? null : limits.get("memory"));
      amount(attributes, "cpuLimit", limits == null ? null : limits.get("cpu"));
      amount(attributes, "memoryRequest", requests == null ? null : requests.get("memory"));
      amount(attributes, "cpuRequest", requests == null ? null : requests.get("cpu"));
    }
  }

  /** Bytes or cores. */
  static void amount(Map<String, String> attributes, String name, @Nullable Quantity quantity) {
    if (quantity != null) {
      attributes.put(
          name, Quantity.getAmountInBytes(quantity).stripTrailingZeros().toPlainString());
    }
  }

  static void put(Map<String, String> attributes, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      attributes.put(name, value);
    }
  }
}
