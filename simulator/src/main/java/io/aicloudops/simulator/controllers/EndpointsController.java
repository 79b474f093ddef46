package io.aicloudops.simulator.controllers;

import io.aicloudops.simulator.kube.store.Change;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.fabric8.kubernetes.api.model.EndpointAddress;
import io.fabric8.kubernetes.api.model.EndpointAddressBuilder;
import io.fabric8.kubernetes.api.model.EndpointPort;
import io.fabric8.kubernetes.api.model.EndpointPortBuilder;
import io.fabric8.kubernetes.api.model.EndpointSubset;
import io.fabric8.kubernetes.api.model.EndpointSubsetBuilder;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointBuilder;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSliceBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Endpoints and EndpointSlices of Services. Every pod listens on a port of its own here (they share
 * the loopback interface), so the port a pod serves on stands where the Service's target port
 * would.
 */
public final class EndpointsController implements Reconciler {

  private static final String PORT = "prometheus.io/port";

  private final Cluster cluster;

  public EndpointsController(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public void affected(Change change, Consumer<ObjectKey> keys) {
    if (Cluster.concerns(change, ResourceTypes.SERVICES)) {
      keys.accept(change.key());
    } else if (Cluster.concerns(change, ResourceTypes.PODS)) {
      for (ObjectKey service : cluster.registry().store().list("services").keySet()) {
        if (service.namespace().equals(change.key().namespace())) {
          keys.accept(service);
        }
      }
    }
  }

  @Override
  public void reconcile(ObjectKey key) {
    var service = cluster.find(ResourceTypes.SERVICES, key, Service.class);
    if (service.isEmpty()) {
      cluster.delete(ResourceTypes.ENDPOINTS, key);
      return;
    }
    Map<String, String> selector = service.get().getSpec().getSelector();
    if (selector == null || selector.isEmpty()) {
      return;
    }
    Map<Integer, List<Pod>> byPort = new TreeMap<>();
    for (Pod pod : cluster.list(ResourceTypes.PODS, key.namespace(), Pod.class)) {
      if (isBehind(pod, selector)) {
        byPort.computeIfAbsent(port(pod), any -> new ArrayList<>()).add(pod);
      }
    }
    endpoints(service.get(), byPort);
    slices(service.get(), byPort);
  }

  private static boolean isBehind(Pod pod, Map<String, String> selector) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return labels != null
        && labels.entrySet().containsAll(selector.entrySet())
        && pod.getStatus().getPodIP() != null
        && pod.getMetadata().getDeletionTimestamp() == null
        && pod.getStatus().getPhase().equals("Running");
  }

  private static int port(Pod pod) {
    Map<String, String> annotations = pod.getMetadata().getAnnotations();
    return Integer.parseInt(annotations == null ? "0" : annotations.getOrDefault(PORT, "0"));
  }

  private void endpoints(Service service, Map<Integer, List<Pod>> byPort) {
    List<EndpointSubset> subsets = new ArrayList<>();
    byPort.forEach((port, pods) -> subsets.add(subset(service, port, pods)));
    ObjectKey key = Cluster.key(service);
    if (cluster.find(ResourceTypes.ENDPOINTS, key, Endpoints.class).isEmpty()) {
      cluster.create(
          ResourceTypes.ENDPOINTS,
          new EndpointsBuilder()
              .withNewMetadata()
              .withName(key.name())
              .withNamespace(key.namespace())
              .withLabels(service.getMetadata().getLabels())
              .endMetadata()
              .withSubsets(subsets)
              .build());
    } else {
      cluster.change(
          ResourceTypes.ENDPOINTS, key, Endpoints.class, found -> found.setSubsets(subsets));
    }
  }

  private static EndpointSubset subset(Service service, int port, List<Pod> pods) {
    List<EndpointAddress> ready = new ArrayList<>();
    List<EndpointAddress> notReady = new ArrayList<>();
    for (Pod pod : pods) {
      EndpointAddress address =
          new EndpointAddressBuilder()
              .withIp(pod.getStatus().getPodIP())
              .withNodeName(pod.getSpec().getNodeName())
              .withNewTargetRef()
              .withKind("Pod")
              .withName(pod.getMetadata().getName())
              .withNamespace(pod.getMetadata().getNamespace())
              .withUid(pod.getMetadata().getUid())
              .endTargetRef()
              .build();
      (isReady(pod) ? ready : notReady).add(address);
    }
    List<EndpointPort> ports =
        service.getSpec().getPorts().stream()
            .map(
                p ->
                    new EndpointPortBuilder()
                        .withName(p.getName())
                        .withPort(port)
                        .withProtocol(p.getProtocol())
                        .build())
            .toList();
    return new EndpointSubsetBuilder()
        .withAddresses(ready)
        .withNotReadyAddresses(notReady)
        .withPorts(ports)
        .build();
  }

  private void slices(Service service, Map<Integer, List<Pod>> byPort) {
    ObjectKey key = Cluster.key(service);
    List<ObjectKey> wanted = new ArrayList<>();
    byPort.forEach(
        (port, pods) -> {
          EndpointSlice slice = slice(service, port, pods);
          ObjectKey sliceKey = Cluster.key(slice);
          wanted.add(sliceKey);
          if (cluster
              .find(ResourceTypes.ENDPOINT_SLICES, sliceKey, EndpointSlice.class)
              .isEmpty()) {
            cluster.create(ResourceTypes.ENDPOINT_SLICES, slice);
          } else {
            cluster.change(
                ResourceTypes.ENDPOINT_SLICES,
                sliceKey,
                EndpointSlice.class,
                found -> found.setEndpoints(slice.getEndpoints()));
          }
        });
    cluster.controlled(ResourceTypes.ENDPOINT_SLICES, service, EndpointSlice.class).stream()
        .map(Cluster::key)
        .filter(slice -> slice.namespace().equals(key.namespace()) && !wanted.contains(slice))
        .forEach(slice -> cluster.delete(ResourceTypes.ENDPOINT_SLICES, slice));
  }

  private static EndpointSlice slice(Service service, int port, List<Pod> pods) {
    List<Endpoint> endpoints =
        pods.stream()
            .map(
                pod ->
                    new EndpointBuilder()
                        .withAddresses(pod.getStatus().getPodIP())
                        .withNodeName(pod.getSpec().getNodeName())
                        .withNewConditions()
                        .withReady(isReady(pod))
                        .withServing(isReady(pod))
                        .withTerminating(false)
                        .endConditions()
                        .withNewTargetRef()
                        .withKind("Pod")
                        .withName(pod.getMetadata().getName())
                        .withNamespace(pod.getMetadata().getNamespace())
                        .withUid(pod.getMetadata().getUid())
                        .endTargetRef()
                        .build())
            .toList();
    var builder =
        new EndpointSliceBuilder()
            .withNewMetadata()
            .withName(service.getMetadata().getName() + "-" + port)
            .withNamespace(service.getMetadata().getNamespace())
            .withLabels(
                Map.of(
                    "kubernetes.io/service-name",
                    service.getMetadata().getName(),
                    "endpointslice.kubernetes.io/managed-by",
                    "endpointslice-controller.k8s.io"))
            .withOwnerReferences(Cluster.controllerReference(service))
            .endMetadata()
            .withAddressType("IPv4")
            .withEndpoints(endpoints);
    service
        .getSpec()
        .getPorts()
        .forEach(
            p ->
                builder
                    .addNewPort()
                    .withName(Objects.requireNonNullElse(p.getName(), ""))
                    .withPort(port)
                    .withProtocol(p.getProtocol())
                    .endPort());
    return builder.build();
  }

  private static boolean isReady(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }
}
