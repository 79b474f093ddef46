package io.aicloudops.remediator.plan;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.List;
import java.util.Map;

/**
 * What could be done about a fault.
 *
 * @param origin who asked for it
 * @param incidentId the incident it would mend; empty if none asked for it
 * @param entity the workload acted on
 * @param params what the action needs: restartedAt, toRevision, replicas, container, memoryLimit
 *     (bytes), …; object: kind/name of what is written, where that is another object of the
 *     entity's namespace
 * @param reason why, for people, in English
 * @param reasonZh why, in Chinese
 * @param danger what is dangerous about it; empty if nothing is
 * @param expectation what should be seen when it worked
 * @param confidence in the cause, in [0,1]
 * @param supporting ids of the evidence that should go quiet when it worked
 */
public record Plan(
    Origin origin,
    String incidentId,
    String entity,
    FaultKind fault,
    ActionKind action,
    Map<String, String> params,
    String reason,
    String reasonZh,
    String danger,
    String expectation,
    double confidence,
    List<String> supporting) {

  /** 1 if it adds instances, -1 if it takes some away, 0 if it leaves their number alone. */
  public int growth() {
    return Long.signum(number("replicas") - number("fromReplicas"));
  }

  /** The same with another expectation. */
  public Plan expecting(String seen) {
    return new Plan(
        origin,
        incidentId,
        entity,
        fault,
        action,
        params,
        reason,
        reasonZh,
        danger,
        seen,
        confidence,
        supporting);
  }

  private long number(String param) {
    String text = params.getOrDefault(param, "0");
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
  }
}
