package io.aicloudops.simulator.controllers;

import io.aicloudops.simulator.kube.registry.ApiError;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes core/v1 Events; one that repeats is counted, not written again. */
public final class EventRecorder {

  private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);

  private final Cluster cluster;
  private final String component;
  private final Map<Said, ObjectKey> written = new ConcurrentHashMap<>();
  private final AtomicLong sequence = new AtomicLong();

  private record Said(String uid, String type, String reason, String message) {}

  /**
   * @param component the source of the events, e.g. kubelet
   */
  public EventRecorder(Cluster cluster, String component) {
    this.cluster = cluster;
    this.component = component;
  }

  public void normal(HasMetadata about, String reason, String message) {
    write(about, "Normal", reason, message, "");
  }

  public void warning(HasMetadata about, String reason, String message) {
    write(about, "Warning", reason, message, "");
  }

  /**
   * Says something. An event that cannot be written is lost, as in a real cluster: nothing hangs on
   * events.
   *
   * @param fieldPath of the part it is about, e.g. spec.containers{app}; or empty
   */
  public void write(
      HasMetadata about, String type, String reason, String message, String fieldPath) {
    String uid = Objects.requireNonNullElse(about.getMetadata().getUid(), "");
    try {
      write(about, new Said(uid, type, reason, message), fieldPath);
    } catch (ApiError e) {
      LOG.warn(
          "the event {} of {} is lost: {}", reason, about.getMetadata().getName(), e.getMessage());
    }
  }

  private void write(HasMetadata about, Said said, String fieldPath) {
    String now = cluster.now().truncatedTo(ChronoUnit.SECONDS).toString();
    ObjectKey before = written.get(said);
    if (before != null && cluster.find(ResourceTypes.EVENTS, before, Event.class).isPresent()) {
      cluster.change(
          ResourceTypes.EVENTS,
          before,
          Event.class,
          event -> {
            event.setCount(event.getCount() + 1);
            event.setLastTimestamp(now);
          });
      return;
    }
    Event event = event(about, said, fieldPath, now);
    cluster.create(ResourceTypes.EVENTS, event);
    written.put(said, Cluster.key(event));
  }

  private Event event(HasMetadata about, Said said, String fieldPath, String now) {
    String given = about.getMetadata().getNamespace();
    String namespace = given == null || given.isEmpty() ? "default" : given;
    long suffix =
        cluster.now().toEpochMilli() << 20
            | (component.hashCode() & 0xffL) << 12
            | (sequence.incrementAndGet() & 0xfffL);
    return new EventBuilder()
        .withNewMetadata()
        .withName(about.getMetadata().getName() + "." + Long.toHexString(suffix))
        .withNamespace(namespace)
        .endMetadata()
        .withNewInvolvedObject()
        .withKind(about.getKind())
        .withApiVersion(about.getApiVersion())
        .withName(about.getMetadata().getName())
        .withNamespace(given)
        .withUid(said.uid())
        .withResourceVersion(about.getMetadata().getResourceVersion())
        .withFieldPath(fieldPath.isEmpty() ? null : fieldPath)
        .endInvolvedObject()
        .withType(said.type())
        .withReason(said.reason())
        .withMessage(said.message())
        .withNewSource()
        .withComponent(component)
        .endSource()
        .withReportingComponent(component)
        .withReportingInstance("")
        .withFirstTimestamp(now)
        .withLastTimestamp(now)
        .withCount(1)
        .build();
  }
}
