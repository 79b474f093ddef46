package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.execute.around.PodState;
import io.aicloudops.remediator.execute.around.SurroundingsReader;
import io.aicloudops.remediator.execute.edit.NotActedOnException;
import io.aicloudops.remediator.execute.edit.Workloads;
import io.aicloudops.remediator.guard.Surroundings;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.util.List;

/** Takes one pod of a workload away, or those that the kubelet left behind when it evicted them. */
final class Evicting extends Removing {

  Evicting(KubernetesClient client, Targets targets, SurroundingsReader surroundings, Clock clock) {
    super(client, targets, surroundings, clock);
  }

  @Override
  List<Pod> chosen(Intent intent, HasMetadata live) {
    String name = intent.getParams().getOrDefault("pod", "");
    boolean evicted = intent.getAction() == ActionKind.DELETE_EVICTED_PODS;
    List<Pod> pods =
        of(live).stream()
            .filter(pod -> !PodState.leaving(pod))
            .filter(pod -> evicted ? wasEvicted(pod) : pod.getMetadata().getName().equals(name))
            .toList();
    if (pods.isEmpty()) {
      throw new NotActedOnException("there is no such pod of " + live.getMetadata().getName());
    }
    return pods;
  }

  /** The pods of a workload, or on a node. */
  private List<Pod> of(HasMetadata live) {
    return Workloads.is(live)
        ? client
            .pods()
            .inNamespace(live.getMetadata().getNamespace())
            .withLabels(Workloads.podLabels(live))
            .list()
            .getItems()
        : client
            .pods()
            .inAnyNamespace()
            .withField("spec.nodeName", live.getMetadata().getName())
            .list()
            .getItems();
  }

  /** The kubelet leaves such a pod behind as a record; nothing of it runs any more. */
  private static boolean wasEvicted(Pod pod) {
    return pod.getStatus() != null
        && "Failed".equals(pod.getStatus().getPhase())
        && "Evicted".equals(pod.getStatus().getReason());
  }

  @Override
  boolean still(Intent intent, Pod pod) {
    return intent.getAction() == ActionKind.DELETE_POD || wasEvicted(pod);
  }

  @Override
  Surroundings around(Surroundings read, List<Pod> pods) {
    return new Surroundings(
        "", // a pod is its controller's, not Git's
        read.optedOut(),
        read.well(),
        read.desired(),
        read.ready(),
        (int) pods.stream().filter(PodState::ready).count(),
        read.budget(),
        read.allowed(),
        read.shortage());
  }

  @Override
  boolean allowedAtOnce() {
    return true;
  }

  @Override
  void askAgain(Intent intent, HasMetadata live) {
    // The pods are meant by their uids; nothing else was asked at the dry run.
  }

  @Override
  Attempt whenGone(Intent intent) {
    if (intent.getAction() == ActionKind.DELETE_EVICTED_PODS) {
      return Attempt.done("the pods are gone");
    }
    HasMetadata live = targets.require(intent);
    return RolloutStatus.of(live, of(live));
  }
}
