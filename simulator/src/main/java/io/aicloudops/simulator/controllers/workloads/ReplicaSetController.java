package io.aicloudops.simulator.controllers.workloads;

import io.aicloudops.simulator.controllers.Cluster;
import io.aicloudops.simulator.controllers.EventRecorder;
import io.aicloudops.simulator.controllers.Reconciler;
import io.aicloudops.simulator.kube.registry.ApiError;
import io.aicloudops.simulator.kube.store.Change;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/** Keeps as many pods of a ReplicaSet as it wants. */
public final class ReplicaSetController implements Reconciler {

  private final Cluster cluster;
  private final EventRecorder events;

  public ReplicaSetController(Cluster cluster) {
    this.cluster = cluster;
    this.events = new EventRecorder(cluster, "replicaset-controller");
  }

  @Override
  public void affected(Change change, Consumer<ObjectKey> keys) {
    if (Cluster.concerns(change, ResourceTypes.REPLICA_SETS)) {
      keys.accept(change.key());
    } else if (Cluster.concerns(change, ResourceTypes.PODS)) {
      Pods.ownerOf(change.object(), "ReplicaSet").ifPresent(keys);
    }
  }

  @Override
  public void reconcile(ObjectKey key) {
    cluster
        .find(ResourceTypes.REPLICA_SETS, key, ReplicaSet.class)
        .ifPresent(
            set -> {
              if (set.getMetadata().getDeletionTimestamp() == null) {
                match(set);
              }
              status(set);
            });
  }

  private void match(ReplicaSet set) {
    List<Pod> active = active(set);
    int missing = set.getSpec().getReplicas() - active.size();
    for (int i = 0; i < missing; i++) {
      Pod pod = Pods.fromTemplate(set, set.getSpec().getTemplate());
      pod.getMetadata().setGenerateName(set.getMetadata().getName() + "-");
      try {
        String name = cluster.create(ResourceTypes.PODS, pod).getMetadata().getName();
        events.normal(set, "SuccessfulCreate", "Created pod: " + name);
      } catch (ApiError e) {
        events.warning(set, "FailedCreate", "Error creating: " + e.getMessage());
        throw e;
      }
    }
    active.stream()
        .sorted(leastWorthFirst())
        .limit(Math.max(0, -missing))
        .forEach(
            pod -> {
              cluster.delete(ResourceTypes.PODS, Cluster.key(pod));
              events.normal(set, "SuccessfulDelete", "Deleted pod: " + pod.getMetadata().getName());
            });
  }

  private List<Pod> active(ReplicaSet set) {
    return cluster.controlled(ResourceTypes.PODS, set, Pod.class).stream()
        .filter(Pods::isActive)
        .toList();
  }

  /** Not yet assigned before pending before not ready before young. */
  private static Comparator<Pod> leastWorthFirst() {
    return Comparator.<Pod, Boolean>comparing(pod -> pod.getSpec().getNodeName() != null)
        .thenComparing(pod -> pod.getStatus().getPhase().equals("Running"))
        .thenComparing(Pods::isReady)
        .thenComparing(Pods::deletionCost)
        .thenComparing(pod -> pod.getMetadata().getCreationTimestamp(), Comparator.reverseOrder());
  }

  private void status(ReplicaSet set) {
    List<Pod> active = active(set);
    int ready = (int) active.stream().filter(Pods::isReady).count();
    cluster.status(
        ResourceTypes.REPLICA_SETS,
        Cluster.key(set),
        ReplicaSet.class,
        next -> {
          ReplicaSetStatus status = new ReplicaSetStatus();
          status.setReplicas(active.size());
          status.setFullyLabeledReplicas(active.size());
          status.setReadyReplicas(ready == 0 ? null : ready);
          status.setAvailableReplicas(ready == 0 ? null : ready);
          status.setObservedGeneration(set.getMetadata().getGeneration());
          next.setStatus(status);
        });
  }
}
