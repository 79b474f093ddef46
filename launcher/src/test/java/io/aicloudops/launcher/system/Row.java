package io.aicloudops.launcher.system;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.Locale;

/**
 * A row of the catalogue as it is played.
 *
 * @param action {@code NONE} where people are told and nothing is done
 * @param seen how the fault comes to be known
 * @param entity whom the cause is about, without the cluster
 */
record Row(
    FaultKind fault,
    ActionKind action,
    Seen seen,
    String entity,
    Step inject,
    Check mended,
    Step recover,
    Check undone) {

  /** The fault's id, and the action's where it is not the first choice of the catalogue. */
  String id() {
    return action == fault.action() ? fault.id() : fault.id() + "/" + actionId();
  }

  String actionId() {
    return action.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** True for a row in which nothing is done: people are told. */
  boolean told() {
    return action == ActionKind.NONE;
  }

  /** True for an entity of the row's own namespace, or its node. */
  boolean isAbout(String other) {
    return other.startsWith("demo/" + entity.substring(0, entity.indexOf('/') + 1))
        && (!entity.startsWith("_/") || other.equals("demo/" + entity));
  }

  /** How a fault comes to be known. */
  enum Seen {
    /** The simulator produces it and connect sees it. */
    CLUSTER,
    /** What connect would see is put into the log; causes are found from it. */
    EVENT,
    /** A recommendation of instances is put into the log. */
    ADVICE,
    /** The cause itself is put into the log. */
    CAUSE
  }

  /** Does something to the world. */
  interface Step {
    void run() throws Exception;
  }

  /** Looks at the cluster. */
  interface Check {
    boolean holds();
  }
}
