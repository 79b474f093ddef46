package io.aicloudops.connect.log;

import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A log that takes metrics of so many entities from one source and no more, so that a label that
 * makes up namespaces, jobs or pods fills no memory here and no state store behind. Entities that
 * are known go on; new ones wait until one was not heard of for an hour. What is refused is
 * counted, and an alert tells of it until an hour has passed without a refusal. Everything else
 * goes through. Safe for use by several threads.
 */
public final class EntityGuard implements EventLog {

  /** Name of the alert. */
  static final String ALERT = "TooManyEntities";

  private static final Duration IDLE = Duration.ofHours(1);

  private final String source;
  private final int most;
  private final String cluster;
  private final EventLog log;
  private final Clock clock;
  private final Counter refused;

  /** When each was last heard of; the one that was heard of longest ago first. */
  private final Map<String, Instant> known = new LinkedHashMap<>(16, 0.75f, true);

  private @Nullable Instant alertSince;
  private Instant lastRefusal = Instant.EPOCH;

  /**
   * Guards a log.
   *
   * @param source which source it is for; in the metrics and the alert
   * @param most how many entities at the same time
   * @param cluster the entity that the alert is about
   */
  public EntityGuard(
      String source, int most, String cluster, EventLog log, MeterRegistry meters, Clock clock) {
    this.source = source;
    this.most = most;
    this.cluster = cluster;
    this.log = log;
    this.clock = clock;
    this.refused =
        Counter.builder("aiops.connect.entities.refused")
            .description("Samples of entities beyond connect.max-entities")
            .tag("source", source)
            .register(meters);
    Gauge.builder("aiops.connect.entities", this, EntityGuard::count)
        .description("Entities that were heard of within the hour")
        .tag("source", source)
        .register(meters);
  }

  private synchronized double count() {
    Instant idle = clock.instant().minus(IDLE);
    return known.values().stream().filter(heard -> heard.isAfter(idle)).count();
  }

  @Override
  public <V extends SpecificRecord> CompletableFuture<Void> send(
      Topic<V> topic, String key, @Nullable V event, Instant time) {
    if (!(event instanceof MetricBatch batch)) {
      return log.send(topic, key, event, time);
    }
    Alert alert;
    boolean admitted;
    synchronized (this) {
      Instant now = clock.instant();
      admitted = admits(batch.getEntity(), now);
      alert = alert(admitted, now);
    }
    CompletableFuture<Void> told =
        alert == null
            ? CompletableFuture.completedFuture(null)
            : log.send(Topics.ALERTS, alert.getFingerprint(), alert, alert.getReceivedAt());
    if (admitted) {
      return CompletableFuture.allOf(told, log.send(topic, key, event, time));
    }
    refused.increment(batch.getSeries().size());
    return told;
  }

  private boolean admits(String entity, Instant now) {
    if (known.containsKey(entity) || known.size() < most) {
      known.put(entity, now);
      return true;
    }
    Map.Entry<String, Instant> eldest = known.entrySet().iterator().next();
    if (eldest.getValue().isAfter(now.minus(IDLE))) {
      return false;
    }
    known.remove(eldest.getKey());
    known.put(entity, now);
    return true;
  }

  /** The alert that is to be sent, when it begins and when it ends. */
  private @Nullable Alert alert(boolean admitted, Instant now) {
    Instant since = alertSince;
    if (!admitted) {
      lastRefusal = now;
      if (since == null) {
        alertSince = now;
        return alert(AlertStatus.FIRING, now, now);
      }
    } else if (since != null && !lastRefusal.isAfter(now.minus(IDLE))) {
      alertSince = null;
      return alert(AlertStatus.RESOLVED, since, now);
    }
    return null;
  }

  private Alert alert(AlertStatus status, Instant since, Instant now) {
    String identity = "connect/" + ALERT + "/" + source + "/" + cluster;
    return Alert.newBuilder()
        .setFingerprint(
            UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString())
        .setStatus(status)
        .setName(ALERT)
        .setSeverity("warning")
        .setEntity(cluster)
        .setLabels(Map.of("alertname", ALERT, "severity", "warning", "source", source))
        .setAnnotations(
            Map.of(
                "summary",
                "metrics of more than "
                    + most
                    + " entities come by "
                    + source
                    + "; further ones are not watched (connect.max-entities)"))
        .setStartsAt(since)
        .setEndsAt(status == AlertStatus.RESOLVED ? now : null)
        .setSource("connect")
        .setReceivedAt(now)
        .build();
  }

  @Override
  public CompletableFuture<Void> deadLetter(
      String from, byte[] content, String reason, Instant time) {
    return log.deadLetter(from, content, reason, time);
  }

  @Override
  public void await(List<CompletableFuture<Void>> sends) {
    log.await(sends);
  }
}
