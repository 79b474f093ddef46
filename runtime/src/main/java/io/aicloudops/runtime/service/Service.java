package io.aicloudops.runtime.service;

import java.util.Map;

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
   * How the outside things are that it works with, by the name under which people know them, such
   * as {@code llm}. They are shown; the service is ready without them. Cheap; called often.
   */
  default Map<String, Health> dependencies() {
    return Map.of();
  }

  /**
   * Stops it gracefully: what was accepted is finished or left in the log. Does nothing if it never
   * started.
   */
  @Override
  void close();
}
