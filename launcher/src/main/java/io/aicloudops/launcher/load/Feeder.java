package io.aicloudops.launcher.load;

import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.topics.Topics;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Produces the fleet's batches, workload after workload, scrape after scrape, at a rate or as fast
 * as the topology takes them. Used by one thread; the times of sends may be asked for by others.
 */
final class Feeder implements AutoCloseable {

  /** Part of the name of its producer's thread. */
  static final String CLIENT = "load";

  /** Without a rate: samples that may be on their way, a fifth of a second at the goal. */
  private static final long ON_THEIR_WAY = 100_000;

  private static final int LOOK_EVERY = 16;

  /** What is due by then is sent at once: a pause for each batch would cost more than the batch. */
  private static final long PAUSE_NANOS = 2_000_000;

  private final LoadPlan plan;
  private final Fleet fleet;
  private final EventProducer producer;
  private final Detection detection;
  private final Map<Long, Long> sendTimes = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private long sent;

  Feeder(LoadPlan plan, Fleet fleet, EventProducer producer, Detection detection) {
    this.plan = plan;
    this.fleet = fleet;
    this.producer = producer;
    this.detection = detection;
  }

  /** Called now and then; true to go on. */
  interface Goes {
    boolean on(long sent);
  }

  /**
   * Sends until it is told to stop.
   *
   * @param rate samples a second; 0 for as fast as the topology takes them
   */
  void feed(double rate, Goes goes) {
    long begun = System.nanoTime();
    long already = sent;
    while (goes.on(sent)) {
      long due = System.nanoTime();
      if (rate > 0) {
        due = begun + (long) ((sent - already) * plan.signals() / rate * 1e9);
        waitUntil(due);
      } else if (sent % LOOK_EVERY == 0) {
        waitForRoom();
      }
      send(due);
    }
  }

  private void send(long due) {
    int entity = (int) (sent % plan.entities());
    int scrape = scrapes();
    MetricBatch batch = fleet.batch(entity, scrape);
    if (fleet.fresh(entity, scrape)) {
      // From when it was due: a producer that falls behind must not look fast.
      sendTimes.put(key(entity, scrape), due);
    }
    var unused =
        producer
            .send(Topics.METRICS, batch.getEntity(), batch, batch.getTime())
            .whenComplete(
                (done, error) -> {
                  if (error != null) {
                    failure.compareAndSet(null, error);
                  }
                });
    sent++;
    Throwable failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("Kafka did not take a batch: " + failed.getMessage(), failed);
    }
  }

  private static void waitUntil(long due) {
    while (due > System.nanoTime()) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private void waitForRoom() {
    while ((sent - detection.processed()) * plan.signals() > ON_THEIR_WAY) {
      LockSupport.parkNanos(PAUSE_NANOS);
      if (!detection.failure().isEmpty()) {
        throw new IllegalStateException("detection " + detection.failure());
      }
    }
  }

  private static long key(int entity, int scrape) {
    return ((long) entity << 32) | scrape;
  }

  /**
   * When a batch with a fresh step was due to be sent, in {@link System#nanoTime}; −1 for others.
   */
  long sendTime(int entity, int scrape) {
    return sendTimes.getOrDefault(key(entity, scrape), -1L);
  }

  /** Batches sent. */
  long sent() {
    return sent;
  }

  /** Whole scrapes of all workloads sent. */
  int scrapes() {
    return (int) (sent / plan.entities());
  }

  @Override
  public void close() {
    producer.close();
  }
}
