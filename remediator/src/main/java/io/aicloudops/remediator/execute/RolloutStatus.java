package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.execute.around.PodState;
import io.aicloudops.remediator.execute.edit.Workloads;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether a workload's rollout is complete, by the rules of kubectl rollout status, but for one: a
 * progress deadline that was exceeded does not end the waiting, as right after a rollback the
 * condition of the rollout before may still stand. Where pods are replaced only when somebody
 * deletes them, those of an older template count like the others.
 */
final class RolloutStatus {

  private RolloutStatus() {}

  /**
   * The same, but that as many pods as it asks for have to be ready and staying, too: what its
   * controller counted last may be from before one of them went.
   */
  static Attempt of(HasMetadata workload, List<Pod> pods) {
    long ready = pods.stream().filter(pod -> PodState.ready(pod) && !PodState.leaving(pod)).count();
    int wanted = Workloads.replicas(workload);
    return ready < wanted
        ? Attempt.pending("another pod has yet to come, " + ready + " of " + wanted + " are ready")
        : of(workload);
  }

  static Attempt of(HasMetadata workload) {
    if (workload instanceof PersistentVolumeClaim claim) {
      return grown(claim);
    }
    if (!Workloads.is(workload)) {
      return Attempt.done("it is as it was asked to be"); // what was written is what it is
    }
    if (workload instanceof Deployment d) {
      int wanted = Workloads.replicas(d);
      var s = d.getStatus();
      boolean complete =
          s != null
              && observed(d, s.getObservedGeneration())
              && number(s.getUpdatedReplicas()) == wanted
              && number(s.getReplicas()) == wanted
              && number(s.getAvailableReplicas()) == wanted;
      return answer(complete, s == null ? 0 : number(s.getAvailableReplicas()), wanted);
    }
    if (workload instanceof StatefulSet set) {
      int wanted = Workloads.replicas(set);
      var s = set.getStatus();
      boolean complete =
          s != null
              && observed(set, s.getObservedGeneration())
              && number(s.getReadyReplicas()) == wanted
              && (Workloads.onDelete(set)
                  || number(s.getUpdatedReplicas()) >= wanted - partition(set));
      return answer(complete, s == null ? 0 : number(s.getReadyReplicas()), wanted);
    }
    DaemonSet set = (DaemonSet) workload;
    var s = set.getStatus();
    int wanted = s == null ? 0 : number(s.getDesiredNumberScheduled());
    boolean complete =
        s != null
            && observed(set, s.getObservedGeneration())
            && (Workloads.onDelete(set) || number(s.getUpdatedNumberScheduled()) == wanted)
            && number(s.getNumberAvailable()) == wanted;
    return answer(complete, s == null ? 0 : number(s.getNumberAvailable()), wanted);
  }

  /** Some file systems grow only when a pod mounts them next. */
  private static Attempt grown(PersistentVolumeClaim claim) {
    Quantity wanted = claim.getSpec().getResources().getRequests().get("storage");
    Quantity has =
        claim.getStatus() == null || claim.getStatus().getCapacity() == null
            ? null
            : claim.getStatus().getCapacity().get("storage");
    boolean there =
        has != null
            && Quantity.getAmountInBytes(has).compareTo(Quantity.getAmountInBytes(wanted)) >= 0;
    String sizes = "the volume has " + has + " of " + wanted;
    return there ? Attempt.done(sizes) : Attempt.pending(sizes);
  }

  private static Attempt answer(boolean complete, int available, int wanted) {
    String counts = available + " of " + wanted + " replicas available";
    return complete ? Attempt.done("the rollout is complete, " + counts) : Attempt.pending(counts);
  }

  /** Ordinals below it keep the old revision on purpose. */
  private static int partition(StatefulSet set) {
    var strategy = set.getSpec().getUpdateStrategy();
    boolean none = strategy == null || strategy.getRollingUpdate() == null;
    return none ? 0 : number(strategy.getRollingUpdate().getPartition());
  }

  private static boolean observed(HasMetadata workload, @Nullable Long generation) {
    Long asked = workload.getMetadata().getGeneration();
    return asked == null || (generation != null && generation >= asked);
  }

  private static int number(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
