package io.aicloudops.remediator.execute.edit;

/**
 * What was asked for cannot be done, and trying again would not help; the message is for people.
 */
public final class NotActedOnException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** With the reason. */
  public NotActedOnException(String message) {
    super(message);
  }

  /** There is nothing to change, for this reason. */
  static NotActedOnException nothing(String why) {
    return new NotActedOnException("there is nothing to change: " + why);
  }
}
