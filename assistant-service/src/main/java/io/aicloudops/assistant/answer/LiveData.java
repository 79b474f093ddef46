package io.aicloudops.assistant.answer;

import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.SignalBatch;
import java.util.List;
import java.util.Optional;

/** What the assistant may look up in the views. Reads only. */
public interface LiveData {

  /** Open incidents, the most urgent first. */
  List<Incident> openIncidents();

  /** An incident by its id, open or not. */
  Optional<Incident> incident(String id);

  /** Every entity known: {@code cluster/namespace/kind/name}. */
  List<String> entities();

  /** The newest signals of an entity with what was expected of them. */
  Optional<SignalBatch> signals(String entity);

  /** Anomalies of an entity that are not over, the newest first. */
  List<Anomaly> openAnomalies(String entity);

  /** The newest forecasts of an entity's signals. */
  List<Forecast> forecasts(String entity);

  /** The newest instance recommendation for a workload. */
  Optional<Scaling> scaling(String entity);

  /** Remediations that wait for somebody's approval, the oldest first. */
  List<Remediation> pendingApprovals();

  /** Remediations of an incident, in any state, the newest first. */
  List<Remediation> remediations(String incidentId);
}
