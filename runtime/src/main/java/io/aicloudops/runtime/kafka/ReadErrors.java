package io.aicloudops.runtime.kafka;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;

/**
 * What happens to bytes that cannot be read: they go to the dead letters and the stream goes on.
 * Made by Kafka Streams by its class name.
 */
public final class ReadErrors extends LogAndContinueExceptionHandler {

  private DeadLetters letters = new DeadLetters("");

  @Override
  public void configure(Map<String, ?> configs) {
    super.configure(configs);
    letters = DeadLetters.of(configs);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
    Response response = super.handleError(context, record, exception);
    return Response.resume(letters.of(response.deadLetterQueueRecords(), context, exception));
  }
}
