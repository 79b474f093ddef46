package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.execute.Evictions.Meant;
import io.aicloudops.remediator.execute.around.SurroundingsReader;
import io.aicloudops.remediator.execute.edit.Workloads;
import io.aicloudops.remediator.guard.ClusterRules;
import io.aicloudops.remediator.guard.Surroundings;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes one pod of a workload away, or those that the kubelet left behind when it evicted them. */
final class Evicting implements Act {

  private static final String FORBIDDEN = "a disruption budget forbids it now";

  private final KubernetesClient client;
  private final Targets targets;
  private final Evictions evictions;
  private final SurroundingsReader surroundings;

  Evicting(KubernetesClient client, Targets targets, SurroundingsReader surroundings) {
    this.client = client;
    this.targets = targets;
    this.evictions = new Evictions(client);
    this.surroundings = surroundings;
  }

  @Override
  public Attempt dryRun(Intent intent) {
    HasMetadata live = targets.require(intent);
    List<Pod> pods = chosen(intent, live);
    if (pods.isEmpty()) {
      return Attempt.refused("there is no such pod of " + live.getMetadata().getName());
    }
    if (!pods.stream().allMatch(pod -> evictions.evict(Meant.of(pod), true))) {
      return Attempt.failed(FORBIDDEN);
    }
    String lines = Evictions.lines(pods);
    Map<String, String> facts = new HashMap<>(around(intent, live, pods).toFacts());
    facts.put(Evictions.PODS, lines);
    return new Attempt(OutcomeStatus.DONE, "the server accepts it", Evictions.diff(lines), facts);
  }

  private Surroundings around(Intent intent, HasMetadata live, List<Pod> pods) {
    int readyOnes = (int) pods.stream().filter(Evicting::ready).count();
    Surroundings around = surroundings.around(intent.getAction(), live, live);
    return new Surroundings(
        "", // a pod is its controller's, not Git's
        around.optedOut(),
        around.well(),
        around.desired(),
        around.ready(),
        readyOnes,
        around.budget(),
        around.allowed(),
        around.shortage());
  }

  private List<Pod> chosen(Intent intent, HasMetadata live) {
    String name = intent.getParams().getOrDefault("pod", "");
    boolean evicted = intent.getAction() == ActionKind.DELETE_EVICTED_PODS;
    List<Pod> pods =
        Workloads.is(live)
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
    return pods.stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> evicted ? wasEvicted(pod) : pod.getMetadata().getName().equals(name))
        .toList();
  }

  /** The kubelet leaves such a pod behind as a record; nothing of it runs any more. */
  private static boolean wasEvicted(Pod pod) {
    return pod.getStatus() != null
        && "Failed".equals(pod.getStatus().getPhase())
        && "Evicted".equals(pod.getStatus().getReason());
  }

  private static boolean ready(Pod pod) {
    return pod.getStatus() != null
        && pod.getStatus().getConditions().stream()
            .anyMatch(c -> c.getType().equals("Ready") && c.getStatus().equals("True"));
  }

  @Override
  public Attempt execute(Intent intent) {
    List<Meant> pods = Evictions.meant(intent.getParams());
    var diff = Evictions.diff(intent.getParams().getOrDefault(Evictions.PODS, ""));
    if (pods.isEmpty() || !diff.hash().equals(intent.getDiffHash())) {
      return Attempt.refused("these are not the pods that were approved");
    }
    HasMetadata live = targets.require(intent);
    var ban = ClusterRules.ban(surroundings.around(intent.getAction(), live, live));
    if (ban.isPresent()) {
      return Attempt.refused(ban.get());
    }
    int taken = 0;
    for (Meant meant : pods) {
      Optional<Pod> pod = evictions.alive(meant);
      boolean stillMeant =
          pod.isPresent() && (intent.getAction() == ActionKind.DELETE_POD || wasEvicted(pod.get()));
      if (stillMeant && !evictions.evict(meant, false)) {
        return Attempt.failed(FORBIDDEN);
      }
      taken += stillMeant ? 1 : 0;
    }
    String message = taken == 0 ? "was carried out before" : "took away " + taken + " pods";
    return new Attempt(OutcomeStatus.DONE, message, diff, Map.of());
  }

  @Override
  public Attempt recognise(Intent intent) {
    return gone(intent)
        ? Attempt.done("was carried out before")
        : Attempt.refused("came too late; not all of the pods were taken away");
  }

  @Override
  public Attempt check(Intent intent) {
    if (!gone(intent)) {
      return Attempt.pending("the pods are still there");
    }
    return intent.getAction() == ActionKind.DELETE_EVICTED_PODS
        ? Attempt.done("the pods are gone")
        : RolloutStatus.of(targets.require(intent));
  }

  @Override
  public Attempt undo(Intent intent) {
    return Attempt.refused("a pod that was taken away cannot come back");
  }

  private boolean gone(Intent intent) {
    return Evictions.meant(intent.getParams()).stream()
        .noneMatch(meant -> evictions.alive(meant).isPresent());
  }
}
