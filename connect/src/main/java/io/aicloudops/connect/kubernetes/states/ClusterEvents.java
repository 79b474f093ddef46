package io.aicloudops.connect.kubernetes.states;

import io.aicloudops.connect.kubernetes.objects.Findings;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.K8sEventType;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.ObjectReference;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The events that Kubernetes itself writes. */
public final class ClusterEvents {

  private static final Pattern CONTAINER = Pattern.compile("spec\\.\\w+\\{(.+)}");

  /** Events that lie further back when we start were told by an earlier run, or are history. */
  private static final Duration RECENT = Duration.ofMinutes(5);

  private final Owners owners;
  private final Findings findings;
  private final Clock clock;

  /** Tells the findings of events. */
  public ClusterEvents(Owners owners, Findings findings, Clock clock) {
    this.owners = owners;
    this.findings = findings;
    this.clock = clock;
  }

  /**
   * An event is so now; it may have happened again.
   *
   * @param before null if it was not known
   */
  public void seen(@Nullable Event before, Event now) {
    Instant time = time(now);
    boolean again =
        before == null || count(before) != count(now) || !time(before).equals(time(now));
    if (again && !time.isBefore(clock.instant().minus(RECENT))) {
      findings.event(translate(now, time));
    }
  }

  private K8sEvent translate(Event event, Instant time) {
    ObjectReference about =
        Objects.requireNonNullElseGet(event.getInvolvedObject(), ObjectReference::new);
    Map<String, String> attributes = new TreeMap<>();
    if (about.getFieldPath() != null) {
      Matcher container = CONTAINER.matcher(about.getFieldPath());
      if (container.matches()) {
        attributes.put("container", container.group(1));
      }
    }
    Instant first = StateEvents.time(event.getFirstTimestamp()).orElse(time);
    return K8sEvent.newBuilder()
        .setEntity(owners.of(about).toString())
        .setObject(about.getKind() + "/" + about.getName())
        .setUid(Objects.requireNonNullElse(about.getUid(), ""))
        .setType("Warning".equals(event.getType()) ? K8sEventType.WARNING : K8sEventType.NORMAL)
        .setReason(Objects.requireNonNullElse(event.getReason(), ""))
        .setMessage(Objects.requireNonNullElse(event.getMessage(), ""))
        .setCount(count(event))
        .setFirstSeen(first)
        .setTime(time)
        .setAttributes(attributes)
        .build();
  }

  private static int count(Event event) {
    Integer series = event.getSeries() == null ? null : event.getSeries().getCount();
    Integer count = series != null ? series : event.getCount();
    return count == null ? 1 : count;
  }

  private Instant time(Event event) {
    Optional<Instant> series =
        event.getSeries() == null || event.getSeries().getLastObservedTime() == null
            ? Optional.empty()
            : StateEvents.time(event.getSeries().getLastObservedTime().getTime());
    return series
        .or(() -> StateEvents.time(event.getLastTimestamp()))
        .or(
            () ->
                event.getEventTime() == null
                    ? Optional.empty()
                    : StateEvents.time(event.getEventTime().getTime()))
        .or(() -> StateEvents.time(event.getMetadata().getCreationTimestamp()))
        .orElseGet(() -> clock.instant().truncatedTo(ChronoUnit.MILLIS));
  }
}
