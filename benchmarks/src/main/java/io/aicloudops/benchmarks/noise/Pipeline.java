package io.aicloudops.benchmarks.noise;

import io.aicloudops.rca.correlate.ClusterState;
import io.aicloudops.rca.correlate.FoldRules;
import io.aicloudops.rca.correlate.IncidentFold;
import io.aicloudops.rca.detect.entity.EntityDetection;
import io.aicloudops.rca.signals.EntitySignals;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.EvidenceRef;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.Tick;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** The classes that the topologies call, one after the other, on one thread. */
final class Pipeline implements EntityDetection.Output {

  private static final EntityDetection.Rules RULES =
      new EntityDetection.Rules(new EntitySignals.Limits(20_000, 160), 0);
  private static final long TICK_MS = 1_000;

  /**
   * An anomaly or alert that came in.
   *
   * @param id as the incident's evidence names it
   * @param since epoch milliseconds
   */
  record Signal(String id, String entity, String what, long since) {}

  private final IncidentFold fold = new IncidentFold(FoldRules.DEFAULT);
  private final ClusterState state = new ClusterState(Scene.CLUSTER);
  private final Map<String, EntityDetection> detections = new HashMap<>();
  private final Map<String, Signal> signals = new LinkedHashMap<>();
  private final Map<String, Incident> incidents = new LinkedHashMap<>();
  private final Map<String, String> incidentOf = new HashMap<>();
  private long clock;

  Pipeline() {
    // Serdes make Avro trust the events, some of which the fold copies.
    new EventSerdes(new InMemorySchemaRegistry()).of(Evidence.class).close();
  }

  void take(Scene.Event event) {
    pass(event.time());
    SpecificRecord body = event.body();
    if (body instanceof MetricBatch batch) {
      detections
          .computeIfAbsent(batch.getEntity(), entity -> new EntityDetection(entity, RULES))
          .offer(batch, this);
    } else if (body instanceof Alert alert) {
      String id = "alert/" + alert.getFingerprint();
      signals.putIfAbsent(
          id,
          new Signal(id, alert.getEntity(), alert.getName(), alert.getStartsAt().toEpochMilli()));
      evidence(alert.getEntity(), alert.getReceivedAt(), alert);
    } else if (body instanceof Change change) {
      evidence(change.getEntity(), change.getTime(), change);
    } else if (body instanceof TopologyEntity entity) {
      evidence(entity.getEntity(), entity.getTime(), entity);
      if (entity.getGone()) {
        detections.remove(entity.getEntity());
      }
    }
  }

  /** Time goes on: ticks, and detection looks at what has been silent. */
  void pass(long time) {
    if (clock == 0) {
      clock = time;
    }
    while (clock + TICK_MS <= time) {
      clock += TICK_MS;
      for (EntityDetection detection : detections.values()) {
        if (detection.due() <= clock) {
          detection.advance(clock, this);
        }
      }
      Instant at = Instant.ofEpochMilli(clock);
      evidence("", at, new Tick(at));
    }
  }

  private void evidence(String entity, Instant time, SpecificRecord body) {
    for (Incident incident : fold.fold(state, new Evidence(Scene.CLUSTER, entity, time, body))) {
      incidents.put(incident.getId(), incident);
      for (EvidenceRef ref : incident.getEvidence()) {
        if (incident.getMergedInto().isEmpty()) {
          incidentOf.put(ref.getId(), incident.getId());
        }
      }
    }
    state.drain();
  }

  @Override
  public void signals(SignalBatch batch) {
    // The charts' part; incidents are made of anomalies.
  }

  @Override
  public void anomaly(Anomaly anomaly) {
    String id = "anomaly/" + anomaly.getId();
    signals.putIfAbsent(
        id,
        new Signal(
            id, anomaly.getEntity(), anomaly.getSignal(), anomaly.getSince().toEpochMilli()));
    evidence(anomaly.getEntity(), anomaly.getTime(), anomaly);
  }

  Map<String, Signal> signals() {
    return signals;
  }

  Map<String, Incident> incidents() {
    return incidents;
  }

  /** The incident a signal belongs to in the end; null if none. */
  Map<String, String> incidentOf() {
    return incidentOf;
  }

  static String namespace(String entity) {
    return EntityId.parse(entity).namespace();
  }
}
