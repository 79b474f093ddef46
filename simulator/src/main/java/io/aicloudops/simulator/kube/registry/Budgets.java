package io.aicloudops.simulator.kube.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** PodDisruptionBudgets: what they allow now, and evictions that keep to them. */
public final class Budgets {

  private final Registry registry;
  private final Deletion deletion;

  public Budgets(Registry registry, Deletion deletion) {
    this.registry = registry;
    this.deletion = deletion;
  }

  /**
   * What a budget comes to.
   *
   * @param expected pods it selects, as many as their workloads want
   * @param healthy of them that are ready
   * @param desired at least so many must stay healthy
   */
  public record Standing(int expected, int healthy, int desired) {

    /** How many may be disrupted now. */
    public int allowed() {
      return Math.max(0, healthy - desired);
    }
  }

  /** What a budget comes to now. */
  public Standing standing(ObjectNode budget) {
    List<ObjectNode> pods = pods(budget);
    int expected = expected(pods);
    int healthy = (int) pods.stream().filter(Budgets::ready).count();
    JsonNode spec = budget.path("spec");
    int desired =
        spec.has("minAvailable")
            ? share(spec.path("minAvailable"), expected)
            : Math.max(0, expected - share(spec.path("maxUnavailable"), expected));
    return new Standing(expected, healthy, desired);
  }

  /**
   * Evicts a pod.
   *
   * @throws ApiError 404 if it is gone, 429 if a budget forbids it, 500 if it has several budgets
   */
  public void evict(ObjectKey pod, DeleteOptions options) {
    registry
        .store()
        .transact(
            () -> {
              ObjectNode object = registry.get(ResourceTypes.PODS, pod);
              if (!ended(object)) {
                List<ObjectNode> budgets = budgets(object);
                if (budgets.size() > 1) {
                  throw ApiError.internal(
                      "This pod has more than one PodDisruptionBudget, which the eviction"
                          + " subresource does not support.");
                }
                budgets.forEach(budget -> check(budget, ready(object)));
              }
              return deletion.delete(ResourceTypes.PODS, pod, options);
            });
  }

  /** Pods of which nothing runs, or that go already, are nobody's budget. */
  private static boolean ended(ObjectNode pod) {
    return pod.path("metadata").has("deletionTimestamp")
        || Set.of("Pending", "Succeeded", "Failed").contains(pod.at("/status/phase").asText());
  }

  /**
   * A pod that is not ready may go while the others are as many as have to be, or always where the
   * budget says so: spec.unhealthyPodEvictionPolicy.
   */
  private void check(ObjectNode budget, boolean ready) {
    Standing standing = standing(budget);
    boolean others = standing.desired() > 0 && standing.healthy() >= standing.desired();
    boolean always = budget.at("/spec/unhealthyPodEvictionPolicy").asText().equals("AlwaysAllow");
    if (!ready && (others || always)) {
      return;
    }
    if (standing.allowed() < 1) {
      throw ApiError.disruptionBudget(
          budget.at("/metadata/name").asText(), standing.healthy(), standing.desired());
    }
  }

  private List<ObjectNode> budgets(ObjectNode pod) {
    String namespace = pod.at("/metadata/namespace").asText();
    return registry
        .list(ResourceTypes.DISRUPTION_BUDGETS, ListOptions.in(namespace))
        .items()
        .stream()
        .filter(
            budget -> Selectors.matches(budget.at("/spec/selector"), pod.at("/metadata/labels")))
        .toList();
  }

  private List<ObjectNode> pods(ObjectNode budget) {
    List<ObjectNode> found = new ArrayList<>();
    String namespace = budget.at("/metadata/namespace").asText();
    for (ObjectNode pod : registry.list(ResourceTypes.PODS, ListOptions.in(namespace)).items()) {
      if (!pod.path("metadata").has("deletionTimestamp")
          && Selectors.matches(budget.at("/spec/selector"), pod.at("/metadata/labels"))) {
        found.add(pod);
      }
    }
    return found;
  }

  /** The replicas the pods' controllers want; a pod without one counts for itself. */
  private int expected(List<ObjectNode> pods) {
    int expected = 0;
    List<String> seen = new ArrayList<>();
    for (ObjectNode pod : pods) {
      JsonNode owner = pod.at("/metadata/ownerReferences/0");
      ObjectKey key =
          new ObjectKey(pod.at("/metadata/namespace").asText(), owner.path("name").asText());
      ObjectNode set =
          owner.path("kind").asText().equals("ReplicaSet")
              ? registry.store().get(ResourceTypes.REPLICA_SETS.qualified(), key)
              : null;
      if (set == null) {
        expected++;
      } else if (!seen.contains(key.name())) {
        seen.add(key.name());
        expected += set.at("/spec/replicas").asInt(0);
      }
    }
    return expected;
  }

  private static boolean ready(ObjectNode pod) {
    for (JsonNode condition : pod.at("/status/conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  /** A number, or a percentage of a total rounded up. */
  private static int share(JsonNode amount, int total) {
    String text = amount.asText("0");
    return text.endsWith("%")
        ? (int) Math.ceil(Integer.parseInt(text.substring(0, text.length() - 1)) * total / 100.0)
        : Integer.parseInt(text);
  }
}
