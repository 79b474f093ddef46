package io.aicloudops.assistant.answer;

import java.util.List;

/**
 * Something written for the asker to use. The assistant never uses it itself.
 *
 * @param kind what it is
 * @param title for people
 * @param text the draft as it is to be used
 * @param problems what its parser found wrong with it; empty if it passed
 */
public record Draft(Kind kind, String title, String text, List<String> problems) {

  /** What can be drafted. */
  public enum Kind {
    PROMQL,
    YAML,
    MESSAGE,
    /** The body of a command that a person with the role may send. */
    COMMAND
  }

  public Draft {
    problems = List.copyOf(problems);
  }
}
