package io.aicloudops.schemas.topics;

import static io.aicloudops.schemas.topics.Topic.Cleanup.COMPACT;
import static io.aicloudops.schemas.topics.Topic.Cleanup.DELETE;

import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.CallBatch;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Inspection;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.LogBatch;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.Notification;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationInput;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.TopologyEntity;
import java.time.Duration;
import java.util.List;

/** Every topic of the system. */
public final class Topics {

  /** Partitions of the entity-keyed topics; equal, so that they can be joined. */
  private static final int BY_ENTITY = 12;

  private static final int SPARSE = 6;

  public static final Topic<MetricBatch> METRICS =
      new Topic<>(
          "aiops.metrics.v1",
          "entity",
          MetricBatch.class,
          BY_ENTITY,
          Duration.ofHours(6),
          DELETE,
          "All samples of one member of an entity at one scrape, as a batch.");
  public static final Topic<CallBatch> CALLS =
      new Topic<>(
          "aiops.calls.v1",
          "entity",
          CallBatch.class,
          SPARSE,
          Duration.ofHours(6),
          DELETE,
          "The calls that spans told of one member of an entity within one interval.");
  public static final Topic<LogBatch> LOGS =
      new Topic<>(
          "aiops.logs.v1",
          "entity",
          LogBatch.class,
          SPARSE,
          Duration.ofHours(6),
          DELETE,
          "What one member of an entity logged within one interval, secrets masked.");
  public static final Topic<SignalBatch> SIGNALS =
      new Topic<>(
          "aiops.signals.v1",
          "entity",
          SignalBatch.class,
          BY_ENTITY,
          Duration.ofHours(24),
          DELETE,
          "The signals made of an entity's samples, with what was expected of each.");
  public static final Topic<Alert> ALERTS =
      new Topic<>(
          "aiops.alerts.v1",
          "fingerprint",
          Alert.class,
          SPARSE,
          Duration.ofDays(7),
          DELETE,
          "One alert, firing or resolved, from Alertmanager or any producer of its format.");
  public static final Topic<K8sEvent> K8S_EVENTS =
      new Topic<>(
          "aiops.k8s.events.v1",
          "entity",
          K8sEvent.class,
          SPARSE,
          Duration.ofDays(7),
          DELETE,
          "Kubernetes events and transitions of object states.");
  public static final Topic<TopologyEntity> TOPOLOGY =
      new Topic<>(
          "aiops.topology.v1",
          "entity",
          TopologyEntity.class,
          BY_ENTITY,
          null,
          COMPACT,
          "What is known of an entity now: owner, labels, attributes, edges.");
  public static final Topic<Change> CHANGES =
      new Topic<>(
          "aiops.changes.v1",
          "entity",
          Change.class,
          SPARSE,
          Duration.ofDays(28),
          DELETE,
          "Rollouts, configuration, scaling and policy changes, from the cluster or a database.");
  public static final Topic<Anomaly> ANOMALIES =
      new Topic<>(
          "aiops.anomalies.v1",
          "entity",
          Anomaly.class,
          SPARSE,
          Duration.ofDays(7),
          DELETE,
          "An anomaly opening, growing and closing.");
  public static final Topic<Evidence> EVIDENCE =
      new Topic<>(
          "aiops.evidence.v1",
          "cluster",
          Evidence.class,
          SPARSE,
          Duration.ofDays(7),
          DELETE,
          "Everything that can speak for or against a cause, in one order for each cluster.");
  public static final Topic<Incident> INCIDENTS =
      new Topic<>(
          "aiops.incidents.v1",
          "incident id",
          Incident.class,
          SPARSE,
          null,
          COMPACT,
          "The present state of each incident: members, evidence, causes, timeline.");
  public static final Topic<Forecast> FORECASTS =
      new Topic<>(
          "aiops.forecasts.v1",
          "entity/signal/step in ms",
          Forecast.class,
          SPARSE,
          Duration.ofHours(24),
          DELETE,
          "The expected course of a signal as quantiles, with its backtested error.");
  public static final Topic<Scaling> SCALING =
      new Topic<>(
          "aiops.scaling.v1",
          "entity",
          Scaling.class,
          SPARSE,
          Duration.ofDays(7),
          DELETE,
          "How many instances a workload should have, and why.");
  public static final Topic<RemediationInput> REMEDIATION_INPUTS =
      new Topic<>(
          "aiops.remediation.inputs.v1",
          "cluster",
          RemediationInput.class,
          SPARSE,
          Duration.ofDays(28),
          DELETE,
          "Everything the remediator's fold reads, in one order for each cluster.");
  public static final Topic<Intent> INTENTS =
      new Topic<>(
          "aiops.remediation.intents.v1",
          "remediation id",
          Intent.class,
          SPARSE,
          Duration.ofDays(28),
          DELETE,
          "What the remediator wants tried on a cluster, logged before it is tried.");
  public static final Topic<Outcome> OUTCOMES =
      new Topic<>(
          "aiops.remediation.outcomes.v1",
          "remediation id",
          Outcome.class,
          SPARSE,
          Duration.ofDays(28),
          DELETE,
          "What became of each intent.");
  public static final Topic<Remediation> REMEDIATIONS =
      new Topic<>(
          "aiops.remediations.v1",
          "remediation id",
          Remediation.class,
          SPARSE,
          null,
          COMPACT,
          "The present state of each remediation with every step it took.");
  public static final Topic<Remediation> REMEDIATION_AUDIT =
      new Topic<>(
          "aiops.remediations.audit.v1",
          "remediation id",
          Remediation.class,
          SPARSE,
          Duration.ofDays(365),
          DELETE,
          "Every state each remediation ever had; never compacted.");
  public static final Topic<Command> COMMANDS =
      new Topic<>(
          "aiops.commands.v1",
          "target id",
          Command.class,
          SPARSE,
          Duration.ofDays(28),
          DELETE,
          "What people and programs ask: approve, reject, silence, pause, feedback.");
  public static final Topic<Notification> NOTIFICATIONS =
      new Topic<>(
          "aiops.notifications.v1",
          "incident id",
          Notification.class,
          SPARSE,
          Duration.ofDays(7),
          DELETE,
          "What was told to whom.");
  public static final Topic<Inspection> INSPECTIONS =
      new Topic<>(
          "aiops.inspections.v1",
          "inspection id",
          Inspection.class,
          SPARSE,
          Duration.ofDays(28),
          DELETE,
          "What a look at a whole cluster found.");
  public static final Topic<byte[]> DEAD_LETTERS =
      new Topic<>(
          "aiops.deadletters.v1",
          "source",
          byte[].class,
          SPARSE,
          Duration.ofDays(28),
          DELETE,
          "What could not be read or processed, its first 512 KiB, with origin and reason in headers.");

  private Topics() {}

  /** All topics in the order of the flow. */
  public static List<Topic<?>> all() {
    return List.of(
        METRICS,
        CALLS,
        LOGS,
        SIGNALS,
        ALERTS,
        K8S_EVENTS,
        TOPOLOGY,
        CHANGES,
        ANOMALIES,
        EVIDENCE,
        INCIDENTS,
        FORECASTS,
        SCALING,
        REMEDIATION_INPUTS,
        INTENTS,
        OUTCOMES,
        REMEDIATIONS,
        REMEDIATION_AUDIT,
        COMMANDS,
        NOTIFICATIONS,
        INSPECTIONS,
        DEAD_LETTERS);
  }
}
