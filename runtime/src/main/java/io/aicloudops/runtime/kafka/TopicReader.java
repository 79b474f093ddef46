package io.aicloudops.runtime.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Reads a topic from its beginning to where it ends now. */
public final class TopicReader {

  private static final Duration POLL = Duration.ofMillis(200);

  private TopicReader() {}

  /**
   * Gives every record, those of one partition in their order.
   *
   * @param consumer of the topic, with no assignment of its own; stays open
   * @param patience how long nothing may come before it gives up
   * @return true if the end was reached
   * @throws org.apache.kafka.common.KafkaException if the brokers cannot be asked
   */
  public static <V> boolean read(
      Consumer<String, V> consumer,
      String topic,
      Duration patience,
      java.util.function.Consumer<ConsumerRecord<String, V>> into) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic, patience).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, patience);
    Instant until = Instant.now().plus(patience);
    while (!ends.entrySet().stream().allMatch(e -> consumer.position(e.getKey()) >= e.getValue())) {
      ConsumerRecords<String, V> records = consumer.poll(POLL);
      records.forEach(into);
      if (!records.isEmpty()) {
        until = Instant.now().plus(patience);
      } else if (Instant.now().isAfter(until)) {
        return false;
      }
    }
    return true;
  }
}
