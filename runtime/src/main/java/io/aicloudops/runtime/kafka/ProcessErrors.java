package io.aicloudops.runtime.kafka;

import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;

/**
 * What happens to a record that a processor fails on: it goes to the dead letters and the stream
 * goes on. Made by Kafka Streams by its class name.
 */
public final class ProcessErrors extends LogAndContinueProcessingExceptionHandler {

  private DeadLetters letters = new DeadLetters("");

  @Override
  public void configure(Map<String, ?> configs) {
    super.configure(configs);
    letters = DeadLetters.of(configs);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
    Response response = super.handleError(context, record, exception);
    return Response.resume(letters.of(response.deadLetterQueueRecords(), context, exception));
  }
}
