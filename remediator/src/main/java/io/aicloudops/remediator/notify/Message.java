package io.aicloudops.remediator.notify;

import java.time.Instant;
import java.util.List;

/**
 * What people are told.
 *
 * @param id the same for the same news, so that it is told once
 * @param incidentId empty if it is about no incident
 * @param remediationId empty if it is about no remediation
 * @param title one line
 * @param lines what else is worth knowing, plain text
 * @param link where to see it
 * @param time when it happened
 */
public record Message(
    String id,
    String incidentId,
    String remediationId,
    Kind kind,
    String title,
    List<String> lines,
    String link,
    Instant time) {

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

  /** What the message is about; messages about the same are told in order. */
  String subject() {
    return incidentId.isEmpty() ? remediationId : incidentId;
  }
}
