package io.aicloudops.runtime.kafka;

import io.aicloudops.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.jspecify.annotations.Nullable;

/** Makes the records of the dead-letter topic: the key is the source, the headers say why. */
final class DeadLetters {

  /** Bytes of a dead letter: well below what a broker takes, enough to see what it was. */
  static final int LONGEST = 512 * 1024;

  private static final int LONGEST_REASON = 2_000;

  private final String source;

  /**
   * @param source where the letters come from
   */
  DeadLetters(String source) {
    this.source = source;
  }

  /** Those of a Streams application, by its configuration; its id is their source. */
  static DeadLetters of(Map<String, ?> configuration) {
    return new DeadLetters(String.valueOf(configuration.get(StreamsConfig.APPLICATION_ID_CONFIG)));
  }

  /**
   * A letter.
   *
   * @param content what could not be read; its beginning is kept
   * @param time in milliseconds since the epoch
   */
  ProducerRecord<byte[], byte[]> letter(byte[] content, String reason, long time) {
    return addressed(
        new ProducerRecord<>(Topics.DEAD_LETTERS.name(), null, time, null, content), reason);
  }

  /**
   * Letters that Kafka Streams made, as all others are; what it put into their headers stays, and
   * the key of the record that failed goes there.
   */
  List<ProducerRecord<byte[], byte[]>> of(
      List<ProducerRecord<byte[], byte[]>> letters, ErrorHandlerContext place, Exception why) {
    String reason =
        place.topic() + "-" + place.partition() + " offset " + place.offset() + ": " + why;
    return letters.stream().map(letter -> addressed(letter, reason)).toList();
  }

  private ProducerRecord<byte[], byte[]> addressed(
      ProducerRecord<byte[], byte[]> letter, String reason) {
    RecordHeaders headers = new RecordHeaders(letter.headers());
    headers.add(DeadLetterHeaders.SOURCE, utf8(source));
    headers.add(
        DeadLetterHeaders.REASON,
        utf8(reason.substring(0, Math.min(reason.length(), LONGEST_REASON))));
    if (letter.key() != null) {
      headers.add(DeadLetterHeaders.KEY, letter.key());
    }
    return new ProducerRecord<>(
        letter.topic(), null, letter.timestamp(), utf8(source), beginning(letter.value()), headers);
  }

  private static byte @Nullable [] beginning(byte @Nullable [] content) {
    return content == null || content.length <= LONGEST ? content : Arrays.copyOf(content, LONGEST);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
