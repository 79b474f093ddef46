package io.aicloudops.simulator.controllers.kubelet;

import io.aicloudops.simulator.controllers.Cluster;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.math.BigDecimal;
import java.util.Optional;

/** What a pod belongs to and may use. */
final class Workloads {

  private Workloads() {}

  /** The name of the workload at the top: the Deployment, the set, or the pod itself. */
  static String nameOf(Cluster cluster, Pod pod) {
    Optional<OwnerReference> owner = controller(pod);
    if (owner.isEmpty()) {
      return pod.getMetadata().getName();
    }
    if (!owner.get().getKind().equals("ReplicaSet")) {
      return owner.get().getName();
    }
    ObjectKey set = new ObjectKey(pod.getMetadata().getNamespace(), owner.get().getName());
    return cluster
        .find(ResourceTypes.REPLICA_SETS, set, ReplicaSet.class)
        .flatMap(Workloads::controller)
        .orElse(owner.get())
        .getName();
  }

  /** A container's limit in bytes or cores; 0 if it has none. */
  static BigDecimal limit(Container container, String resource) {
    var resources = container.getResources();
    Quantity limit =
        resources == null || resources.getLimits() == null
            ? null
            : resources.getLimits().get(resource);
    return limit == null ? BigDecimal.ZERO : Quantity.getAmountInBytes(limit);
  }

  private static Optional<OwnerReference> controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }
}
