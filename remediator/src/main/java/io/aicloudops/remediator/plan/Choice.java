package io.aicloudops.remediator.plan;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.faults.FormerValues;
import io.aicloudops.schemas.identity.EntityId;
import java.util.Map;
import java.util.Optional;

/** Which action on which object mends a cause, where the catalogue's row leaves it open. */
final class Choice {

  private static final String NODE = "Node";
  private static final String SYSTEM = "kube-system";

  private Choice() {}

  /** The action: the catalogue's own, unless what is known of the cause points to another. */
  static ActionKind action(Cause cause, Optional<TopologyEntity> known) {
    FaultKind fault = FaultKind.ofId(cause.getFault()).orElse(FaultKind.UNKNOWN);
    String kind = EntityId.tryParse(cause.getEntity()).map(EntityId::kind).orElse("");
    return switch (fault) {
      // Errors that began with a release are mended by taking the release back.
      case ERROR_BURST -> released(cause) ? ActionKind.ROLLBACK : fault.action();
      // A setting in the workload's own template went out as a revision.
      case CRASH_AFTER_CONFIG_CHANGE ->
          FormerValues.in(cause.getFacts()).isEmpty() && released(cause)
              ? ActionKind.ROLLBACK
              : fault.action();
      case NODE_NOT_READY, NODE_KERNEL -> cordoned(known) ? ActionKind.DRAIN : fault.action();
      case NOISY_NEIGHBOUR -> kind.equals(NODE) ? ActionKind.CORDON : fault.action();
      case JOB_FAILING -> kind.equals("Job") ? ActionKind.RETRY_JOB : fault.action();
      default -> fault.action();
    };
  }

  private static boolean released(Cause cause) {
    return !cause.getChangeId().isEmpty()
        && (cause.getFacts().containsKey("previousRevision")
            || cause.getFacts().containsKey("healthyRevision"));
  }

  private static boolean cordoned(Optional<TopologyEntity> known) {
    return known
        .map(TopologyEntity::getAttributes)
        .map((Map<String, String> attributes) -> attributes.get("unschedulable"))
        .filter("true"::equals)
        .isPresent();
  }

  /** The object: the cause's own, but names are resolved by the cluster's DNS, not by who asks. */
  static String entity(Cause cause) {
    Optional<EntityId> entity = EntityId.tryParse(cause.getEntity());
    boolean elsewhere =
        cause.getFault().equals(FaultKind.DNS_FAILING.id())
            && entity.isPresent()
            && !entity.get().namespace().equals(SYSTEM);
    return elsewhere
        ? new EntityId(entity.get().cluster(), SYSTEM, "Deployment", "coredns").toString()
        : cause.getEntity();
  }
}
