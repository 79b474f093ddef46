package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.guard.Surroundings;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.Eviction;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Takes pods away through the eviction API, so that disruption budgets hold at the server. What the
 * dry run showed are pods by name and uid; a pod of that uid that is gone was taken away before, by
 * us or somebody else, so that doing it twice does nothing more.
 */
final class Evicting implements Act {

  /** Fact and parameter: the pods that the dry run showed, one {@code name uid} a line. */
  static final String PODS = "target.pods";

  private static final String FORBIDDEN = "a disruption budget forbids it now";

  /** The pod is gone, or another has its name. */
  private static final Set<Integer> GONE = Set.of(404, 409);

  private final KubernetesClient client;
  private final Targets targets;
  private final SurroundingsReader surroundings;

  Evicting(KubernetesClient client, Targets targets) {
    this.client = client;
    this.targets = targets;
    this.surroundings = new SurroundingsReader(client);
  }

  @Override
  public Attempt dryRun(Intent intent) {
    HasMetadata live = targets.require(intent);
    List<Pod> pods = chosen(intent, live);
    if (pods.isEmpty()) {
      return Attempt.refused("there is no such pod of " + live.getMetadata().getName());
    }
    String namespace = live.getMetadata().getNamespace();
    if (!pods.stream().allMatch(p -> evict(namespace, p.getMetadata().getName(), uid(p), true))) {
      return Attempt.failed(FORBIDDEN);
    }
    String lines =
        String.join(
            "\n", pods.stream().map(pod -> pod.getMetadata().getName() + " " + uid(pod)).toList());
    Map<String, String> facts = new HashMap<>(around(intent, live, pods).toFacts());
    facts.put(PODS, lines);
    return new Attempt(OutcomeStatus.DONE, "the server accepts it", diff(lines), facts);
  }

  private Surroundings around(Intent intent, HasMetadata live, List<Pod> pods) {
    int readyOnes = (int) pods.stream().filter(Evicting::ready).count();
    Surroundings around = surroundings.around(intent.getAction(), live, live);
    return new Surroundings(
        "", // a pod is its controller's, not Git's
        around.desired(),
        around.ready(),
        readyOnes,
        around.budget(),
        around.allowed(),
        around.shortage());
  }

  private static Diff diff(String lines) {
    String text = "-" + lines.replace("\n", "\n-") + "\n";
    return new Diff(text, Diff.sha256(text));
  }

  private List<Pod> chosen(Intent intent, HasMetadata live) {
    String name = intent.getParams().getOrDefault("pod", "");
    boolean evicted = intent.getAction() == ActionKind.DELETE_EVICTED_PODS;
    return client
        .pods()
        .inNamespace(live.getMetadata().getNamespace())
        .withLabels(Workloads.podLabels(live))
        .list()
        .getItems()
        .stream()
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
        .filter(pod -> evicted ? wasEvicted(pod) : pod.getMetadata().getName().equals(name))
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
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
    String lines = intent.getParams().getOrDefault(PODS, "");
    if (lines.isEmpty() || !diff(lines).hash().equals(intent.getDiffHash())) {
      return Attempt.refused("these are not the pods that were approved");
    }
    String namespace = targets.require(intent).getMetadata().getNamespace();
    int taken = 0;
    for (Map.Entry<String, String> pod : named(lines).entrySet()) {
      Optional<Pod> live = alive(namespace, pod.getKey(), pod.getValue());
      boolean stillMeant =
          live.isPresent()
              && (intent.getAction() == ActionKind.DELETE_POD || wasEvicted(live.get()));
      if (stillMeant && !evict(namespace, pod.getKey(), pod.getValue(), false)) {
        return Attempt.failed(FORBIDDEN);
      }
      taken += stillMeant ? 1 : 0;
    }
    String message = taken == 0 ? "was carried out before" : "took away " + taken + " pods";
    return new Attempt(OutcomeStatus.DONE, message, diff(lines), Map.of());
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
    String namespace = targets.require(intent).getMetadata().getNamespace();
    return named(intent.getParams().getOrDefault(PODS, "")).entrySet().stream()
        .noneMatch(pod -> alive(namespace, pod.getKey(), pod.getValue()).isPresent());
  }

  private static Map<String, String> named(String lines) {
    Map<String, String> pods = new LinkedHashMap<>();
    for (String line : lines.split("\n", -1)) {
      int space = line.indexOf(' ');
      if (space > 0) {
        pods.put(line.substring(0, space), line.substring(space + 1));
      }
    }
    return pods;
  }

  /** The pod of this name, if it is still the one of this uid and not on its way out. */
  private Optional<Pod> alive(String namespace, String name, String uid) {
    return Optional.ofNullable(client.pods().inNamespace(namespace).withName(name).get())
        .filter(pod -> uid(pod).equals(uid))
        .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null);
  }

  /** False if a disruption budget forbids it now; true, too, if the pod is gone already. */
  private boolean evict(String namespace, String name, String uid, boolean dryRun) {
    Eviction eviction =
        new EvictionBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(name)
            .endMetadata()
            .withDeleteOptions(
                new DeleteOptionsBuilder()
                    .withDryRun(dryRun ? List.of("All") : List.of())
                    .withNewPreconditions()
                    .withUid(uid)
                    .endPreconditions()
                    .build())
            .build();
    try {
      return client.pods().inNamespace(namespace).withName(name).evict(eviction);
    } catch (KubernetesClientException e) {
      if (GONE.contains(e.getCode())) {
        return true;
      }
      throw e;
    }
  }

  private static String uid(Pod pod) {
    return Objects.requireNonNullElse(pod.getMetadata().getUid(), "");
  }
}
