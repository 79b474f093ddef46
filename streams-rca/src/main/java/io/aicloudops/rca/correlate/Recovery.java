package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.schemas.event.K8sEvent;
import java.util.Set;

/**
 * Whose trouble is over when an object is well again. A workload that has all its pods says nothing
 * of its service, its claims or its autoscaler: each of these says for itself that it is well.
 */
final class Recovery {

  private static final String POD = "Pod";

  /** What a workload consists of. */
  private static final Set<String> WORKLOAD =
      Set.of(POD, "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "CronJob");

  private Recovery() {}

  /** True if the fact is over once its workload has all its pods, new and ready. */
  static boolean ofWorkload(Fact fact) {
    return fact.kind() == Fact.Kind.EVENT
        && fact.source().getBody() instanceof K8sEvent of
        && WORKLOAD.contains(kind(of))
        && !fact.meaning().outlivesRecovery();
  }

  /** True if the fact, of the event's entity, is over with the event. */
  static boolean of(K8sEvent event, Fact fact) {
    if (fact.kind() != Fact.Kind.EVENT || !(fact.source().getBody() instanceof K8sEvent of)) {
      return false;
    }
    if (kind(event).equals(POD)) {
      return of.getObject().equals(event.getObject());
    }
    boolean whole = WORKLOAD.contains(kind(event)) && ofWorkload(fact);
    return whole || kind(event).equals(kind(of));
  }

  private static String kind(K8sEvent event) {
    return event.getObject().replaceFirst("/.*", "");
  }
}
