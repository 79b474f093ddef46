package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.execute.edit.Diff;
import io.aicloudops.remediator.execute.edit.NotActedOnException;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.Eviction;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Takes pods away through the eviction API of policy/v1, so that disruption budgets hold at the
 * server. Pods are meant by name and uid: one of that uid that is gone was taken away before, by us
 * or somebody else, so that doing it twice does nothing more.
 */
final class Evictions {

  /**
   * Fact and parameter: the pods that the dry run showed, one {@code namespace/name uid} a line.
   */
  static final String PODS = "target.pods";

  /** The pod is gone, or another has its name. */
  private static final int NOT_FOUND = 404;

  private static final int CONFLICT = 409;
  private static final int TOO_MANY = 429;
  private static final int INTERNAL = 500;

  /** The cause that the server names when a disruption budget speaks. */
  private static final String BUDGET = "DisruptionBudget";

  private final KubernetesClient client;

  Evictions(KubernetesClient client) {
    this.client = client;
  }

  /** A pod that is meant. */
  record Meant(String namespace, String name, String uid) {

    static Meant of(Pod pod) {
      return new Meant(
          pod.getMetadata().getNamespace(),
          pod.getMetadata().getName(),
          Objects.requireNonNullElse(pod.getMetadata().getUid(), ""));
    }

    private String line() {
      return namespace + "/" + name + " " + uid;
    }
  }

  /** Those pods as a fact of the dry run. */
  static String lines(List<Pod> pods) {
    return String.join(
        "\n",
        pods.stream()
            .map(Meant::of)
            .sorted(Comparator.comparing(Meant::line))
            .map(Meant::line)
            .toList());
  }

  /** What is shown to people, and bound to an approval. */
  static Diff diff(String lines) {
    return Diff.of("-" + lines.replace("\n", "\n-") + "\n");
  }

  /** The pods that an intent's parameters name. */
  static List<Meant> meant(Map<String, String> params) {
    List<Meant> pods = new ArrayList<>();
    for (String line : params.getOrDefault(PODS, "").split("\n", -1)) {
      int slash = line.indexOf('/');
      int space = line.indexOf(' ');
      if (slash > 0 && space > slash) {
        pods.add(
            new Meant(
                line.substring(0, slash),
                line.substring(slash + 1, space),
                line.substring(space + 1)));
      }
    }
    return pods;
  }

  /** The pod that is meant, if the server still has it, on its way out or not. */
  Optional<Pod> there(Meant meant) {
    return Optional.ofNullable(
            client.pods().inNamespace(meant.namespace()).withName(meant.name()).get())
        .filter(pod -> Meant.of(pod).uid().equals(meant.uid()));
  }

  /**
   * Asks the server to evict a pod. Posted by hand, as the client's own call can carry neither the
   * field manager nor the dry run in the query, where the server's audit log shows them.
   *
   * @return false if a disruption budget forbids it now; true, too, if the pod is gone already
   */
  boolean evict(Meant meant, boolean dryRun) {
    Eviction eviction =
        new EvictionBuilder()
            .withNewMetadata()
            .withNamespace(meant.namespace())
            .withName(meant.name())
            .endMetadata()
            .withDeleteOptions(
                new DeleteOptionsBuilder()
                    .withDryRun(dryRun ? List.of("All") : List.of())
                    .withNewPreconditions()
                    .withUid(meant.uid())
                    .endPreconditions()
                    .build())
            .build();
    String path =
        "/api/v1/namespaces/%s/pods/%s/eviction".formatted(meant.namespace(), meant.name());
    try {
      client.raw(Posts.uri(path, dryRun), "POST", eviction);
      return true;
    } catch (KubernetesClientException e) {
      return switch (e.getCode()) {
        case NOT_FOUND, CONFLICT -> true;
        case TOO_MANY -> {
          if (!byBudget(e)) {
            throw e;
          }
          yield false;
        }
        case INTERNAL -> {
          if (String.valueOf(e.getMessage()).contains("more than one PodDisruptionBudget")) {
            throw new NotActedOnException(
                meant.name()
                    + " has more than one PodDisruptionBudget, so that it cannot be evicted");
          }
          throw e;
        }
        default -> throw e;
      };
    }
  }

  /** As opposed to a server that has too much to do. */
  private static boolean byBudget(KubernetesClientException e) {
    return e.getStatus() != null
        && e.getStatus().getDetails() != null
        && e.getStatus().getDetails().getCauses().stream()
            .anyMatch(cause -> BUDGET.equals(cause.getReason()));
  }
}
