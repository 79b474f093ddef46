package io.aicloudops.simulator.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.registry.Budgets;
import io.aicloudops.simulator.kube.registry.Deletion;
import io.aicloudops.simulator.kube.store.Change;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetStatus;
import java.util.function.Consumer;

/** Keeps the status of PodDisruptionBudgets. */
public final class BudgetController implements Reconciler {

  private final Cluster cluster;
  private final Budgets budgets;

  public BudgetController(Cluster cluster) {
    this.cluster = cluster;
    this.budgets = new Budgets(cluster.registry(), new Deletion(cluster.registry()));
  }

  @Override
  public void affected(Change change, Consumer<ObjectKey> keys) {
    if (Cluster.concerns(change, ResourceTypes.DISRUPTION_BUDGETS)) {
      keys.accept(change.key());
    } else if (Cluster.concerns(change, ResourceTypes.PODS)) {
      cluster
          .registry()
          .store()
          .list(ResourceTypes.DISRUPTION_BUDGETS.qualified())
          .keySet()
          .stream()
          .filter(budget -> budget.namespace().equals(change.key().namespace()))
          .forEach(keys);
    }
  }

  @Override
  public void reconcile(ObjectKey key) {
    ObjectNode budget =
        cluster.registry().store().get(ResourceTypes.DISRUPTION_BUDGETS.qualified(), key);
    if (budget == null) {
      return;
    }
    Budgets.Standing standing = budgets.standing(budget);
    cluster.status(
        ResourceTypes.DISRUPTION_BUDGETS,
        key,
        PodDisruptionBudget.class,
        next -> {
          PodDisruptionBudgetStatus status = new PodDisruptionBudgetStatus();
          status.setExpectedPods(standing.expected());
          status.setCurrentHealthy(standing.healthy());
          status.setDesiredHealthy(standing.desired());
          status.setDisruptionsAllowed(standing.allowed());
          status.setObservedGeneration(next.getMetadata().getGeneration());
          next.setStatus(status);
        });
  }
}
