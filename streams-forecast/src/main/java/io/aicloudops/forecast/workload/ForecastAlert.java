package io.aicloudops.forecast.workload;

import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.identity.EntityId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** An alert about a workload that comes from its forecasts. */
record ForecastAlert(EntityId id, String name, String severity, String signal, String text) {

  static ForecastAlert of(String entity, String name, String severity, String signal, String text) {
    return new ForecastAlert(EntityId.parse(entity), name, severity, signal, text);
  }

  /**
   * The event; the same name and entity give the same fingerprint.
   *
   * @param since when it began to fire, in milliseconds of event time
   */
  Alert event(AlertStatus status, long since, long now) {
    Map<String, String> labels = new TreeMap<>();
    labels.put("alertname", name);
    labels.put("severity", severity);
    labels.put("cluster", id.cluster());
    labels.put("namespace", id.namespace());
    labels.put("kind", id.kind());
    labels.put("name", id.name());
    labels.put("signal", signal);
    String identity = "forecast/" + name + "/" + id;
    return Alert.newBuilder()
        .setFingerprint(
            UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString())
        .setStatus(status)
        .setName(name)
        .setSeverity(severity)
        .setEntity(id.toString())
        .setLabels(labels)
        .setAnnotations(Map.of("summary", text + " for " + id.display()))
        .setStartsAt(Instant.ofEpochMilli(since))
        .setEndsAt(status == AlertStatus.RESOLVED ? Instant.ofEpochMilli(now) : null)
        .setSource("forecast")
        .setReceivedAt(Instant.ofEpochMilli(now))
        .build();
  }
}
