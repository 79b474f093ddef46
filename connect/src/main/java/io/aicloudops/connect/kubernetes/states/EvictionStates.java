package io.aicloudops.connect.kubernetes.states;

import io.aicloudops.connect.kubernetes.objects.ClusterObjects;
import io.aicloudops.connect.kubernetes.objects.Findings;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Drains that can never end: a node is cordoned, and the budget of a pod on it allows no eviction
 * though all of its pods are healthy. A budget like that harms nobody before.
 */
public final class EvictionStates {

  private final StateEvents events;
  private final ClusterObjects objects;
  private final Set<String> blocked = new TreeSet<>();

  /** Tells the findings of transitions. */
  public EvictionStates(ClusterObjects objects, Owners owners, Findings findings, Clock clock) {
    this.events = new StateEvents(owners, findings, clock);
    this.objects = objects;
  }

  /** A node is so now. */
  public void seen(@Nullable Node before, Node now) {
    if (cordoned(now) != (before != null && cordoned(before))) {
      objects.all(PodDisruptionBudget.class).forEach(this::seen);
    }
  }

  /** A budget is so now. */
  public void seen(PodDisruptionBudget budget) {
    Optional<String> node = stuck(budget);
    if (node.isPresent() && blocked.add(key(budget))) {
      String healthy = String.valueOf(budget.getStatus().getCurrentHealthy());
      events.tell(
          budget,
          "EvictionBlocked",
          "allows no eviction though all " + healthy + " pods are healthy; cordoned: " + node.get(),
          null,
          Map.of("budget", budget.getMetadata().getName(), "node", node.get()));
    } else if (node.isEmpty() && blocked.remove(key(budget))) {
      events.tell(budget, "Recovered", "blocks no drain any more", null, Map.of());
    }
  }

  /** A budget is no more. */
  public void gone(PodDisruptionBudget last) {
    if (blocked.remove(key(last))) {
      events.tell(last, "Recovered", "the budget was deleted", null, Map.of());
    }
  }

  private static String key(PodDisruptionBudget budget) {
    return budget.getMetadata().getNamespace() + "/" + budget.getMetadata().getName();
  }

  /** The cordoned node whose drain the budget holds up. */
  private Optional<String> stuck(PodDisruptionBudget budget) {
    var status = budget.getStatus();
    if (status == null || budget.getSpec() == null || budget.getSpec().getSelector() == null) {
      return Optional.empty();
    }
    int expected = count(status.getExpectedPods());
    boolean never =
        expected > 0
            && count(status.getDisruptionsAllowed()) == 0
            && count(status.getCurrentHealthy()) >= expected;
    return never
        ? objects.in(Pod.class, budget.getMetadata().getNamespace()).stream()
            .filter(pod -> selects(budget.getSpec().getSelector(), pod))
            .map(pod -> Objects.requireNonNullElse(pod.getSpec().getNodeName(), ""))
            .filter(
                node ->
                    objects
                        .get(Node.class, "null", node)
                        .filter(EvictionStates::cordoned)
                        .isPresent())
            .sorted()
            .findFirst()
        : Optional.empty();
  }

  private static boolean selects(LabelSelector selector, Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    Map<String, String> wanted = selector.getMatchLabels();
    return labels != null
        && wanted != null
        && !wanted.isEmpty()
        && labels.entrySet().containsAll(wanted.entrySet());
  }

  private static boolean cordoned(Node node) {
    return node.getSpec() != null && Boolean.TRUE.equals(node.getSpec().getUnschedulable());
  }

  private static int count(@Nullable Integer count) {
    return count == null ? 0 : count;
  }
}
