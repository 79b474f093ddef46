package io.aicloudops.remediator.execute.around;

import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Optional;
import java.util.Set;

/** What a pod says of itself. */
public final class PodState {

  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private PodState() {}

  /** True if it serves. */
  public static boolean ready(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  /** True if its containers have ended and none is started again. */
  public static boolean ended(Pod pod) {
    return pod.getStatus() != null && ENDED.contains(pod.getStatus().getPhase());
  }

  /** True if its deletion was asked for; it may still run, until its kubelet has ended it. */
  public static boolean leaving(Pod pod) {
    return pod.getMetadata().getDeletionTimestamp() != null;
  }

  /** What brings it back when it is gone. */
  public static Optional<OwnerReference> controller(Pod pod) {
    return pod.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }
}
