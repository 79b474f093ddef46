package io.aicloudops.assistant.answer;

/**
 * How the assistant's parts are; the HTTP health page shows them as {@code llm} and {@code
 * vector_store}.
 */
public record AssistantHealth(Part llm, Part vectorStore) {

  /** How a part is. */
  public enum Status {
    HEALTHY,
    /** Answers are given, but with less than what is configured. */
    DEGRADED,
    /** Not configured; nothing is missing. */
    DISABLED
  }

  /**
   * One part.
   *
   * @param responseTime of its last use in seconds; NaN if it was not used yet
   * @param detail for people
   */
  public record Part(Status status, double responseTime, String detail) {}
}
