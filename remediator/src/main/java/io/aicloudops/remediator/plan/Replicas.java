package io.aicloudops.remediator.plan;

import io.aicloudops.schemas.faults.FaultKind;
import java.util.Map;

/**
 * How many replicas a workload should have.
 *
 * @param facts replicas: what was asked for; previousReplicas: what there were before a change;
 *     partitions: more consumers than these would be idle
 */
record Replicas(PlanLimits limits, Origin origin, FaultKind fault, Map<String, String> facts) {

  /**
   * The number to go to.
   *
   * @param current how many there are
   * @param recommended by the forecast; 0 if it says nothing
   */
  int from(int current, int recommended) {
    int wanted = withinLimits(wanted(current, recommended), current);
    return origin == Origin.REQUEST ? wanted : oneStep(wanted, current);
  }

  private int wanted(int current, int recommended) {
    long asked = WorkloadPlans.number(facts.get("replicas"));
    if (asked >= 0) {
      return (int) Math.min(Integer.MAX_VALUE, asked);
    }
    if (origin == Origin.RECOMMENDATION || fault == FaultKind.OVER_PROVISIONED) {
      return recommended;
    }
    if (fault == FaultKind.SCALED_TO_ZERO) {
      long before = WorkloadPlans.number(facts.get("previousReplicas"));
      return Math.max(Math.max(1, recommended), (int) Math.min(Integer.MAX_VALUE, before));
    }
    if (fault == FaultKind.CONSUMER_LAG) {
      long partitions = WorkloadPlans.number(facts.get("partitions"));
      return (int) Math.min(Math.max(partitions, current), 2L * current);
    }
    // Without a recommendation that fits: twice as many, the step that a recommendation may take
    // too. A smaller one that does not
    // suffice would hold up the next until its verification has failed.
    return Math.max(recommended, 2 * current);
  }

  private int withinLimits(int wanted, int current) {
    return wanted < current
        ? Math.max(Math.min(limits.replicaFloor(), current), wanted)
        : Math.max(current, Math.min(limits.replicaCeiling(), wanted));
  }

  /**
   * What nobody asked for goes step by step, so that a wrong forecast shows before it costs much:
   * at most twice as many at once, at most a quarter away. A workload at zero comes back whole.
   */
  private static int oneStep(int wanted, int current) {
    if (current == 0) {
      return wanted;
    }
    return wanted > current
        ? (int) Math.min(wanted, 2L * current)
        : Math.max(wanted, current - Math.max(1, current / 4));
  }

  /** What was found when there were other replicas than now may point the wrong way by now. */
  static boolean against(FaultKind fault, int wanted, int current) {
    return switch (fault) {
      case LOAD_ABOVE_CAPACITY, SCALED_TO_ZERO, CONSUMER_LAG -> wanted < current;
      case OVER_PROVISIONED -> wanted > current;
      default -> false;
    };
  }
}
