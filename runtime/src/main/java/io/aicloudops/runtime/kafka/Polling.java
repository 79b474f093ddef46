package io.aicloudops.runtime.kafka;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads records and passes by those whose bytes cannot be read: the consumer itself would stop at
 * the first of them for ever. A registry that is away is none of their fault; the deserializer
 * waits for it.
 */
public final class Polling {

  private static final Logger LOG = LoggerFactory.getLogger(Polling.class);

  private Polling() {}

  /** Hears of a record that cannot be read, before it is passed by. */
  @FunctionalInterface
  public interface Unreadable {

    /** What this throws leaves the consumer where it is, so that the record is met again. */
    void hear(RecordDeserializationException record);
  }

  /**
   * Polls once.
   *
   * @return no records if one was passed by; those after it come with the next poll
   */
  public static <K, V> ConsumerRecords<K, V> poll(
      Consumer<K, V> consumer, Duration timeout, Unreadable unreadable) {
    try {
      return consumer.poll(timeout);
    } catch (RecordDeserializationException e) {
      if (e.getCause() instanceof InterruptException interrupted) {
        throw interrupted; // while it waited for the registry
      }
      unreadable.hear(e);
      consumer.seek(e.topicPartition(), e.offset() + 1);
      return ConsumerRecords.empty();
    }
  }

  /** For topics whose unreadable records somebody else puts into the dead letters: says so once. */
  public static void pass(RecordDeserializationException record) {
    LOG.atWarn()
        .addKeyValue("topic", record.topicPartition().topic())
        .log("passed by what cannot be read at {}", what(record));
  }

  /**
   * Puts unreadable records into the dead letters and waits until the log has them.
   *
   * @param reader who could not read them
   */
  public static Unreadable deadLetters(EventProducer producer, String reader, Clock clock) {
    return record -> {
      ByteBuffer value = record.valueBuffer();
      byte[] content = new byte[value == null ? 0 : value.remaining()];
      if (value != null) {
        value.duplicate().get(content);
      }
      LOG.atWarn()
          .addKeyValue("topic", record.topicPartition().topic())
          .log("{} puts into the dead letters what cannot be read at {}", reader, what(record));
      producer.await(List.of(producer.deadLetter(reader, content, what(record), clock.instant())));
    };
  }

  private static String what(RecordDeserializationException record) {
    Throwable cause = record.getCause() == null ? record : record.getCause();
    return record.topicPartition() + " offset " + record.offset() + ": " + cause.getMessage();
  }
}
