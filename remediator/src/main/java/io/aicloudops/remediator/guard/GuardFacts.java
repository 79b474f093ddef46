package io.aicloudops.remediator.guard;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.identity.EntityId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the guard has to know of the world.
 *
 * @param now event time
 * @param paused true after a pause command, until resumed
 * @param maintenance true if a maintenance window covers the object
 * @param labels labels of the object, and of its attributes {@code aiops.io/opt-out}, {@code
 *     gitops} and {@code hpa}
 * @param executions what ran on this cluster within the last day
 * @param trouble what is part of open incidents now
 * @param around what the dry run found around the object; empty before it
 */
public record GuardFacts(
    Instant now,
    boolean paused,
    boolean maintenance,
    Map<String, String> labels,
    List<Execution> executions,
    Trouble trouble,
    Optional<Surroundings> around) {

  /** How far trouble has spread: workloads, their namespaces, and nodes. */
  public record Trouble(int workloads, int namespaces, int nodes) {

    /** Nowhere. */
    public static final Trouble NONE = new Trouble(0, 0, 0);
  }

  /**
   * An action that ran or runs.
   *
   * @param growth 1 if it added instances, -1 if it took some away, else 0
   * @param running true until it is verified, undone or failed
   */
  public record Execution(
      String entity, ActionKind action, int growth, Instant at, boolean running) {

    boolean of(String kind) {
      return EntityId.tryParse(entity).filter(e -> e.kind().equals(kind)).isPresent();
    }

    boolean within(String namespace) {
      return EntityId.tryParse(entity).filter(e -> e.namespace().equals(namespace)).isPresent();
    }
  }
}
