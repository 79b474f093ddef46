package io.aicloudops.runtime.service;

/** A part of the system that is started and stopped as a whole. */
public interface Service extends AutoCloseable {

  /** Its name in commands, logs and metrics: lower case with hyphens. */
  String name();

  /**
   * Starts it and returns soon; what is not ready yet shows in {@link #health()}.
   *
   * @throws RuntimeException if it can never start; the message is for an operator
   */
  void start();

  /** How it is now. Cheap; called often. */
  Health health();

  /**
   * Stops it gracefully: what was accepted is finished or left in the log. Does nothing if it never
   * started.
   */
  @Override
  void close();
}
