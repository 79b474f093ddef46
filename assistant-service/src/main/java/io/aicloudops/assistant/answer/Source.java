package io.aicloudops.assistant.answer;

/**
 * Something an answer rests on.
 *
 * @param title for people
 * @param relevance in [0, 1]; 1 for live data that was asked for by name
 * @param content an excerpt
 * @param kind what it is
 * @param ref the runbook's, incident's or remediation's id, or the entity
 */
public record Source(String title, double relevance, String content, Kind kind, String ref) {

  /** Where a source comes from. */
  public enum Kind {
    KNOWLEDGE,
    INCIDENT,
    REMEDIATION,
    SIGNALS,
    FORECAST
  }
}
