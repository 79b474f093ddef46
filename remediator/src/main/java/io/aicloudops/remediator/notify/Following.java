package io.aicloudops.remediator.notify;

import io.aicloudops.runtime.kafka.Polling;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Reads all of a topic from its beginning, in no group, and goes on as it grows. */
final class Following<V> implements AutoCloseable {

  private static final Duration POLL = Duration.ofMillis(200);

  private final Consumer<String, V> consumer;
  private final String topic;
  private final java.util.function.Consumer<ConsumerRecord<String, V>> into;

  Following(
      Consumer<String, V> consumer,
      String topic,
      java.util.function.Consumer<ConsumerRecord<String, V>> into) {
    this.consumer = consumer;
    this.topic = topic;
    this.into = into;
  }

  /**
   * Reads to where the topic ends now.
   *
   * @param stopping ends it early
   */
  void catchUp(BooleanSupplier stopping) {
    List<TopicPartition> all =
        consumer.partitionsFor(topic).stream()
            .map(p -> new TopicPartition(p.topic(), p.partition()))
            .toList();
    consumer.assign(all);
    consumer.seekToBeginning(all);
    var ends = consumer.endOffsets(all);
    while (!stopping.getAsBoolean()
        && all.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
      Polling.poll(consumer, POLL, Polling::pass).forEach(into);
    }
  }

  /** Takes what has come since; does not wait. */
  void take() {
    Polling.poll(consumer, Duration.ZERO, Polling::pass).forEach(into);
  }

  @Override
  public void close() {
    consumer.close();
  }
}
