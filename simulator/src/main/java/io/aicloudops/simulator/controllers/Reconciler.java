package io.aicloudops.simulator.controllers;

import io.aicloudops.simulator.kube.store.Change;
import io.aicloudops.simulator.kube.store.ObjectKey;
import java.util.function.Consumer;

/**
 * Brings one kind of object from what is to what is wanted. All calls come from the loop's one
 * thread.
 */
public interface Reconciler {

  /** Names the objects that a change makes worth a look. */
  void affected(Change change, Consumer<ObjectKey> keys);

  /** Looks at one object, which may be gone, and does what is missing. */
  void reconcile(ObjectKey key);
}
