package io.aicloudops.remediator.notify.message;

import java.time.Instant;
import java.util.List;

/**
 * What people are told, in one language.
 *
 * @param id the same for the same news in every language, so that it is told once
 * @param incidentId empty if it is about no incident
 * @param remediationId empty if it is about no remediation
 * @param title one line
 * @param lines what else is worth knowing, plain text
 * @param links where to see it and what to decide, the most important first; at least one
 * @param time when it happened
 */
public record Message(
    String id,
    String incidentId,
    String remediationId,
    Kind kind,
    String title,
    List<String> lines,
    List<Link> links,
    Instant time) {

  public Message {
    lines = List.copyOf(lines);
    links = List.copyOf(links);
  }

  /** What kind of news. */
  public enum Kind {
    OPENED,
    CAUSE,
    RESOLVED,
    APPROVAL,
    VERIFIED,
    UNDONE,
    ESCALATED
  }

  /**
   * A page of the dashboard; what is decided there is decided by whoever is logged in.
   *
   * @param text for a button
   */
  public record Link(String text, String url) {}

  /** What the message is about; messages about the same are told in order. */
  public String subject() {
    return incidentId.isEmpty() ? remediationId : incidentId;
  }
}
