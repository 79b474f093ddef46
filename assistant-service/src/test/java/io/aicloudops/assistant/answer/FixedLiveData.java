package io.aicloudops.assistant.answer;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.EvidenceRef;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.ForecastPoint;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.SignalRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A shop in which payment runs out of memory, and one remediation waits. */
public final class FixedLiveData implements LiveData {

  public static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  public static final String PAYMENT = "demo/shop/Deployment/payment";
  public static final String CART = "demo/shop/Deployment/cart";

  private final List<Incident> incidents = new ArrayList<>();
  private final List<Remediation> remediations = new ArrayList<>();

  /** Nothing is wrong. */
  public static FixedLiveData quiet() {
    return new FixedLiveData();
  }

  /** Payment is OOMKilled again and again; checkout suffers. */
  public static FixedLiveData withIncident() {
    FixedLiveData live = new FixedLiveData();
    live.incidents.add(outOfMemory("last words: user=amy@example.com password=hunter2"));
    live.remediations.add(remediation());
    return live;
  }

  /** The same with something else in the evidence. */
  public static FixedLiveData saying(String evidenceText) {
    FixedLiveData live = new FixedLiveData();
    live.incidents.add(outOfMemory(evidenceText));
    return live;
  }

  private static Incident outOfMemory(String evidenceText) {
    return Incident.newBuilder()
        .setId("inc-7f3a")
        .setCluster("demo")
        .setStatus(IncidentStatus.OPEN)
        .setSeverity("critical")
        .setTitle("payment is killed for memory")
        .setTitleZh("payment 因内存被杀")
        .setOpenedAt(NOW.minusSeconds(600))
        .setSince(NOW.minusSeconds(720))
        .setUpdatedAt(NOW)
        .setMembers(List.of(PAYMENT, "demo/shop/Deployment/checkout"))
        .setCauses(
            List.of(
                Cause.newBuilder()
                    .setEntity(PAYMENT)
                    .setFault("oom-limit-too-low")
                    .setConfidence(0.83)
                    .setSummary("payment reaches its memory limit")
                    .setSummaryZh("payment 达到内存限制")
                    .setSupporting(List.of("e1"))
                    .setAgainst(List.of("e2"))
                    .setAffected(List.of("demo/shop/Deployment/checkout"))
                    .setRecommendations(List.of("Raise the memory limit to 384 MiB"))
                    .setRecommendationsZh(List.of("把内存限制提高到 384 MiB"))
                    .build()))
        .setEvidence(
            List.of(
                evidence("e1", 0.9, evidenceText),
                evidence("e2", 0.2, "restarts have stopped for a while")))
        .setTimeline(List.of())
        .build();
  }

  private static EvidenceRef evidence(String id, double weight, String text) {
    return EvidenceRef.newBuilder()
        .setId(id)
        .setKind("event")
        .setEntity(PAYMENT)
        .setWhat("OOMKilled")
        .setSince(NOW.minusSeconds(700))
        .setTime(NOW)
        .setWeight(weight)
        .setText(text)
        .build();
  }

  private static Remediation remediation() {
    return Remediation.newBuilder()
        .setId("rem-42")
        .setIncidentId("inc-7f3a")
        .setCluster("demo")
        .setEntity(PAYMENT)
        .setFault("oom-limit-too-low")
        .setAction(ActionKind.RAISE_MEMORY_LIMIT)
        .setParams(Map.of("memoryLimit", "402653184"))
        .setState(RemediationState.AWAITING_APPROVAL)
        .setMode("ask")
        .setReason("the working set was flat before it hit the limit")
        .setReasonZh("碰到限制之前工作集一直平稳")
        .setDanger("masks a leak")
        .setDiff("-  memory: 256Mi\n+  memory: 384Mi\n")
        .setDiffHash("abc")
        .setExpiresAt(NOW.plusSeconds(600))
        .setCreatedAt(NOW)
        .setUpdatedAt(NOW)
        .setSteps(List.of())
        .build();
  }

  @Override
  public List<Incident> openIncidents() {
    return List.copyOf(incidents);
  }

  @Override
  public Optional<Incident> incident(String id) {
    return incidents.stream().filter(incident -> incident.getId().equals(id)).findFirst();
  }

  @Override
  public List<String> entities() {
    return List.of(
        PAYMENT, CART, "demo/shop/Service/cart", "demo/shop/Deployment/checkout", "demo/_/Node/n1");
  }

  @Override
  public Optional<SignalBatch> signals(String entity) {
    if (!entity.equals(CART)) {
      return Optional.empty();
    }
    return Optional.of(
        SignalBatch.newBuilder()
            .setEntity(CART)
            .setTime(NOW)
            .setSignals(List.of("requests.rate", "latency.p99"))
            .setRoles(List.of(SignalRole.TRAFFIC, SignalRole.LATENCY))
            .setValues(List.of(120.0, 0.91))
            .setExpected(List.of(118.0, 0.2))
            .setLower(List.of(90.0, Double.NaN))
            .setUpper(List.of(150.0, Double.NaN))
            .setScores(List.of(0.1, 0.95))
            .build());
  }

  @Override
  public List<Anomaly> openAnomalies(String entity) {
    if (!entity.equals(CART)) {
      return List.of();
    }
    return List.of(
        Anomaly.newBuilder()
            .setId("a1")
            .setEntity(CART)
            .setSignal("latency.p99")
            .setRole(SignalRole.LATENCY)
            .setStatus(AnomalyStatus.OPEN)
            .setKind(AnomalyKind.LEVEL_SHIFT)
            .setScore(0.95)
            .setSince(NOW.minusSeconds(300))
            .setTime(NOW)
            .setValue(0.91)
            .setExpected(0.2)
            .setLower(0.1)
            .setUpper(0.3)
            .setViews(List.of("level", "season"))
            .setShares(List.of(0.625, 0.375))
            .build());
  }

  @Override
  public List<Forecast> forecasts(String entity) {
    if (!entity.equals(CART)) {
      return List.of();
    }
    return List.of(
        Forecast.newBuilder()
            .setEntity(CART)
            .setSignal("requests.rate")
            .setMadeAt(NOW)
            .setStepMs(3_600_000)
            .setLevels(List.of(0.025, 0.5, 0.975))
            .setPoints(List.of(point(1, 100), point(9, 240), point(24, 80)))
            .setModel("test")
            .setBacktestMase(0.8)
            .setCoverage(0.95)
            .setHistory(500)
            .build());
  }

  private static ForecastPoint point(int hours, double mean) {
    return ForecastPoint.newBuilder()
        .setTime(NOW.plusSeconds(hours * 3600L))
        .setMean(mean)
        .setQuantiles(List.of(mean * 0.8, mean, mean * 1.25))
        .build();
  }

  @Override
  public Optional<Scaling> scaling(String entity) {
    if (!entity.equals(CART)) {
      return Optional.empty();
    }
    return Optional.of(
        Scaling.newBuilder()
            .setEntity(CART)
            .setTime(NOW)
            .setCurrent(2)
            .setRecommended(4)
            .setLow(3)
            .setHigh(5)
            .setLoad(120)
            .setExpectedLoad(240)
            .setUpperLoad(300)
            .setCapacityPerInstance(80)
            .setLeadMs(60_000)
            .setValidUntil(NOW.plusSeconds(600))
            .setReason("the peak needs four")
            .setReasonZh("高峰需要四个实例")
            .build());
  }

  @Override
  public List<Remediation> pendingApprovals() {
    return List.copyOf(remediations);
  }

  @Override
  public List<Remediation> remediations(String incidentId) {
    return remediations.stream().filter(r -> r.getIncidentId().equals(incidentId)).toList();
  }
}
