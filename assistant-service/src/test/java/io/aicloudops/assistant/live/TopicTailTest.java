package io.aicloudops.assistant.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.assistant.Events;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class TopicTailTest {

  private static final String TOPIC = Topics.INCIDENTS.name();
  private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

  private final List<LiveEvent> heard = new CopyOnWriteArrayList<>();

  private static MockConsumer<String, Incident> consumer() {
    MockConsumer<String, Incident> consumer =
        new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name());
    consumer.updatePartitions(
        TOPIC,
        List.of(
            new PartitionInfo(
                TOPIC,
                0,
                null,
                new org.apache.kafka.common.Node[0],
                new org.apache.kafka.common.Node[0])));
    consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
    consumer.updateEndOffsets(Map.of(PARTITION, 41L));
    return consumer;
  }

  private static ConsumerRecord<String, Incident> record(long offset) {
    return new ConsumerRecord<>(
        TOPIC, 0, offset, "i1", Events.incident("i1", IncidentStatus.OPEN, Events.NOW));
  }

  @Test
  void tellsOfWhatComesAfterItsStart() {
    MockConsumer<String, Incident> consumer = consumer();
    try (TopicTail<Incident> tail =
        new TopicTail<>("incident", Topics.INCIDENTS, () -> consumer, heard::add)) {
      tail.start();
      await().until(() -> !consumer.assignment().isEmpty());
      consumer.schedulePollTask(() -> consumer.addRecord(record(41)));
      await().until(() -> heard.size() == 1);
    }
    assertThat(heard)
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.id()).isEqualTo("incident-0-41");
              assertThat(event.type()).isEqualTo("incident");
            });
    assertThat(consumer.closed()).isTrue();
  }

  @Test
  void goesOnAfterAFailure() {
    AtomicInteger tries = new AtomicInteger();
    MockConsumer<String, Incident> second = consumer();
    try (TopicTail<Incident> tail =
        new TopicTail<>(
            "incident",
            Topics.INCIDENTS,
            () -> {
              if (tries.incrementAndGet() == 1) {
                throw new KafkaException("the broker is away");
              }
              return second;
            },
            heard::add)) {
      tail.start();
      await().until(() -> !second.assignment().isEmpty());
      second.schedulePollTask(() -> second.addRecord(record(41)));
      await().until(() -> heard.size() == 1);
    }
    assertThat(tries).hasValue(2);
  }
}
