package io.aicloudops.remediator.plan;

/** What planning came to: a plan, or why there is none. */
public sealed interface Planning {

  /** Something can be done. */
  record Planned(Plan plan) implements Planning {}

  /**
   * Nothing can or should be done by us.
   *
   * @param reason for people
   */
  record NoAction(String reason) implements Planning {}
}
