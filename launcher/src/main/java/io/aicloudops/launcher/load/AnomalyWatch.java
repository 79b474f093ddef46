package io.aicloudops.launcher.load;

import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntToLongFunction;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Reads the anomalies as any consumer would, committed ones only, and holds them against the steps
 * that were put in. Its own thread.
 */
final class AnomalyWatch implements AutoCloseable {

  /** Name of its thread. */
  static final String THREAD = "load-watch";

  private record Step(int entity, long number) {}

  private final Fleet fleet;
  private final Feeder feeder;
  private final Consumer<String, Anomaly> consumer;
  private final Thread thread = new Thread(this::read, THREAD);
  private final Set<Step> found = new HashSet<>();
  private final List<Double> latencies = new ArrayList<>();
  private long unexpected;
  private long position;
  private volatile boolean closed;

  /**
   * @param consumer owned from now on
   */
  AnomalyWatch(Fleet fleet, Feeder feeder, Consumer<String, Anomaly> consumer, String topic) {
    this.fleet = fleet;
    this.feeder = feeder;
    this.consumer = consumer;
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .toList();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    thread.setDaemon(true);
  }

  AnomalyWatch start() {
    thread.start();
    return this;
  }

  private void read() {
    try {
      while (!closed) {
        for (ConsumerRecord<String, Anomaly> record : consumer.poll(Duration.ofMillis(100))) {
          take(record.value(), System.nanoTime());
        }
      }
    } catch (WakeupException e) {
      // Closing.
    } finally {
      consumer.close();
    }
  }

  private synchronized void take(Anomaly anomaly, long now) {
    position++;
    if (anomaly.getStatus() != AnomalyStatus.OPEN) {
      return;
    }
    int entity = fleet.entity(anomaly.getEntity());
    int scrape = fleet.scrape(anomaly.getTime());
    int signal = fleet.signal(anomaly.getSignal());
    if (entity < 0 || signal < 0 || fleet.stepped(entity, scrape) != signal) {
      unexpected++;
      return;
    }
    boolean first = found.add(new Step(entity, fleet.stepNumber(entity, scrape)));
    long sentAt = feeder.sendTime(entity, scrape);
    if (first && sentAt >= 0) {
      latencies.add((now - sentAt) / 1e6);
    }
  }

  /**
   * Steps found so far.
   *
   * @param most the number of steps of a workload that are asked for, the first ones
   */
  synchronized long found(IntToLongFunction most) {
    return found.stream().filter(step -> step.number() < most.applyAsLong(step.entity())).count();
  }

  /** Anomalies that opened where nothing was put in, the return to the old level included. */
  synchronized long unexpected() {
    return unexpected;
  }

  /** Anomalies read, of whatever status. */
  synchronized long read(boolean reset) {
    if (reset) {
      latencies.clear();
    }
    return position;
  }

  /** From the send to the read of the steps found since the last reset. */
  synchronized Latency latency() {
    return Latency.of(latencies);
  }

  @Override
  public void close() {
    closed = true;
    consumer.wakeup();
    try {
      thread.join(Duration.ofSeconds(10).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
