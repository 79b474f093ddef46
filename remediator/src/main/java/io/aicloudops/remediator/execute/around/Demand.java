package io.aicloudops.remediator.execute.around;

import io.aicloudops.remediator.execute.edit.Workloads;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a changed workload asks of its namespace's quotas beyond what it asks now. */
final class Demand {

  private static final String PODS = "pods";

  /** Quotas for pods that a long-running workload does not make. */
  private static final Set<String> NOT_FOR_WORKLOADS = Set.of("Terminating", "BestEffort");

  private Demand() {}

  /**
   * Additional demand by quota resource name, e.g. {@code limits.memory} in bytes; positive amounts
   * only. While the pods are replaced, those that the rollout makes beyond the replicas count, too.
   */
  static Map<String, BigDecimal> more(HasMetadata live, HasMetadata then) {
    Map<String, BigDecimal> before = all(live, Workloads.replicas(live));
    boolean replaced = !podSpec(live).equals(podSpec(then));
    int surge = replaced ? Workloads.addedAtOnce(then) : 0;
    Map<String, BigDecimal> after = all(then, Workloads.replicas(then) + surge);
    Map<String, BigDecimal> more = new LinkedHashMap<>();
    after.forEach(
        (name, amount) -> {
          BigDecimal growth = amount.subtract(before.getOrDefault(name, BigDecimal.ZERO));
          if (growth.signum() > 0) {
            more.put(name, growth);
          }
        });
    return more;
  }

  private static PodSpec podSpec(HasMetadata workload) {
    return Workloads.template(workload).getSpec();
  }

  private static Map<String, BigDecimal> all(HasMetadata workload, int pods) {
    Map<String, BigDecimal> demand = new LinkedHashMap<>();
    demand.put(PODS, BigDecimal.valueOf(pods));
    for (Container container : podSpec(workload).getContainers()) {
      if (container.getResources() != null) {
        Map<String, Quantity> limits = container.getResources().getLimits();
        add(demand, "limits.", limits, pods);
        add(demand, "requests.", container.getResources().getRequests(), pods);
      }
    }
    return demand;
  }

  private static void add(
      Map<String, BigDecimal> demand, String prefix, Map<String, Quantity> amounts, int pods) {
    if (amounts == null) {
      return;
    }
    amounts.forEach(
        (name, quantity) ->
            demand.merge(
                prefix + name,
                Quantity.getAmountInBytes(quantity).multiply(BigDecimal.valueOf(pods)),
                BigDecimal::add));
  }

  /**
   * What a quota has too little left of, for people. {@code cpu} and {@code memory} in a quota mean
   * requests, as the API documents it.
   */
  static Optional<String> shortage(ResourceQuota quota, Map<String, BigDecimal> more) {
    List<String> scopes = quota.getSpec() == null ? null : quota.getSpec().getScopes();
    if (quota.getStatus() == null
        || quota.getStatus().getHard() == null
        || (scopes != null && scopes.stream().anyMatch(NOT_FOR_WORKLOADS::contains))) {
      return Optional.empty();
    }
    for (Map.Entry<String, Quantity> hard : quota.getStatus().getHard().entrySet()) {
      BigDecimal needed = more.get(name(hard.getKey()));
      if (needed == null) {
        continue;
      }
      Quantity used =
          quota.getStatus().getUsed() == null
              ? null
              : quota.getStatus().getUsed().get(hard.getKey());
      BigDecimal left =
          Quantity.getAmountInBytes(hard.getValue())
              .subtract(used == null ? BigDecimal.ZERO : Quantity.getAmountInBytes(used));
      if (needed.compareTo(left) > 0) {
        return Optional.of(
            "the quota "
                + quota.getMetadata().getName()
                + " has "
                + left.stripTrailingZeros().toPlainString()
                + " of "
                + hard.getKey()
                + " left, "
                + needed.stripTrailingZeros().toPlainString()
                + " more are needed");
      }
    }
    return Optional.empty();
  }

  private static String name(String quotaKey) {
    return switch (quotaKey) {
      case "cpu", "memory" -> "requests." + quotaKey;
      case "count/pods" -> PODS;
      default -> quotaKey;
    };
  }
}
