package io.aicloudops.runtime.settings;

import java.util.List;

/** The configuration cannot be used; every problem with its path is in it. */
public final class SettingsException extends RuntimeException {

  private final List<String> problems;

  /**
   * @param problems one line each, beginning with the key's path
   */
  public SettingsException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line a problem, beginning with the key's path. */
  public List<String> problems() {
    return problems;
  }
}
