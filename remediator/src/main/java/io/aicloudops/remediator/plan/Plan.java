package io.aicloudops.remediator.plan;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.Map;

/**
 * What could be done about a fault.
 *
 * @param incidentId the incident it would mend; empty if none asked for it
 * @param entity the workload acted on
 * @param params what the action needs: restartedAt, toRevision, replicas, container, memoryLimit
 *     (bytes)
 * @param reason why, for people, in English
 * @param reasonZh why, in Chinese
 * @param danger what is dangerous about it; empty if nothing is
 * @param expectation what should be seen when it worked
 * @param confidence in the cause, in [0,1]
 * @param supporting ids of the evidence that should go quiet when it worked
 */
public record Plan(
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
    java.util.List<String> supporting) {}
