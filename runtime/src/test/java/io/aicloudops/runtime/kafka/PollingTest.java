package io.aicloudops.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RecordDeserializationException.DeserializationExceptionOrigin;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PollingTest {

  private static final TopicPartition P0 = new TopicPartition("t", 0);
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final MockConsumer<String, String> consumer = new MockConsumer<>("earliest");
  private final MockProducer<byte[], byte[]> log =
      new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer());
  private final EventProducer producer =
      new EventProducer(
          log,
          new EventSerdes(new InMemorySchemaRegistry()),
          Duration.ofSeconds(1),
          new SimpleMeterRegistry());
  private final Polling.Unreadable letters =
      Polling.deadLetters(producer, "reader", Clock.fixed(NOW, ZoneOffset.UTC));
  private final List<String> read = new ArrayList<>();

  @BeforeEach
  void threeRecordsOfWhichTheFirstCannotBeRead() {
    consumer.assign(List.of(P0));
    consumer.updateBeginningOffsets(Map.of(P0, 0L));
    consumer.setPollException(unreadable(new SerializationException("not a T")));
    consumer.addRecord(new ConsumerRecord<>("t", 0, 0, "k", "zero"));
    consumer.addRecord(new ConsumerRecord<>("t", 0, 1, "k", "one"));
    consumer.addRecord(new ConsumerRecord<>("t", 0, 2, "k", "two"));
  }

  @AfterEach
  void close() {
    producer.close();
    consumer.close();
  }

  private static RecordDeserializationException unreadable(@Nullable Throwable cause) {
    return new RecordDeserializationException(
        DeserializationExceptionOrigin.VALUE,
        P0,
        0,
        NOW.toEpochMilli(),
        TimestampType.CREATE_TIME,
        null,
        ByteBuffer.wrap("garbage".getBytes(StandardCharsets.UTF_8)),
        new RecordHeaders(),
        "cannot",
        cause);
  }

  private void poll(Polling.Unreadable hears) {
    Polling.poll(consumer, Duration.ZERO, hears).forEach(r -> read.add(r.value()));
  }

  @Test
  void whatCannotBeReadIsPassedBy() {
    poll(Polling::pass);
    assertThat(read).isEmpty();
    poll(Polling::pass);
    assertThat(read).containsExactly("one", "two");
  }

  @Test
  void whatCannotBeReadGoesToTheDeadLettersWithItsPlaceAndReason() {
    poll(letters);
    poll(letters);
    assertThat(read).containsExactly("one", "two");
    ProducerRecord<byte[], byte[]> letter = log.history().get(0);
    assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS.name());
    assertThat(letter.timestamp()).isEqualTo(NOW.toEpochMilli());
    assertThat(letter.value()).asString(StandardCharsets.UTF_8).isEqualTo("garbage");
    assertThat(header(letter, DeadLetterHeaders.SOURCE)).isEqualTo("reader");
    assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("t-0 offset 0: not a T");
  }

  private static String header(ProducerRecord<byte[], byte[]> letter, String name) {
    return new String(letter.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
  }

  @Test
  void whatTheDeadLettersDoNotTakeIsMetAgain() {
    log.sendException = new KafkaException("no broker");
    assertThatThrownBy(() -> poll(letters)).isInstanceOf(LogUnavailableException.class);
    assertThat(consumer.position(P0)).isZero();
  }

  @Test
  void anEndWhileTheRegistryIsAwaitedIsNoFaultOfTheRecord() {
    poll(Polling::pass);
    consumer.seek(P0, 0);
    consumer.setPollException(unreadable(new InterruptException(new InterruptedException())));
    assertThatThrownBy(() -> poll(Polling::pass)).isInstanceOf(InterruptException.class);
    assertThat(Thread.interrupted()).as("it says so, too").isTrue();
    assertThat(consumer.position(P0)).isZero();
  }
}
