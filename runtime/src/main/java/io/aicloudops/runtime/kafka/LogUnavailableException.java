package io.aicloudops.runtime.kafka;

/**
 * The log did not take what was sent; nothing was acknowledged and the sender should try again
 * later (HTTP 503).
 */
public final class LogUnavailableException extends RuntimeException {

  /** With a message for the operator. */
  public LogUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
