package io.aicloudops.runtime.kafka;

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

  @Override
  public Response handleError(
      ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
    Response response = super.handleError(context, record, exception);
    return exception instanceof RecordTooLargeException
        ? Response.resume(response.deadLetterQueueRecords())
        : response;
  }

  @Override
  @SuppressWarnings("rawtypes") // as the interface declares it
  public Response handleSerializationError(
      ErrorHandlerContext context,
      ProducerRecord record,
      Exception exception,
      SerializationExceptionOrigin origin) {
    return Response.resume(
        super.handleSerializationError(context, record, exception, origin)
            .deadLetterQueueRecords());
  }
}
