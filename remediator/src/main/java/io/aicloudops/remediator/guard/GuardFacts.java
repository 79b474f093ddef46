package io.aicloudops.remediator.guard;

import io.aicloudops.schemas.event.ActionKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What the guard has to know of the world.
 *
 * @param now event time
 * @param paused true after a pause command, until resumed
 * @param maintenance true if a maintenance window covers the object
 * @param labels labels and annotations of the object that matter here: {@code aiops.io/opt-out},
 *     {@code gitops}
 * @param executions what ran on this cluster within the last day
 * @param troubled workloads that are part of open incidents now
 */
public record GuardFacts(
    Instant now,
    boolean paused,
    boolean maintenance,
    Map<String, String> labels,
    List<Execution> executions,
    int troubled) {

  /**
   * An action that ran or runs.
   *
   * @param growth 1 if it added instances, -1 if it took some away, else 0
   * @param running true until it is verified, undone or failed
   */
  public record Execution(
      String entity, ActionKind action, int growth, Instant at, boolean running) {}
}
