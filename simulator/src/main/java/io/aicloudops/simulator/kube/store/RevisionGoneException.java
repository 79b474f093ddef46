package io.aicloudops.simulator.kube.store;

/** The store no longer remembers what came after the revision that was asked for. */
public final class RevisionGoneException extends Exception {

  private static final long serialVersionUID = 1L;

  RevisionGoneException(long asked, long oldest) {
    super("too old resource version: " + asked + " (" + oldest + ")");
  }
}
