package io.aicloudops.launcher.cli;

/** The query service does not answer. */
final class UnreachableException extends RuntimeException {
  UnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
