package io.aicloudops.simulator.kube.patch;

/** A patch that cannot be read, or not be applied to this object. */
public final class PatchException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  PatchException(String message) {
    super(message);
  }
}
