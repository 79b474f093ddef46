package io.aicloudops.assistant;

import io.aicloudops.assistant.answer.LiveData;
import io.aicloudops.assistant.views.View;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.TopologyEntity;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** What the assistant looks up, from the views. */
final class LiveViews implements LiveData {

  /** Signals older than this are not how it is now. */
  private static final Duration RECENT = Duration.ofMinutes(10);

  private static final List<String> SEVERITIES = List.of("critical", "warning", "info");

  private final Views views;
  private final Clock clock;

  LiveViews(Views views, Clock clock) {
    this.views = views;
    this.clock = clock;
  }

  @Override
  public List<Incident> openIncidents() {
    return views.all(View.INCIDENTS).rows().stream()
        .filter(incident -> incident.getStatus() == IncidentStatus.OPEN)
        .sorted(
            Comparator.comparingInt(LiveViews::urgency)
                .thenComparing(Incident::getOpenedAt, Comparator.reverseOrder())
                .thenComparing(Incident::getId))
        .toList();
  }

  private static int urgency(Incident incident) {
    int at = SEVERITIES.indexOf(incident.getSeverity());
    return at < 0 ? SEVERITIES.size() : at;
  }

  @Override
  public Optional<Incident> incident(String id) {
    return views.one(View.INCIDENTS, id);
  }

  @Override
  public List<String> entities() {
    TreeSet<String> entities = new TreeSet<>();
    views.all(View.TOPOLOGY).rows().stream()
        .filter(entity -> !entity.getGone())
        .map(TopologyEntity::getEntity)
        .forEach(entities::add);
    views.all(View.SCALING).rows().stream().map(Scaling::getEntity).forEach(entities::add);
    return List.copyOf(entities);
  }

  @Override
  public Optional<SignalBatch> signals(String entity) {
    Instant now = clock.instant();
    List<SignalBatch> recent = views.signals(entity, now.minus(RECENT), now.plus(RECENT));
    return recent.isEmpty() ? Optional.empty() : Optional.of(recent.get(recent.size() - 1));
  }

  @Override
  public List<Anomaly> openAnomalies(String entity) {
    return views.all(View.ANOMALIES).rows().stream()
        .filter(a -> a.getEntity().equals(entity) && a.getStatus() != AnomalyStatus.CLOSED)
        .sorted(Comparator.comparing(Anomaly::getTime).reversed().thenComparing(Anomaly::getId))
        .toList();
  }

  @Override
  public List<Forecast> forecasts(String entity) {
    return views.all(View.FORECASTS).rows().stream()
        .filter(forecast -> forecast.getEntity().equals(entity))
        .sorted(Comparator.comparing(Forecast::getSignal).thenComparing(Forecast::getStepMs))
        .toList();
  }

  @Override
  public Optional<Scaling> scaling(String entity) {
    return views.one(View.SCALING, entity);
  }

  @Override
  public List<Remediation> pendingApprovals() {
    return views.all(View.REMEDIATIONS).rows().stream()
        .filter(r -> r.getState() == RemediationState.AWAITING_APPROVAL)
        .sorted(Comparator.comparing(Remediation::getCreatedAt).thenComparing(Remediation::getId))
        .toList();
  }

  @Override
  public List<Remediation> remediations(String incidentId) {
    return views.all(View.REMEDIATIONS).rows().stream()
        .filter(r -> r.getIncidentId().equals(incidentId))
        .sorted(
            Comparator.comparing(Remediation::getCreatedAt)
                .reversed()
                .thenComparing(Remediation::getId))
        .toList();
  }
}
