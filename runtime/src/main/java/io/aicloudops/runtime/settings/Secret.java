package io.aicloudops.runtime.settings;

import java.util.Optional;

/** A value that must not be seen: it prints as stars. Empty if it is not configured. */
public record Secret(String reveal) {

  /** The secret, or nothing if none is configured. */
  public Optional<String> value() {
    return reveal.isEmpty() ? Optional.empty() : Optional.of(reveal);
  }

  @Override
  public String toString() {
    return reveal.isEmpty() ? "" : "***";
  }
}
