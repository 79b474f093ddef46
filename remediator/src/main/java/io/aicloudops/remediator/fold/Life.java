package io.aicloudops.remediator.fold;

import static io.aicloudops.schemas.event.RemediationState.APPROVED;
import static io.aicloudops.schemas.event.RemediationState.AWAITING_APPROVAL;
import static io.aicloudops.schemas.event.RemediationState.EXECUTING;
import static io.aicloudops.schemas.event.RemediationState.PROPOSED;
import static io.aicloudops.schemas.event.RemediationState.UNDOING;
import static io.aicloudops.schemas.event.RemediationState.VERIFYING;

import io.aicloudops.remediator.plan.Origin;
import io.aicloudops.remediator.plan.Plan;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.RemediationStep;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** The states of a remediation and the steps between them, as functions of records. */
final class Life {

  /** The action runs or its effect is awaited. */
  static final Set<RemediationState> RUNNING = EnumSet.of(APPROVED, EXECUTING, VERIFYING, UNDOING);

  /** Not begun yet: may still be superseded. */
  static final Set<RemediationState> WAITING = EnumSet.of(PROPOSED, AWAITING_APPROVAL);

  /** Refused by a rule of the guard, as opposed to the cluster. */
  static final String REFUSED_BY = "refusedBy";

  /** Who approved what ran unasked. */
  static final String POLICY = "policy";

  /** The share of pods an action has to leave ready; only of what runs unasked. */
  static final String LEAST_READY = "leastReady";

  static final String ORIGIN = "origin";
  static final String INTENT = "intent";
  static final String TIMER = "intent.wait";
  private static final String DEADLINE = ".deadline";
  private static final String EXECUTED_AT = "executedAt";
  private static final String SUPPORTING = "supporting";
  private static final String CONFIDENCE = "confidence";
  private static final int MOST_STEPS = 60;

  private Life() {}

  static boolean active(Remediation remediation) {
    return RUNNING.contains(remediation.getState()) || WAITING.contains(remediation.getState());
  }

  /** The id of what a plan becomes: the same for the same question at the same time. */
  static String idOf(Plan plan, Instant now) {
    String seed =
        plan.incidentId() + "|" + plan.entity() + "|" + plan.action() + "|" + now.toEpochMilli();
    String hash = UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    return EntityId.parse(plan.entity()).cluster() + ":" + hash.substring(0, 13);
  }

  /** A new remediation in the state PROPOSED. */
  static Remediation propose(Plan plan, String mode, Instant now) {
    Remediation remediation =
        Remediation.newBuilder()
            .setId(idOf(plan, now))
            .setIncidentId(plan.incidentId())
            .setCluster(EntityId.parse(plan.entity()).cluster())
            .setEntity(plan.entity())
            .setFault(plan.fault().id())
            .setAction(plan.action())
            .setParams(new HashMap<>(plan.params()))
            .setState(PROPOSED)
            .setMode(mode)
            .setReason(plan.reason())
            .setReasonZh(plan.reasonZh())
            .setDanger(plan.danger())
            .setExpectation(plan.expectation())
            .setCreatedAt(now)
            .setUpdatedAt(now)
            .setSteps(new ArrayList<>())
            .setFacts(new HashMap<>())
            .build();
    remediation.getFacts().put(ORIGIN, plan.origin().id());
    remediation.getFacts().put(SUPPORTING, String.join("\n", plan.supporting()));
    remediation.getFacts().put(CONFIDENCE, Double.toString(plan.confidence()));
    return step(remediation, PROPOSED, now, "remediator", plan.reason());
  }

  /** The plan a remediation was made from, as far as the guard needs it. */
  static Plan planOf(Remediation remediation) {
    return new Plan(
        origin(remediation),
        remediation.getIncidentId(),
        remediation.getEntity(),
        FaultKind.ofId(remediation.getFault()).orElse(FaultKind.UNKNOWN),
        remediation.getAction(),
        remediation.getParams(),
        remediation.getReason(),
        remediation.getReasonZh(),
        remediation.getDanger(),
        remediation.getExpectation(),
        Double.parseDouble(remediation.getFacts().getOrDefault(CONFIDENCE, "0")),
        supporting(remediation));
  }

  static Origin origin(Remediation remediation) {
    return Origin.ofId(remediation.getFacts().getOrDefault(ORIGIN, ""));
  }

  static List<String> supporting(Remediation remediation) {
    String joined = remediation.getFacts().getOrDefault(SUPPORTING, "");
    return joined.isEmpty() ? List.of() : List.of(joined.split("\n"));
  }

  /** A copy in another state with one more step. */
  static Remediation step(
      Remediation from, RemediationState state, Instant now, String who, String note) {
    Remediation next = copy(from);
    next.setState(state);
    if (state == EXECUTING && from.getState() != EXECUTING) {
      next.getFacts().put(EXECUTED_AT, now.toString());
    }
    next.setUpdatedAt(now);
    next.setRevision(from.getRevision() + 1);
    append(next.getSteps(), new RemediationStep(now, state, who, note));
    return next;
  }

  /**
   * A copy with a step that changes nothing, such as an order that was refused: neither the state
   * nor when it was reached. The same note again takes the place of the one before, so that nobody
   * can push out what was done; the audit has each.
   */
  static Remediation note(Remediation from, Instant now, String who, String note) {
    Remediation next = copy(from);
    next.setRevision(from.getRevision() + 1);
    List<RemediationStep> steps = next.getSteps();
    int last = steps.size() - 1;
    if (steps.get(last).getWho().equals(who) && steps.get(last).getNote().equals(note)) {
      steps.remove(last);
    }
    append(steps, new RemediationStep(now, from.getState(), who, note));
    return next;
  }

  private static void append(List<RemediationStep> steps, RemediationStep step) {
    steps.add(step);
    if (steps.size() > MOST_STEPS) {
      steps.remove(1);
    }
  }

  static Remediation copy(Remediation from) {
    Remediation next = Remediation.newBuilder(from).build();
    next.setSteps(new ArrayList<>(from.getSteps()));
    next.setFacts(new HashMap<>(from.getFacts()));
    next.setParams(new HashMap<>(from.getParams()));
    return next;
  }

  /** An intent of a remediation; its id is remembered so that only its own outcome counts. */
  static Intent intend(Remediation remediation, IntentKind kind, Instant now, Duration within) {
    Intent intent =
        Intent.newBuilder()
            .setId(
                remediation.getId()
                    + "/"
                    + remediation.getRevision()
                    + "-"
                    + kind.name().toLowerCase(Locale.ROOT))
            .setRemediationId(remediation.getId())
            .setKind(kind)
            .setCluster(remediation.getCluster())
            .setEntity(remediation.getEntity())
            .setAction(remediation.getAction())
            .setParams(params(remediation, kind))
            .setDiffHash(remediation.getDiffHash())
            .setTime(now)
            .setDeadline(now.plus(within))
            .build();
    String slot = slot(kind);
    remediation.getFacts().put(slot, intent.getId());
    remediation.getFacts().put(slot + DEADLINE, intent.getDeadline().toString());
    return intent;
  }

  /** Where the id of the intent is remembered whose outcome is awaited. */
  static String slot(IntentKind kind) {
    return kind == IntentKind.WAIT ? TIMER : INTENT;
  }

  /** When the last of the outcomes that are awaited should have come. */
  static Instant answerDue(Remediation remediation) {
    return Stream.of(INTENT, TIMER)
        .map(slot -> remediation.getFacts().get(slot + DEADLINE))
        .filter(Objects::nonNull)
        .map(Instant::parse)
        .max(Instant::compareTo)
        .orElse(remediation.getUpdatedAt());
  }

  private static Map<String, String> params(Remediation remediation, IntentKind kind) {
    Map<String, String> params = new HashMap<>(remediation.getParams());
    if (kind == IntentKind.EXECUTE && remediation.getFacts().containsKey(LEAST_READY)) {
      params.put(LEAST_READY, remediation.getFacts().get(LEAST_READY));
    }
    boolean after = kind == IntentKind.UNDO || kind == IntentKind.CHECK;
    remediation
        .getFacts()
        .forEach(
            (key, value) -> {
              if ((after && key.startsWith("undo.")) || key.startsWith("target.")) {
                params.put(key, value);
              }
            });
    return params;
  }

  /** When the action began; empty if it never did. Outlives the steps, of which the oldest go. */
  static Optional<Instant> executedAt(Remediation remediation) {
    return Optional.ofNullable(remediation.getFacts().get(EXECUTED_AT)).map(Instant::parse);
  }
}
