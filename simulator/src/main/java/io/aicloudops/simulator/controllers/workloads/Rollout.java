package io.aicloudops.simulator.controllers.workloads;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * How many replicas each ReplicaSet of a Deployment is to have next: the arithmetic of Kubernetes'
 * deployment controller (pkg/controller/deployment/rolling.go).
 */
final class Rollout {

  private final int wanted;
  private final int maxSurge;
  private final int maxUnavailable;
  private final boolean recreate;

  Rollout(Deployment deployment) {
    this.wanted = deployment.getSpec().getReplicas();
    DeploymentStrategy strategy = deployment.getSpec().getStrategy();
    this.recreate = strategy.getType().equals("Recreate");
    var rolling = strategy.getRollingUpdate();
    int surge = rolling == null ? 0 : share(rolling.getMaxSurge(), true);
    int unavailable = rolling == null ? 0 : share(rolling.getMaxUnavailable(), false);
    this.maxSurge = surge;
    this.maxUnavailable = Math.min(wanted, surge == 0 && unavailable == 0 ? 1 : unavailable);
  }

  int maxReplicas() {
    return wanted + maxSurge;
  }

  int maxUnavailable() {
    return maxUnavailable;
  }

  /**
   * The next size of every set, sizes that stay included.
   *
   * @param current the set of the present template
   * @param older the others, oldest first
   * @param oldPodsLeft true if pods of the others are still there, though perhaps ending
   */
  Map<ReplicaSet, Integer> next(ReplicaSet current, List<ReplicaSet> older, boolean oldPodsLeft) {
    Map<ReplicaSet, Integer> sizes = new LinkedHashMap<>();
    sizes.put(current, size(current));
    older.forEach(set -> sizes.put(set, size(set)));
    if (recreate) {
      older.forEach(set -> sizes.put(set, 0));
      sizes.put(current, oldPodsLeft ? size(current) : wanted);
      return sizes;
    }
    sizes.put(current, currentSize(current, older));
    if (sizes.get(current) == size(current)) {
      shrinkOlder(current, older, sizes);
    }
    return sizes;
  }

  private int currentSize(ReplicaSet current, List<ReplicaSet> older) {
    if (size(current) >= wanted) {
      return wanted;
    }
    int total = size(current) + older.stream().mapToInt(Rollout::size).sum();
    int room = Math.max(0, maxReplicas() - total);
    return Math.min(wanted, size(current) + room);
  }

  private void shrinkOlder(
      ReplicaSet current, List<ReplicaSet> older, Map<ReplicaSet, Integer> sizes) {
    int total = size(current) + older.stream().mapToInt(Rollout::size).sum();
    int unavailableNew = size(current) - available(current);
    int minAvailable = wanted - maxUnavailable;
    int removable = total - minAvailable - unavailableNew;
    for (ReplicaSet set : older) {
      int unhealthy = Math.min(size(set) - available(set), Math.max(0, removable));
      if (unhealthy > 0) {
        sizes.put(set, size(set) - unhealthy);
        removable -= unhealthy;
      }
    }
    int available = available(current) + older.stream().mapToInt(Rollout::available).sum();
    int spare = Math.min(removable, available - minAvailable);
    for (ReplicaSet set : older) {
      int less = Math.min(sizes.getOrDefault(set, 0), Math.max(0, spare));
      sizes.merge(set, -less, Integer::sum);
      spare -= less;
    }
  }

  static int size(ReplicaSet set) {
    return Objects.requireNonNullElse(set.getSpec().getReplicas(), 0);
  }

  static int available(ReplicaSet set) {
    return set.getStatus() == null
        ? 0
        : Objects.requireNonNullElse(set.getStatus().getAvailableReplicas(), 0);
  }

  private int share(IntOrString amount, boolean roundUp) {
    if (amount.getIntVal() != null) {
      return amount.getIntVal();
    }
    double percent = Double.parseDouble(amount.getStrVal().replace("%", ""));
    double exact = percent * wanted / 100;
    return (int) (roundUp ? Math.ceil(exact) : Math.floor(exact));
  }
}
