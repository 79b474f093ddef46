package io.aicloudops.remediator.notify.message;

import java.util.Locale;

/** How bad an incident is; the later the worse. */
public enum Severity {
  INFO,
  WARNING,
  CRITICAL;

  /** The severity of an event's text; a word that is not known counts as a warning. */
  public static Severity of(String text) {
    for (Severity severity : values()) {
      if (severity.name().equals(text.toUpperCase(Locale.ROOT))) {
        return severity;
      }
    }
    return WARNING;
  }
}
