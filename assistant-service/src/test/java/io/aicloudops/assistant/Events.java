package io.aicloudops.assistant;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Direction;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.EvidenceRef;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.ForecastPoint;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.RemediationStep;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.event.TimelineEntry;
import io.aicloudops.schemas.event.TopologyEntity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Events of a small shop for tests. */
public final class Events {

  public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  public static final String CART = "c1/shop/Deployment/cart";
  public static final String FRONT = "c1/shop/Deployment/front";
  public static final String LOAD = "http_server_requests_seconds_count:rate";

  private Events() {}

  public static Incident incident(String id, IncidentStatus status, Instant updated) {
    return Incident.newBuilder()
        .setId(id)
        .setCluster("c1")
        .setStatus(status)
        .setSeverity("critical")
        .setTitle("cart crashes")
        .setTitleZh("cart 反复崩溃")
        .setOpenedAt(updated)
        .setSince(updated.minusSeconds(30))
        .setUpdatedAt(updated)
        .setMembers(List.of(CART, FRONT))
        .setCauses(List.of(cause()))
        .setEvidence(List.of(evidence(updated)))
        .setTimeline(List.of(new TimelineEntry(updated, "anomaly", CART, "errors rise")))
        .build();
  }

  private static Cause cause() {
    return Cause.newBuilder()
        .setEntity(CART)
        .setFault("crash-after-rollout")
        .setConfidence(0.9)
        .setSummary("cart crashes since revision 7")
        .setSummaryZh("cart 自版本 7 起崩溃")
        .setSupporting(List.of("e1"))
        .setAffected(List.of(FRONT))
        .setRecommendations(List.of("roll back to revision 6"))
        .build();
  }

  private static EvidenceRef evidence(Instant at) {
    return EvidenceRef.newBuilder()
        .setId("e1")
        .setKind("event")
        .setEntity(CART)
        .setWhat("BackOff")
        .setSince(at)
        .setTime(at)
        .setWeight(0.8)
        .setText("container restarts again and again")
        .build();
  }

  public static Remediation remediation(String id, RemediationState state, String diffHash) {
    return Remediation.newBuilder()
        .setId(id)
        .setIncidentId("inc-1")
        .setCluster("c1")
        .setEntity(CART)
        .setFault("crash-after-rollout")
        .setAction(ActionKind.ROLLBACK)
        .setParams(Map.of("toRevision", "6"))
        .setState(state)
        .setMode("ask")
        .setReason("revision 7 crashes")
        .setDiff("-image: cart:7\n+image: cart:6\n")
        .setDiffHash(diffHash)
        .setExpiresAt(NOW.plusSeconds(600))
        .setCreatedAt(NOW)
        .setUpdatedAt(NOW)
        .setSteps(List.of(new RemediationStep(NOW, RemediationState.PROPOSED, "policy", "")))
        .build();
  }

  public static Anomaly anomaly(String id, AnomalyStatus status, Instant time) {
    return Anomaly.newBuilder()
        .setId(id)
        .setEntity(CART)
        .setSignal(LOAD)
        .setRole(SignalRole.TRAFFIC)
        .setStatus(status)
        .setKind(AnomalyKind.SPIKE)
        .setDirection(Direction.UP)
        .setScore(0.97)
        .setSince(time.minusSeconds(10))
        .setTime(time)
        .setValue(90)
        .setExpected(10)
        .setLower(5)
        .setUpper(15)
        .setSeverity("info")
        .setViews(List.of("running-level"))
        .setShares(List.of(1.0))
        .build();
  }

  public static Alert alert(String fingerprint, AlertStatus status, Instant received) {
    return Alert.newBuilder()
        .setFingerprint(fingerprint)
        .setStatus(status)
        .setName("HighErrorRate")
        .setEntity(CART)
        .setLabels(Map.of("alertname", "HighErrorRate"))
        .setAnnotations(Map.of("summary", "<b>errors</b>"))
        .setStartsAt(received)
        .setSource("alertmanager")
        .setReceivedAt(received)
        .build();
  }

  public static TopologyEntity workload(String entity, int wanted, int ready, String... calls) {
    List<Edge> edges = new ArrayList<>();
    for (String target : calls) {
      edges.add(new Edge(EdgeType.CALLS, target));
    }
    return TopologyEntity.newBuilder()
        .setEntity(entity)
        .setAttributes(Map.of("replicas", "" + wanted, "readyReplicas", "" + ready))
        .setEdges(edges)
        .setTime(NOW)
        .setSource("kubernetes")
        .build();
  }

  /** Hourly points from now on with a mean of 100, 101, … and quantiles 20 below and above. */
  public static Forecast forecast(String entity, int hours) {
    List<ForecastPoint> points = new ArrayList<>();
    for (int h = 1; h <= hours; h++) {
      double mean = 99 + h;
      points.add(
          new ForecastPoint(
              NOW.plus(Duration.ofHours(h)), mean, List.of(mean - 20, mean, mean + 20)));
    }
    return Forecast.newBuilder()
        .setEntity(entity)
        .setSignal(LOAD)
        .setMadeAt(NOW)
        .setStepMs(3_600_000)
        .setLevels(List.of(0.025, 0.5, 0.975))
        .setPoints(points)
        .setModel("seasonal")
        .setBacktestMase(0.7)
        .setCoverage(0.94)
        .setHistory(500)
        .build();
  }

  public static Scaling scaling(String entity, double capacity) {
    return Scaling.newBuilder()
        .setEntity(entity)
        .setTime(NOW)
        .setCurrent(2)
        .setRecommended(3)
        .setLow(2)
        .setHigh(4)
        .setLoad(90)
        .setExpectedLoad(110)
        .setUpperLoad(130)
        .setCapacityPerInstance(capacity)
        .setLeadMs(60_000)
        .setValidUntil(NOW.plusSeconds(600))
        .setReason("load rises")
        .build();
  }

  public static SignalBatch signals(String entity, Instant time, double value, double score) {
    return SignalBatch.newBuilder()
        .setEntity(entity)
        .setTime(time)
        .setIntervalMs(1000)
        .setSignals(List.of(LOAD, "errors:rate"))
        .setRoles(List.of(SignalRole.TRAFFIC, SignalRole.ERRORS))
        .setValues(List.of(value, 0.0))
        .setExpected(List.of(10.0, Double.NaN))
        .setLower(List.of(5.0, Double.NaN))
        .setUpper(List.of(15.0, Double.NaN))
        .setScores(List.of(score, 0.0))
        .build();
  }
}
