package io.aicloudops.connect.kubernetes.map;

import io.aicloudops.connect.kubernetes.objects.Owners;
import io.aicloudops.connect.kubernetes.objects.Policies;
import io.aicloudops.connect.topology.TopologyPublisher;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.TopologyEntity;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Policies, routes and volume claims as records of the topology. A policy says in {@code
 * podSelector} which pods it is about ({@code app=cart,tier=web}, or {@code *} for all of its
 * namespace); a route has an edge to each service behind it; a claim says its phase, class and
 * size.
 */
public final class PolicyRecords {

  private static final String ALL = "*";

  private final Owners owners;
  private final TopologyPublisher topology;

  /** Tells the publisher. */
  public PolicyRecords(Owners owners, TopologyPublisher topology) {
    this.owners = owners;
    this.topology = topology;
  }

  /** An object is so now. */
  public void seen(HasMetadata object, Instant now) {
    if (object instanceof PersistentVolumeClaim claim) {
      put(claim, claim(claim), List.of(), now);
    } else if (Policies.route(object)) {
      put(object, Map.of(), backends(object), now);
    } else if (Policies.barrier(object)) {
      Map<String, String> attributes = new TreeMap<>();
      Policies.podLabels(object).ifPresent(labels -> attributes.put("podSelector", text(labels)));
      put(object, attributes, List.of(), now);
    }
  }

  /** An object is no more. */
  public void gone(HasMetadata object) {
    if (object instanceof PersistentVolumeClaim
        || Policies.route(object)
        || Policies.barrier(object)) {
      topology.gone(owners.of(object), WorkloadRecord.SOURCE);
    }
  }

  private List<Edge> backends(HasMetadata route) {
    String namespace = route.getMetadata().getNamespace();
    return Policies.backends(route).stream()
        .map(name -> owners.entity(namespace, "Service", name).toString())
        .sorted()
        .map(service -> new Edge(EdgeType.CALLS, service))
        .toList();
  }

  private static String text(Map<String, String> labels) {
    return labels.isEmpty()
        ? ALL
        : labels.entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .collect(Collectors.joining(","));
  }

  private static Map<String, String> claim(PersistentVolumeClaim claim) {
    Map<String, String> attributes = new TreeMap<>();
    if (claim.getSpec() != null) {
      WorkloadRecord.put(attributes, "storageClass", claim.getSpec().getStorageClassName());
      var resources = claim.getSpec().getResources();
      if (resources != null && resources.getRequests() != null) {
        WorkloadRecord.amount(attributes, "requested", resources.getRequests().get("storage"));
      }
    }
    if (claim.getStatus() != null) {
      WorkloadRecord.put(attributes, "phase", claim.getStatus().getPhase());
      if (claim.getStatus().getCapacity() != null) {
        WorkloadRecord.amount(
            attributes, "capacity", claim.getStatus().getCapacity().get("storage"));
      }
    }
    return attributes;
  }

  private void put(
      HasMetadata object, Map<String, String> attributes, List<Edge> edges, Instant now) {
    Map<String, String> labels = object.getMetadata().getLabels();
    topology.put(
        TopologyEntity.newBuilder()
            .setEntity(owners.of(object).toString())
            .setLabels(labels == null ? Map.of() : labels)
            .setAttributes(attributes)
            .setEdges(edges)
            .setTime(now)
            .setSource(WorkloadRecord.SOURCE)
            .build());
  }
}
