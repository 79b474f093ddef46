package io.aicloudops.runtime.logs;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;

/**
 * Drops what Kafka reports as an error or a warning although it retries it at once and loses
 * nothing: the first records of a transaction on a partition that overtake each other while the
 * transaction before is being completed (KAFKA-18202), and a client that is closed twice at
 * shutdown. A retry that fails in the end is an error of its own and stays.
 */
final class RetriedByKafka extends Filter<ILoggingEvent> {

  @Override
  public FilterReply decide(ILoggingEvent event) {
    String message = event.getFormattedMessage();
    boolean retried =
        switch (event.getLoggerName()) {
          case "kafka.server.ReplicaManager" -> overtaken(event.getThrowableProxy());
          case "org.apache.kafka.clients.producer.internals.Sender" ->
              message.contains("retrying")
                  && (message.contains("CONCURRENT_TRANSACTIONS")
                      || message.contains("OUT_OF_ORDER_SEQUENCE_NUMBER"));
          case "org.apache.kafka.clients.NetworkClient" ->
              message.contains("Attempting to close NetworkClient that has already been closed");
          default -> false;
        };
    return retried ? FilterReply.DENY : FilterReply.NEUTRAL;
  }

  private static boolean overtaken(@Nullable IThrowableProxy failure) {
    return failure != null
        && failure.getClassName().endsWith(".OutOfOrderSequenceException")
        && String.valueOf(failure.getMessage()).contains("with no existing state");
  }
}
