package io.aicloudops.runtime.kafka;

/**
 * Headers of records in the dead-letter topic. Those that a Streams application could not process
 * carry Kafka's own headers instead ({@code __streams.errors.topic}, {@code .partition}, {@code
 * .offset}, {@code .exception}, {@code .message}).
 */
public final class DeadLetterHeaders {

  /** Where it came from, e.g. {@code alertmanager-webhook}. */
  public static final String SOURCE = "aiops.source";

  /** What is wrong with it, for people. */
  public static final String REASON = "aiops.reason";

  private DeadLetterHeaders() {}
}
