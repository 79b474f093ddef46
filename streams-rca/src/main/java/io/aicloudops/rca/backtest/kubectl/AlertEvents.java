package io.aicloudops.rca.backtest.kubectl;

import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls that fail at an entry, as an alert about it would tell. */
public final class AlertEvents {

  private final List<Evidence> evidence = new ArrayList<>();

  /** The alerts of a snapshot. */
  public AlertEvents(Snapshot snapshot, Entities entities) {
    for (Snapshot.Alert alert : snapshot.alerts()) {
      if (alert.evidence().isEmpty() && !alert.service().isEmpty()) {
        tell(alert, entities.workload(alert.service()));
      }
    }
  }

  private void tell(Snapshot.Alert alert, String entity) {
    Alert told =
        Alert.newBuilder()
            .setFingerprint(entity + " " + alert.method() + " " + alert.error())
            .setStatus(AlertStatus.FIRING)
            .setName(alert.error())
            .setSeverity("critical")
            .setEntity(entity)
            .setLabels(Map.of())
            .setAnnotations(Map.of())
            .setStartsAt(ObjectEvents.TAKEN)
            .setSource("snapshot")
            .setReceivedAt(ObjectEvents.TAKEN)
            .build();
    evidence.add(new Evidence(Entities.CLUSTER, entity, ObjectEvents.TAKEN, told));
  }

  /** The evidence, in the order of the alerts. */
  public List<Evidence> evidence() {
    return evidence;
  }
}
