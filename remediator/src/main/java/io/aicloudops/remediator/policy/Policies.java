package io.aicloudops.remediator.policy;

import io.aicloudops.remediator.guard.Policy;
import io.aicloudops.runtime.settings.SettingsException;
import java.util.HashMap;
import java.util.Map;

/** Policies by their text, each read once. Not safe for more than one thread. */
public final class Policies {

  private static final int MOST = 64;

  private final Map<String, Policy> read = new HashMap<>();

  /**
   * The policy of a text.
   *
   * @throws SettingsException if it cannot be read
   */
  public Policy of(String text) {
    if (read.size() > MOST) {
      read.clear();
    }
    return read.computeIfAbsent(text, PolicyText::parse);
  }

  /** True if the whole text can be read. */
  public boolean readable(String text) {
    try {
      return of(text).rules() != null;
    } catch (SettingsException e) {
      return false;
    }
  }
}
