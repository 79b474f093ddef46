package io.aicloudops.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.schemas.event.Notification;
import io.aicloudops.schemas.event.NotificationStatus;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class EventProducerTest {

  private final EventSerdes serdes = new EventSerdes(new InMemorySchemaRegistry());
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

  private EventProducer over(MockProducer<byte[], byte[]> kafka) {
    return new EventProducer(kafka, serdes, Duration.ofMillis(50), meters);
  }

  private static MockProducer<byte[], byte[]> kafka(boolean completes) {
    return new MockProducer<>(
        completes,
        new RoundRobinPartitioner(),
        new ByteArraySerializer(),
        new ByteArraySerializer());
  }

  private static Notification notification() {
    return Notification.newBuilder()
        .setId("n")
        .setIncidentId("i")
        .setChannel("slack")
        .setStatus(NotificationStatus.SENT)
        .setTime(Instant.EPOCH)
        .setSubject("s")
        .setBody("b")
        .build();
  }

  @Test
  void sendsWithTheEventsOwnTime() {
    MockProducer<byte[], byte[]> kafka = kafka(true);
    EventProducer producer = over(kafka);

    producer.sendAndAwait(Topics.NOTIFICATIONS, "i", notification(), Instant.ofEpochMilli(42));

    ProducerRecord<byte[], byte[]> record = kafka.history().get(0);
    assertThat(record.timestamp()).isEqualTo(42);
    assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("i");
    assertThat(serdes.of(Topics.NOTIFICATIONS).deserializer().deserialize("t", record.value()))
        .isEqualTo(notification());
    assertThat(
            meters.counter("aiops.produced.records", "topic", Topics.NOTIFICATIONS.name()).count())
        .isEqualTo(1);
  }

  @Test
  void saysThatTheLogIsUnavailableWhenKafkaRefusesOrIsSlow() {
    MockProducer<byte[], byte[]> kafka = kafka(false);
    EventProducer producer = over(kafka);
    CompletableFuture<Void> refused = producer.send(Topics.NOTIFICATIONS, "i", null, Instant.EPOCH);
    kafka.errorNext(new TimeoutException("gone"));

    assertThatThrownBy(() -> producer.await(List.of(refused)))
        .isInstanceOf(LogUnavailableException.class)
        .hasMessageContaining("gone");
    assertThatThrownBy(
            () -> producer.sendAndAwait(Topics.NOTIFICATIONS, "i", notification(), Instant.EPOCH))
        .isInstanceOf(LogUnavailableException.class)
        .hasMessageContaining("within");
  }

  @Test
  void keepsWhatCouldNotBeReadWithItsReason() {
    MockProducer<byte[], byte[]> kafka = kafka(true);
    EventProducer producer = over(kafka);

    producer.await(
        List.of(producer.deadLetter("webhook", new byte[] {1, 2}, "no JSON", Instant.EPOCH)));

    ProducerRecord<byte[], byte[]> letter = kafka.history().get(0);
    assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS.name());
    assertThat(letter.value()).containsExactly(1, 2);
    assertThat(
            new String(
                letter.headers().lastHeader(DeadLetterHeaders.REASON).value(),
                StandardCharsets.UTF_8))
        .isEqualTo("no JSON");
  }

  @Test
  void cutsADeadLetterToWhatEveryBrokerTakes() {
    MockProducer<byte[], byte[]> kafka = kafka(true);
    EventProducer producer = over(kafka);
    byte[] large = new byte[3_000_000];
    large[0] = 7;

    producer.await(
        List.of(producer.deadLetter("cdc", large, "x".repeat(1_500_000), Instant.EPOCH)));

    ProducerRecord<byte[], byte[]> letter = kafka.history().get(0);
    assertThat(letter.value()).hasSize(DeadLetters.LONGEST).startsWith(7);
    assertThat(letter.headers().lastHeader(DeadLetterHeaders.REASON).value())
        .hasSizeLessThan(10_000);
  }
}
