package io.aicloudops.remediator.execute.around;

import io.aicloudops.remediator.execute.edit.Workloads;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether the pods of a workload show any trouble. */
final class PodHealth {

  /** A container that crashes now and then has done so within this time. */
  private static final Duration LATELY = Duration.ofMinutes(15);

  private final KubernetesClient client;
  private final Clock clock;

  PodHealth(KubernetesClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /**
   * True if it has as many pods as it asks for and each of them is ready with no container that
   * ended lately. During a rollout there are more, so that one that is stuck is not well.
   */
  boolean well(HasMetadata workload) {
    List<Pod> pods =
        client
            .pods()
            .inNamespace(workload.getMetadata().getNamespace())
            .withLabels(Workloads.podLabels(workload))
            .list()
            .getItems()
            .stream()
            .filter(pod -> !PodState.leaving(pod))
            .toList();
    int wanted = Workloads.replicas(workload);
    return wanted > 0 && pods.size() == wanted && pods.stream().allMatch(this::well);
  }

  private boolean well(Pod pod) {
    return PodState.ready(pod)
        && pod.getStatus().getContainerStatuses().stream().noneMatch(this::endedLately);
  }

  private boolean endedLately(ContainerStatus status) {
    var last = status.getLastState() == null ? null : status.getLastState().getTerminated();
    return last != null && !before(last.getFinishedAt(), clock.instant().minus(LATELY));
  }

  /** False if the time is not known. */
  private static boolean before(@Nullable String time, Instant limit) {
    try {
      return time != null && Instant.parse(time).isBefore(limit);
    } catch (DateTimeParseException e) {
      return false;
    }
  }
}
