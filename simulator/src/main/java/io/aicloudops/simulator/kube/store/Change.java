package io.aicloudops.simulator.kube.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened to an object.
 *
 * @param revision of the store after it; grows by one with each change
 * @param collection the object belongs to
 * @param object as it is now; its last state if it was deleted
 * @param previous as it was; null if it was added
 */
public record Change(
    long revision,
    Kind kind,
    String collection,
    ObjectKey key,
    ObjectNode object,
    @Nullable ObjectNode previous) {

  /** What happened. */
  public enum Kind {
    ADDED,
    MODIFIED,
    DELETED
  }
}
