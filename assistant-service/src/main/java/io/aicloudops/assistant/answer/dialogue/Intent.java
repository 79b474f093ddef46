package io.aicloudops.assistant.answer.dialogue;

/** What somebody wants to know or have. */
public enum Intent {
  /** What is wrong now? */
  STATUS,
  /** Why did it happen? */
  WHY,
  /** What is proposed, what waits for approval? */
  PROPOSED,
  /** Do something: restart, roll back, scale. */
  REQUEST,
  /** How much load, how many instances? */
  LOAD,
  /** How is this workload? */
  SIGNALS,
  /** Write a query. */
  QUERY,
  /** Write an alert rule. */
  ALERT_RULE,
  /** Write an autoscaler, disruption budget or network policy. */
  POLICY,
  /** Write a message to people. */
  MESSAGE,
  /** How do I …, what does … mean? */
  KNOWLEDGE
}
