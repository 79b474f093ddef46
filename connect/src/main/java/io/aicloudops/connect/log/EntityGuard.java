package io.aicloudops.connect.log;

import io.aicloudops.runtime.metrics.OwnMeter;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A log that takes metrics, calls and lines of so many entities from one source and no more, and of
 * {@value #MEMBERS_EACH} times as many members, so that a label or a service's name that is made up
 * fills no memory here and no state store behind. Who is known goes on; who is new waits until one
 * was not heard of for an hour. What is refused is counted, and an alert tells of it until an hour
 * has passed without a refusal. Everything else goes through. Safe for use by several threads.
 */
public final class EntityGuard implements EventLog {

  /** Name of the alert. */
  static final String ALERT = "TooManyEntities";

  private static final Duration IDLE = Duration.ofHours(1);

  /** Members that an entity has on average, at most: each has counts of its own behind. */
  private static final int MEMBERS_EACH = 10;

  private final String source;
  private final int most;
  private final String cluster;
  private final EventLog log;
  private final Clock clock;
  private final Counter refused;

  private final Roster entities;
  private final Roster members;

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
    this.entities = new Roster(most, IDLE);
    this.members = new Roster((long) MEMBERS_EACH * most, IDLE);
    this.refused = OwnMeter.ENTITIES_REFUSED.counter(meters, source);
    OwnMeter.ENTITIES.gauge(meters, this, EntityGuard::count, source);
  }

  private synchronized double count() {
    return entities.count(clock.instant());
  }

  @Override
  public <V extends SpecificRecord> CompletableFuture<Void> send(
      Topic<V> topic, String key, @Nullable V event, Instant time) {
    BatchSubject subject = BatchSubject.of(event);
    if (subject == null) {
      return log.send(topic, key, event, time);
    }
    Alert alert;
    boolean admitted;
    synchronized (this) {
      Instant now = clock.instant();
      admitted = admits(subject, now);
      alert = alert(admitted, now);
    }
    CompletableFuture<Void> told =
        alert == null
            ? CompletableFuture.completedFuture(null)
            : log.send(Topics.ALERTS, alert.getFingerprint(), alert, alert.getReceivedAt());
    if (admitted) {
      CompletableFuture<Void> sent = log.send(topic, key, event, time);
      return alert == null ? sent : CompletableFuture.allOf(told, sent);
    }
    refused.increment(subject.said().getAsInt());
    return told;
  }

  private boolean admits(BatchSubject subject, Instant now) {
    return entities.admits(subject.entity(), now)
        && (subject.member().isEmpty() || members.admits(subject.name(), now));
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
                "more than "
                    + most
                    + " entities, or "
                    + MEMBERS_EACH
                    + " times as many of their members, come by "
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
