package io.aicloudops.connect.kubernetes.states;

import io.aicloudops.connect.kubernetes.objects.Findings;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.K8sEventType;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes events of the type STATE. */
final class StateEvents {

  private static final int LONGEST_MESSAGE = 1000;

  private final Owners owners;
  private final Findings findings;
  private final Clock clock;

  StateEvents(Owners owners, Findings findings, Clock clock) {
    this.owners = owners;
    this.findings = findings;
    this.clock = clock;
  }

  /** The present. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /** Tells of a state that an object has now. */
  void tell(
      HasMetadata object,
      String reason,
      @Nullable String message,
      @Nullable Instant since,
      Map<String, String> attributes) {
    tell(owners.of(object), object, reason, message, since, attributes);
  }

  /** Tells of a state of an object that is another entity's trouble. */
  void tell(
      EntityId entity,
      HasMetadata object,
      String reason,
      @Nullable String message,
      @Nullable Instant since,
      Map<String, String> attributes) {
    Instant now = now();
    String text = Objects.requireNonNullElse(message, "");
    findings.event(
        K8sEvent.newBuilder()
            .setEntity(entity.toString())
            .setObject(object.getKind() + "/" + object.getMetadata().getName())
            .setUid(Objects.requireNonNullElse(object.getMetadata().getUid(), ""))
            .setType(K8sEventType.STATE)
            .setReason(reason)
            .setMessage(text.substring(0, Math.min(text.length(), LONGEST_MESSAGE)))
            .setFirstSeen(since == null || since.isAfter(now) ? now : since)
            .setTime(now)
            .setAttributes(attributes)
            .build());
  }

  /** A time as Kubernetes writes it; empty if there is none. */
  static Optional<Instant> time(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS));
    } catch (DateTimeException e) {
      return Optional.empty(); // a server that writes no time; the present is used instead
    }
  }
}
