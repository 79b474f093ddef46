package io.aicloudops.runtime.kafka;

/**
 * Headers of records in the dead-letter topic. Those that a Streams application could not process
 * carry Kafka's own headers, too ({@code __streams.errors.topic}, {@code .partition}, {@code
 * .offset}, {@code .exception}, {@code .message}).
 */
public final class DeadLetterHeaders {

  /** Where it came from, e.g. {@code alertmanager-webhook}, or the id of who could not read it. */
  public static final String SOURCE = "aiops.source";

  /** What is wrong with it, for people. */
  public static final String REASON = "aiops.reason";

  /** The key of the record that a Streams application could not process, as it was. */
  public static final String KEY = "aiops.key";

  private DeadLetterHeaders() {}
}
