package io.aicloudops.forecast.workload;

import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.identity.EntityId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Raises an alert when a workload's forecast is missing or has grown old, and resolves it. */
final class ForecastWatch {

  private static final String MISSING = "ForecastMissing";
  private static final String STALE = "ForecastStale";

  private final ForecastRules rules;

  ForecastWatch(ForecastRules rules) {
    this.rules = rules;
  }

  List<Output> check(Workload w, long now) {
    String trouble = trouble(w, now);
    if (trouble.equals(w.alertName)) {
      return List.of();
    }
    if (trouble.isEmpty()) {
      return resolve(w, now);
    }
    if (!w.alertName.isEmpty()) {
      return List.of(); // Missing turns to stale only by way of a forecast, which resolves first.
    }
    w.alertName = trouble;
    w.alertSince = now;
    return List.of(new Output.Alerted(event(w, AlertStatus.FIRING, now)));
  }

  List<Output> resolve(Workload w, long now) {
    if (w.alertName.isEmpty()) {
      return List.of();
    }
    Output output = new Output.Alerted(event(w, AlertStatus.RESOLVED, now));
    w.alertName = "";
    w.alertSince = Workload.NEVER;
    return List.of(output);
  }

  /** The name of the alert that should be firing; empty if all is well. */
  private String trouble(Workload w, long now) {
    SignalMemory load = w.signals.get(w.loadSignal);
    if (load == null || w.replicas == 0) {
      return "";
    }
    long since = load.forecastAt();
    boolean never = since == Workload.NEVER;
    long from = never ? w.firstAt : since;
    // The first forecast needs some thirty intervals.
    long patience = rules.staleAfter().toMillis() + (never ? 40 * w.intervalMs : 3 * w.intervalMs);
    return now - from <= patience ? "" : never ? MISSING : STALE;
  }

  private static Alert event(Workload w, AlertStatus status, long now) {
    EntityId id = EntityId.parse(w.entity);
    Map<String, String> labels = new TreeMap<>();
    labels.put("alertname", w.alertName);
    labels.put("severity", "info");
    labels.put("cluster", id.cluster());
    labels.put("namespace", id.namespace());
    labels.put("kind", id.kind());
    labels.put("name", id.name());
    labels.put("signal", w.loadSignal);
    String text =
        w.alertName.equals(MISSING)
            ? "no forecast could be made of " + w.loadSignal
            : "the forecast of " + w.loadSignal + " has not been renewed";
    String identity = "forecast/" + w.alertName + "/" + w.entity;
    return Alert.newBuilder()
        .setFingerprint(
            UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8)).toString())
        .setStatus(status)
        .setName(w.alertName)
        .setSeverity("info")
        .setEntity(w.entity)
        .setLabels(labels)
        .setAnnotations(Map.of("summary", text + " for " + id.display()))
        .setStartsAt(Instant.ofEpochMilli(w.alertSince))
        .setEndsAt(status == AlertStatus.RESOLVED ? Instant.ofEpochMilli(now) : null)
        .setSource("forecast")
        .setReceivedAt(Instant.ofEpochMilli(now))
        .build();
  }
}
