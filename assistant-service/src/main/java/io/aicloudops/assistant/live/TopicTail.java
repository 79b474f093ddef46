package io.aicloudops.assistant.live;

import io.aicloudops.runtime.kafka.Polling;
import io.aicloudops.schemas.topics.Topic;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follows all partitions of one topic from their end and tells of each record. */
final class TopicTail<V extends SpecificRecord> implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TopicTail.class);
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final String type;
  private final Topic<V> topic;
  private final Supplier<org.apache.kafka.clients.consumer.Consumer<String, V>> consumers;
  private final Consumer<LiveEvent> hears;
  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile org.apache.kafka.clients.consumer.@org.jspecify.annotations.Nullable Consumer<
          String, V>
      current;

  /**
   * @param type of the events it tells of
   * @param consumers make a consumer of the topic; called again after a failure
   */
  TopicTail(
      String type,
      Topic<V> topic,
      Supplier<org.apache.kafka.clients.consumer.Consumer<String, V>> consumers,
      Consumer<LiveEvent> hears) {
    this.type = type;
    this.topic = topic;
    this.consumers = consumers;
    this.hears = hears;
    this.thread = new Thread(this::run, "live-" + type);
    this.thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  private void run() {
    while (stop.getCount() > 0) {
      try (var consumer = consumers.get()) {
        current = consumer;
        follow(consumer);
      } catch (WakeupException e) {
        LOG.debug("{} stops", type);
      } catch (KafkaException e) {
        LOG.atWarn().addKeyValue("topic", topic.name()).log("live updates pause: {}", e.toString());
        pause();
      }
    }
  }

  private void follow(org.apache.kafka.clients.consumer.Consumer<String, V> consumer) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic.name()).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToEnd(partitions);
    partitions.forEach(consumer::position);
    while (stop.getCount() > 0) {
      // The views' own application puts into the dead letters what is passed by here.
      Polling.poll(consumer, POLL, Polling::pass).forEach(this::tell);
    }
  }

  private void tell(ConsumerRecord<String, V> record) {
    V value = record.value();
    if (value != null) {
      String id = type + "-" + record.partition() + "-" + record.offset();
      hears.accept(new LiveEvent(id, type, value));
    }
  }

  private void pause() {
    try {
      boolean stopped = stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      LOG.debug("{} {}", type, stopped ? "stops" : "tries again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }

  @Override
  public void close() {
    stop.countDown();
    var consumer = current;
    if (consumer != null) {
      consumer.wakeup();
    }
    try {
      thread.join(STOP.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
