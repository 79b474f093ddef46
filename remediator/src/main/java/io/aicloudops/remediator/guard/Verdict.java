package io.aicloudops.remediator.guard;

/** What the guard says of a plan. */
public sealed interface Verdict {

  /**
   * It may be proposed, and run as far as the mode says.
   *
   * @param why the rule that set the mode
   */
  record Allowed(Mode mode, String why) implements Verdict {}

  /**
   * It must not run.
   *
   * @param rule the rule's name, e.g. cool-down
   * @param why for people
   */
  record Refused(String rule, String why) implements Verdict {

    /** Rule and reason in one line. */
    public String text() {
      return rule + ": " + why;
    }
  }
}
