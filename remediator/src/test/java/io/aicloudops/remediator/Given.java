package io.aicloudops.remediator;

import io.aicloudops.remediator.fold.FoldSettings;
import io.aicloudops.remediator.fold.RemediationFold;
import io.aicloudops.remediator.guard.Mode;
import io.aicloudops.remediator.guard.Policy;
import io.aicloudops.remediator.plan.PlanLimits;
import io.aicloudops.remediator.plan.Planner;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.EvidenceRef;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.RemediationStep;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Events and rules that tests begin with. */
public final class Given {

  public static final Instant T0 = Instant.parse("2026-03-01T10:00:00Z");
  public static final String CART = "demo/shop/Deployment/cart";
  public static final String PAY = "demo/pay/Deployment/payment";
  public static final PlanLimits LIMITS =
      new PlanLimits(1.5, 4L << 30, 20, 2, 1.5, 4, 1.5, 256L << 30, 30);
  public static final FoldSettings TIMES =
      new FoldSettings(
          Duration.ofSeconds(10),
          Duration.ofMinutes(30),
          Duration.ofMinutes(5),
          Duration.ofHours(1));

  static {
    // Builders copy events with Avro, which has to trust them first; the serdes see to that.
    var unused = new EventSerdes(new InMemorySchemaRegistry()).of(Topics.INCIDENTS).serializer();
  }

  private Given() {}

  public static Policy policy(Mode mode) {
    return policy(mode, List.of(), 3, 4, 10, 20, 3);
  }

  /** Budgets as tests need them. */
  public static Policy policy(
      Mode mode,
      List<Policy.Rule> rules,
      int attempts,
      int onObject,
      int inNamespace,
      int inCluster,
      int concurrent) {
    return new Policy(
        mode,
        rules,
        0.5,
        0.6,
        Duration.ofMinutes(5),
        attempts,
        onObject,
        inNamespace,
        inCluster,
        concurrent,
        25,
        8,
        3,
        0.5);
  }

  public static Policy.Rule rule(String action, String namespace, Mode mode) {
    return new Policy.Rule(action, namespace, "*", "*", mode);
  }

  public static RemediationFold fold(Mode mode) {
    return fold(policy(mode));
  }

  public static RemediationFold fold(Policy policy) {
    return new RemediationFold(new Planner(LIMITS), policy, TIMES);
  }

  public static Cause cause(String entity, FaultKind fault, double confidence) {
    return Cause.newBuilder()
        .setEntity(entity)
        .setFault(fault.id())
        .setConfidence(confidence)
        .setSummary("it is " + fault.title())
        .setSummaryZh("原因是" + fault.titleZh())
        .setSupporting(List.of("e1"))
        .setFacts(new HashMap<>(Map.of("memoryLimit", "134217728", "revision", "2")))
        .build();
  }

  public static EvidenceRef evidence(String id, String entity, boolean active) {
    return EvidenceRef.newBuilder()
        .setId(id)
        .setKind("anomaly")
        .setEntity(entity)
        .setWhat("errors")
        .setSince(T0)
        .setTime(T0)
        .setWeight(1)
        .setText("errors up")
        .setActive(active)
        .build();
  }

  public static Incident incident(String id, Instant now, Cause... causes) {
    String entity = causes.length == 0 ? CART : causes[0].getEntity();
    return Incident.newBuilder()
        .setId(id)
        .setCluster("demo")
        .setStatus(IncidentStatus.OPEN)
        .setSeverity("warning")
        .setTitle("cart fails")
        .setTitleZh("购物车故障")
        .setOpenedAt(T0)
        .setSince(T0)
        .setUpdatedAt(now)
        .setMembers(List.of(entity))
        .setCauses(List.of(causes))
        .setEvidence(List.of(evidence("e1", entity, true)))
        .setTimeline(List.of())
        .build();
  }

  public static Incident quiet(Incident incident, Instant now) {
    Incident next = Incident.newBuilder(incident).build();
    next.setEvidence(List.of(evidence("e1", incident.getMembers().get(0), false)));
    next.setUpdatedAt(now);
    return next;
  }

  public static Incident ended(Incident incident, IncidentStatus status, Instant now) {
    Incident next = Incident.newBuilder(incident).build();
    next.setStatus(status);
    next.setUpdatedAt(now);
    return next;
  }

  public static Command command(CommandType type, String target, String role, Instant now) {
    return Command.newBuilder()
        .setId(type + "@" + now)
        .setType(type)
        .setTarget(target)
        .setActor("ann")
        .setRole(role)
        .setTime(now)
        .setParams(new HashMap<>())
        .build();
  }

  /** A remediation that awaits approval. */
  public static Remediation waiting(String incident) {
    Remediation r =
        Remediation.newBuilder()
            .setId("demo:r1")
            .setIncidentId(incident)
            .setCluster("demo")
            .setEntity(CART)
            .setFault("memory-leak")
            .setAction(ActionKind.RESTART)
            .setState(RemediationState.AWAITING_APPROVAL)
            .setMode("ask")
            .setReason("restart cart")
            .setReasonZh("重启 cart")
            .setDanger("hides evidence")
            .setExpiresAt(T0)
            .setCreatedAt(T0)
            .setUpdatedAt(T0)
            .setSteps(new ArrayList<>())
            .setFacts(new HashMap<>())
            .build();
    r.setSteps(
        List.of(
            new RemediationStep(T0, RemediationState.PROPOSED, "remediator", "made"),
            new RemediationStep(T0, r.getState(), "remediator", "waits")));
    return r;
  }

  public static Command approve(Remediation r, Instant now) {
    Command command = command(CommandType.APPROVE, r.getId(), "operator", now);
    command.setDiffHash(r.getDiffHash());
    return command;
  }

  public static Outcome outcome(Intent intent, OutcomeStatus status, Instant now) {
    Outcome outcome =
        Outcome.newBuilder()
            .setIntentId(intent.getId())
            .setRemediationId(intent.getRemediationId())
            .setKind(intent.getKind())
            .setStatus(status)
            .setTime(now)
            .setMessage(status.name())
            .setFacts(new HashMap<>())
            .build();
    if (status == OutcomeStatus.DONE) {
      switch (intent.getKind()) {
        case DRY_RUN -> {
          outcome.setDiff("-a\n+b\n");
          outcome.setDiffHash("hash of " + intent.getEntity() + intent.getParams());
        }
        case EXECUTE -> outcome.getFacts().put("undo.path", "/value");
        default -> outcome.setDiff("");
      }
    }
    return outcome;
  }

  public static Scaling scaling(String entity, int current, int recommended, Instant now) {
    return Scaling.newBuilder()
        .setEntity(entity)
        .setTime(now)
        .setCurrent(current)
        .setRecommended(recommended)
        .setLow(recommended)
        .setHigh(recommended)
        .setLoad(1)
        .setExpectedLoad(1)
        .setUpperLoad(1)
        .setCapacityPerInstance(1)
        .setLeadMs(1)
        .setValidUntil(now.plusSeconds(600))
        .setReason("load goes up")
        .build();
  }

  public static TopologyEntity workload(String entity, Map<String, String> attributes) {
    return TopologyEntity.newBuilder()
        .setEntity(entity)
        .setLabels(new HashMap<>())
        .setAttributes(new HashMap<>(attributes))
        .setTime(T0)
        .setSource("test")
        .build();
  }
}
