package io.aicloudops.runtime.kafka;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;

/**
 * What happens to a result that cannot be written. A result that no retry can save (too large, not
 * serialisable) goes to the dead letters with its input and the stream goes on; for all else
 * Kafka's default holds: retriable errors are tried again, others stop the thread, as going on
 * would lose results. Made by Kafka Streams by its class name.
 */
public final class SendErrors extends DefaultProductionExceptionHandler {

  private DeadLetters letters = new DeadLetters("");

  @Override
  public void configure(Map<String, ?> configs) {
    super.configure(configs);
    letters = DeadLetters.of(configs);
  }

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
    Response response = super.handleError(context, record, exception);
    return exception instanceof RecordTooLargeException
        ? Response.resume(letters.of(response.deadLetterQueueRecords(), context, exception))
        : response;
  }

  @Override
  @SuppressWarnings("rawtypes") // as the interface declares it
  public Response handleSerializationError(
      ErrorHandlerContext context,
      ProducerRecord record,
      Exception exception,
      SerializationExceptionOrigin origin) {
    Response response = super.handleSerializationError(context, record, exception, origin);
    return Response.resume(letters.of(response.deadLetterQueueRecords(), context, exception));
  }
}
