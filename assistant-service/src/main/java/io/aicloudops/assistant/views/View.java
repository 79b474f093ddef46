package io.aicloudops.assistant.views;

import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Inspection;
import io.aicloudops.schemas.event.InspectionStatus;
import io.aicloudops.schemas.event.Notification;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/**
 * A result topic as a table.
 *
 * @param name of the view and of its store
 * @param topic what it is made of; its key says which replica holds a row
 * @param id tells rows of one key apart; empty text where a key has one row
 * @param time when the row was last true
 * @param mayGo true for rows that are dropped when they are old
 */
public record View<V extends SpecificRecord>(
    String name,
    Topic<V> topic,
    Function<V, String> id,
    Function<V, Instant> time,
    Predicate<V> mayGo) {

  private static final Set<RemediationState> ENDED =
      EnumSet.of(
          RemediationState.REJECTED,
          RemediationState.REFUSED,
          RemediationState.VERIFIED,
          RemediationState.UNDONE,
          RemediationState.FAILED,
          RemediationState.ESCALATED,
          RemediationState.EXPIRED,
          RemediationState.SUPERSEDED);

  public static final View<Incident> INCIDENTS =
      new View<>(
          "incidents",
          Topics.INCIDENTS,
          i -> "",
          Incident::getUpdatedAt,
          i -> i.getStatus() != IncidentStatus.OPEN);
  public static final View<Remediation> REMEDIATIONS =
      new View<>(
          "remediations",
          Topics.REMEDIATIONS,
          r -> "",
          Remediation::getUpdatedAt,
          r -> ENDED.contains(r.getState()));
  public static final View<Anomaly> ANOMALIES =
      new View<>(
          "anomalies",
          Topics.ANOMALIES,
          Anomaly::getId,
          Anomaly::getTime,
          a -> a.getStatus() == AnomalyStatus.CLOSED);
  public static final View<Alert> ALERTS =
      new View<>(
          "alerts",
          Topics.ALERTS,
          a -> "",
          Alert::getReceivedAt,
          a -> a.getStatus() != AlertStatus.FIRING);
  public static final View<Change> CHANGES =
      new View<>("changes", Topics.CHANGES, Change::getId, Change::getTime, c -> true);
  public static final View<Forecast> FORECASTS =
      new View<>("forecasts", Topics.FORECASTS, f -> "", Forecast::getMadeAt, f -> true);
  public static final View<Scaling> SCALING =
      new View<>("scaling", Topics.SCALING, s -> "", Scaling::getTime, s -> true);
  public static final View<TopologyEntity> TOPOLOGY =
      new View<>(
          "topology", Topics.TOPOLOGY, t -> "", TopologyEntity::getTime, TopologyEntity::getGone);
  public static final View<Notification> NOTIFICATIONS =
      new View<>(
          "notifications",
          Topics.NOTIFICATIONS,
          Notification::getId,
          Notification::getTime,
          n -> true);
  public static final View<Command> COMMANDS =
      new View<>("commands", Topics.COMMANDS, Command::getId, Command::getTime, c -> true);
  public static final View<Inspection> INSPECTIONS =
      new View<>(
          "inspections",
          Topics.INSPECTIONS,
          i -> "",
          Inspection::getStartedAt,
          i -> i.getStatus() != InspectionStatus.RUNNING);

  /** Every view of rows, new ones last; the signals have a store of their own kind. */
  public static List<View<?>> all() {
    return List.of(
        INCIDENTS,
        REMEDIATIONS,
        ANOMALIES,
        ALERTS,
        CHANGES,
        FORECASTS,
        SCALING,
        TOPOLOGY,
        NOTIFICATIONS,
        COMMANDS,
        INSPECTIONS);
  }

  /** The view of a name. */
  public static Optional<View<?>> ofName(String name) {
    return all().stream().filter(view -> view.name().equals(name)).findFirst();
  }

  /** Where a row stands in the store: rows of one key stand together. */
  String storeKey(String recordKey, V row) {
    return recordKey + '\0' + id.apply(row);
  }
}
