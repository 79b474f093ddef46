package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.reading.OpenOffsets;
import io.aicloudops.remediator.reading.ReadingLoop;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.runtime.kafka.LogUnavailableException;
import io.aicloudops.runtime.kafka.Polling;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.topics.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads intents, tries them on the cluster, and logs the outcome of each. An intent's offset is
 * committed after its outcome is in the log; so after a crash it is tried again, which every kind
 * of intent bears.
 */
public final class Executor implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(Executor.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration CHECK_EVERY = Duration.ofSeconds(1);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);
  private static final int WORKERS = 4;

  private final Supplier<Consumer<String, Intent>> consumers;
  private final Supplier<EventProducer> producers;
  private final Map<String, Cluster> clusters;
  private final Trying trying;
  private final Clock clock;
  private final ScheduledThreadPoolExecutor workers =
      new ScheduledThreadPoolExecutor(
          WORKERS,
          task -> {
            Thread thread = new Thread(task, "remediation-worker");
            thread.setDaemon(true);
            return thread;
          });
  private final ReadingLoop loop = new ReadingLoop("remediation-executor", this::read);
  private @Nullable EventProducer producer;

  /**
   * @param consumers of intents, a new one after each failure
   * @param producers asked for one at the start
   * @param clusters by name; intents for other clusters are refused
   */
  public Executor(
      Supplier<Consumer<String, Intent>> consumers,
      Supplier<EventProducer> producers,
      Map<String, Cluster> clusters,
      Clock clock) {
    this.consumers = consumers;
    this.producers = producers;
    this.clusters = Map.copyOf(clusters);
    this.trying = new Trying(clusters, clock);
    this.clock = clock;
    // What waits at the end is in the log and tried after the next start.
    workers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  @Override
  public String name() {
    return "remediation-executor";
  }

  @Override
  public void start() {
    producer = producers.get();
    loop.start();
  }

  private void read() {
    OpenOffsets open = new OpenOffsets();
    Polling.Unreadable letters =
        Polling.deadLetters(Objects.requireNonNull(producer), name(), clock);
    try (Consumer<String, Intent> reading = consumers.get()) {
      reading.subscribe(List.of(Topics.INTENTS.name()));
      while (!loop.stopping()) {
        for (ConsumerRecord<String, Intent> record : open.poll(reading, POLL, letters)) {
          later(Duration.ZERO, record, open);
        }
        loop.well();
        open.commit(reading);
      }
    }
  }

  private void attempt(ConsumerRecord<String, Intent> record, OpenOffsets open) {
    Intent intent = record.value();
    Attempt attempt = trying.once(intent);
    if (trying.again(intent, attempt)) {
      later(CHECK_EVERY, record, open);
      return;
    }
    tell(
        record,
        attempt.status() == OutcomeStatus.PENDING
            ? Attempt.failed("not within the time: " + attempt.message())
            : attempt,
        open);
  }

  private void later(Duration delay, ConsumerRecord<String, Intent> record, OpenOffsets open) {
    try {
      var unused =
          workers.schedule(() -> attempt(record, open), delay.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("stopping; {} is tried again after the next start", record.value().getId());
    }
  }

  private void tell(ConsumerRecord<String, Intent> record, Attempt attempt, OpenOffsets open) {
    Intent intent = record.value();
    Instant now = clock.instant();
    Outcome outcome =
        Outcome.newBuilder()
            .setIntentId(intent.getId())
            .setRemediationId(intent.getRemediationId())
            .setKind(intent.getKind())
            .setStatus(attempt.status())
            .setTime(now)
            .setMessage(attempt.message())
            .setDiff(attempt.diff().text())
            .setDiffHash(attempt.diff().hash())
            .setFacts(attempt.facts())
            .build();
    LOG.atInfo()
        .addKeyValue("remediation", intent.getRemediationId())
        .addKeyValue("entity", intent.getEntity())
        .log("{} is {}: {}", intent.getKind(), attempt.status(), attempt.message());
    try {
      Objects.requireNonNull(producer)
          .sendAndAwait(Topics.OUTCOMES, intent.getRemediationId(), outcome, now);
      open.end(record);
    } catch (LogUnavailableException e) {
      LOG.atWarn()
          .addKeyValue("remediation", intent.getRemediationId())
          .log("the outcome of {} is told later: {}", intent.getId(), e.getMessage());
      later(CHECK_EVERY, record, open);
    }
  }

  @Override
  public Health health() {
    return loop.health();
  }

  @Override
  public void close() {
    loop.close();
    workers.shutdown();
    try {
      if (!workers.awaitTermination(STOP_WITHIN.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("{} stops while the cluster still answers", name());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (producer != null) {
      producer.close();
    }
    clusters.values().forEach(Cluster::close);
  }
}
