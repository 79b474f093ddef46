package io.aicloudops.connect.kubernetes.inspection.checks;

import java.util.Locale;

/** How much a finding matters; the worst first. */
enum Level {
  CRITICAL,
  WARNING,
  INFO;

  /** As in events. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
