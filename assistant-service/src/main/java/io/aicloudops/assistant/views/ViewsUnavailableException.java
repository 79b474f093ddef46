package io.aicloudops.assistant.views;

/** The rows asked for cannot be read right now: they are being loaded, or their replica is away. */
public final class ViewsUnavailableException extends RuntimeException {

  /**
   * @param message for the one who asks
   */
  public ViewsUnavailableException(String message) {
    super(message);
  }

  /** As above, with the reason underneath. */
  public ViewsUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
