package io.aicloudops.remediator.guard;

import java.util.Locale;

/** How far a policy lets an action go; each mode includes those before it. */
public enum Mode {
  /** Nothing is even proposed. */
  OFF,
  /** Shown with its diff, never run. */
  OBSERVE,
  /** Runs when a person approves the diff. */
  ASK,
  /** Runs unasked where the catalogue allows it. */
  AUTO;

  /** The name in events and settings. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The more careful of two. */
  public Mode and(Mode other) {
    return compareTo(other) < 0 ? this : other;
  }
}
