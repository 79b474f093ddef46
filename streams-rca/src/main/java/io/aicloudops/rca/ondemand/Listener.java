package io.aicloudops.rca.ondemand;

import io.aicloudops.runtime.kafka.Polling;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads all partitions of a topic into {@link Recent}, from the start or from as far back as its
 * window goes. It commits nothing: each process has its own copy.
 */
public final class Listener implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(Listener.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration STOP = Duration.ofSeconds(5);

  private final String topic;
  private final Supplier<Consumer<String, ? extends SpecificRecord>> consumers;
  private final Optional<Duration> back;
  private final Recent recent;
  private final Clock clock;
  private volatile @Nullable Consumer<String, ? extends SpecificRecord> consumer;
  private @Nullable Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile @Nullable String failure;

  /**
   * A listener that reads when started.
   *
   * @param consumers makes a consumer of the topic, which this closes; called again after a failure
   * @param back how far back to begin; empty begins at the start, for compacted topics
   */
  public Listener(
      String topic,
      Supplier<Consumer<String, ? extends SpecificRecord>> consumers,
      Optional<Duration> back,
      Recent recent,
      Clock clock) {
    this.topic = topic;
    this.consumers = consumers;
    this.back = back;
    this.recent = recent;
    this.clock = clock;
  }

  @Override
  public String name() {
    return "rca-recent-" + topic;
  }

  @Override
  public synchronized void start() {
    Thread started = new Thread(this::run, name());
    started.setDaemon(true);
    thread = started;
    started.start();
  }

  private void run() {
    while (stop.getCount() > 0) {
      try (Consumer<String, ? extends SpecificRecord> from = consumers.get()) {
        consumer = from;
        List<TopicPartition> partitions =
            from.partitionsFor(topic).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        from.assign(partitions);
        seek(from, partitions);
        while (stop.getCount() > 0) {
          poll(from);
          failure = null;
        }
      } catch (WakeupException e) {
        LOG.debug("{} stops", name());
      } catch (KafkaException e) {
        failure = "reading " + topic + " failed: " + e.getMessage();
        LOG.warn("{}; it is tried again", failure);
        pause();
      }
    }
  }

  private void pause() {
    try {
      boolean stopped = stop.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      LOG.debug("{} {}", name(), stopped ? "stops" : "tries again");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }

  private void poll(Consumer<String, ? extends SpecificRecord> from) {
    // The stream that owns this topic's records puts into the dead letters what is passed by here.
    for (ConsumerRecord<String, ? extends SpecificRecord> record :
        Polling.poll(from, POLL, Polling::pass)) {
      hear(record);
    }
  }

  private void hear(ConsumerRecord<String, ? extends SpecificRecord> record) {
    try {
      recent.hear(record.value());
    } catch (RuntimeException e) {
      // One odd record must not leave everybody without an answer.
      LOG.warn("{} skips a record at {}-{}", name(), record.partition(), record.offset(), e);
    }
  }

  private void seek(
      Consumer<String, ? extends SpecificRecord> from, List<TopicPartition> partitions) {
    from.seekToBeginning(partitions);
    if (back.isEmpty()) {
      return;
    }
    Map<TopicPartition, Long> times = new HashMap<>();
    long since = clock.millis() - back.get().toMillis();
    partitions.forEach(partition -> times.put(partition, since));
    Map<TopicPartition, OffsetAndTimestamp> offsets = from.offsetsForTimes(times);
    partitions.forEach(
        partition -> {
          OffsetAndTimestamp at = offsets.get(partition);
          if (at != null) {
            from.seek(partition, at.offset());
          }
        });
  }

  @Override
  public Health health() {
    String failed = failure;
    return failed == null ? Health.healthy() : Health.degraded(failed);
  }

  @Override
  public synchronized void close() {
    stop.countDown();
    Consumer<String, ? extends SpecificRecord> running = consumer;
    Thread reader = thread;
    if (reader == null) {
      return;
    }
    if (running != null) {
      running.wakeup();
    }
    try {
      reader.join(STOP.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
