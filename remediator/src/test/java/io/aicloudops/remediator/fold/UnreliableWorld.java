package io.aicloudops.remediator.fold;

import io.aicloudops.remediator.Given;
import io.aicloudops.remediator.execute.Attempt;
import io.aicloudops.remediator.execute.Trying;
import io.aicloudops.remediator.guard.Mode;
import io.aicloudops.remediator.guard.Policy;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.Outcome;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.schemas.event.Remediation;
import io.aicloudops.schemas.event.RemediationState;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.faults.FormerValues;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * The remediator with everything around it unreliable: the fold is killed and restored by a replay,
 * the executor is killed between any two steps and reads again from what it had committed, records
 * come twice, late, in another order or never, and the API server fails.
 */
final class UnreliableWorld {

  static final List<String> ENTITIES =
      List.of(
          "demo/shop/Deployment/cart",
          "demo/shop/Deployment/front",
          "demo/shop/StatefulSet/store",
          "demo/pay/StatefulSet/ledger",
          "demo/pay/Deployment/payment",
          "demo/ops/Deployment/frozen",
          "demo/shop/Service/cart",
          "demo/_/Node/n1");
  static final String FROZEN = ENTITIES.get(5);
  private static final List<FaultKind> FAULTS =
      List.of(
          FaultKind.CRASH_AFTER_ROLLOUT,
          FaultKind.MEMORY_LEAK,
          FaultKind.CRASH_WITHOUT_CHANGE,
          FaultKind.LOAD_ABOVE_CAPACITY,
          FaultKind.ERROR_BURST,
          FaultKind.DATABASE_TROUBLE,
          FaultKind.NOTHING_WRONG,
          FaultKind.CRASH_AFTER_CONFIG_CHANGE,
          FaultKind.CPU_THROTTLING,
          FaultKind.HPA_AT_MAXIMUM,
          FaultKind.PDB_DEADLOCK,
          FaultKind.PVC_FULL,
          FaultKind.PENDING_NODE_MISSING,
          FaultKind.EVICTED_PODS_LEFT,
          FaultKind.SERVICE_WITHOUT_ENDPOINTS,
          FaultKind.NODE_NOT_READY,
          FaultKind.NODE_CORDONED);

  /** What a ranking may know, enough for each of the faults to be planned against. */
  private static final Map<String, String> FACTS =
      Map.of(
          "cpuLimit",
          "0.5",
          "autoscaler",
          "cart",
          "hpaMax",
          "4",
          "budget",
          "cart",
          "claim",
          "data",
          FormerValues.FORMER + "configmap/settings[LEVEL]",
          "info",
          FormerValues.LATTER + "configmap/settings[LEVEL]",
          "debug");

  private static final List<String> REQUESTS =
      List.of(
          "restart",
          "scale",
          "rollback",
          "cordon",
          "drain",
          "raise-cpu-limit",
          "mend-selector",
          "loosen-disruption-budget");

  /** The time that everybody here goes by. */
  private final class Watch extends Clock {
    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  final Policy policy;
  final ModelCluster cluster;
  final List<SpecificRecord> inputs = new ArrayList<>();
  final List<Intent> intents = new ArrayList<>();
  MapWorld world;
  Instant now = Given.T0;
  int crashes;
  private final Random random;
  private final Trying trying;
  private final List<FaultKind> faults = new ArrayList<>();
  private final List<SpecificRecord> underWay = new ArrayList<>();
  private final Set<Integer> told = new HashSet<>();
  private int committed;

  UnreliableWorld(long seed, boolean careful) {
    random = new Random(seed);
    Mode mode = random.nextInt(3) > 0 ? Mode.AUTO : Mode.ASK;
    policy = Given.policy(mode, List.of(Given.rule("*", "ops", Mode.OBSERVE)), 2, 2, 3, 4, 2);
    ENTITIES.forEach(entity -> faults.add(any(FAULTS)));
    faults.set(6, FaultKind.SERVICE_WITHOUT_ENDPOINTS);
    faults.set(7, any(List.of(FaultKind.NODE_NOT_READY, FaultKind.NODE_CORDONED)));
    world = new MapWorld(Given.fold(policy));
    Clock clock = new Watch();
    cluster = new ModelCluster(random, clock, careful);
    trying = new Trying(Map.of("demo", cluster), clock);
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      now = now.plusSeconds(random.nextInt(12));
      step();
    }
    cluster.calmDown();
    for (int i = 0; i < 30; i++) {
      now = now.plus(Duration.ofMinutes(4));
      for (int at = committed; at < intents.size(); at++) {
        tryIntent(at, false);
      }
      while (!underWay.isEmpty()) {
        feed(underWay.remove(0));
      }
      feed(anOutcomeOfNothing());
    }
  }

  private void step() {
    switch (random.nextInt(15)) {
      case 0, 1 -> underWay.add(incident());
      case 2 -> underWay.add(Given.scaling(any(ENTITIES), 2, 1 + random.nextInt(8), now));
      case 3 -> {
        if (random.nextInt(3) == 0) {
          underWay.add(order());
        }
      }
      case 4, 5 -> approve();
      case 6 -> cluster.meddle(any(ENTITIES));
      case 7 -> crash();
      case 8 -> underWay.add(topology());
      case 9, 10, 11 -> {
        for (int i = 0; i < 10; i++) {
          deliver();
        }
      }
      default -> work();
    }
  }

  /** The executor's workers take what is open in any order; timers hold up nobody. */
  private void work() {
    for (int at = committed; at < intents.size(); at++) {
      if (random.nextInt(3) != 0) {
        tryIntent(at, true);
      }
    }
  }

  /** One of the first few that are on their way: now and then twice, or never. */
  private void deliver() {
    if (underWay.isEmpty()) {
      return;
    }
    SpecificRecord input = underWay.get(random.nextInt(Math.min(3, underWay.size())));
    if (random.nextInt(12) != 0) {
      underWay.remove(input);
    }
    if (random.nextInt(40) != 0) {
      feed(input);
    }
  }

  private void feed(SpecificRecord input) {
    inputs.add(input);
    intents.addAll(world.feed(input).intents());
  }

  /** The fold comes back from the log, the executor from what it committed. */
  private void crash() {
    crashes++;
    if (random.nextInt(4) == 0) {
      MapWorld restored = new MapWorld(Given.fold(policy));
      inputs.forEach(restored::feed);
      if (!restored.states.equals(world.states)) {
        throw new AssertionError("a restored fold remembers otherwise");
      }
      world = restored;
    } else {
      told.removeIf(at -> at >= committed); // it knows no more what it has told
    }
  }

  private void tryIntent(int at, boolean mayCrash) {
    if (told.contains(at)) {
      commit();
      return;
    }
    Intent intent = intents.get(at);
    Attempt attempt = trying.once(intent);
    if (trying.again(intent, attempt) || (mayCrash && random.nextInt(10) == 0)) {
      return; // tried again, or killed before the outcome is told
    }
    underWay.add(outcome(intent, attempt));
    if (mayCrash && random.nextInt(6) == 0) {
      return; // killed before the offset is committed
    }
    told.add(at);
    commit();
  }

  private void commit() {
    while (told.contains(committed) && random.nextInt(4) != 0) {
      committed++;
    }
  }

  private Outcome outcome(Intent intent, Attempt attempt) {
    OutcomeStatus status =
        attempt.status() == OutcomeStatus.PENDING ? OutcomeStatus.FAILED : attempt.status();
    return Outcome.newBuilder()
        .setIntentId(intent.getId())
        .setRemediationId(intent.getRemediationId())
        .setKind(intent.getKind())
        .setStatus(status)
        .setTime(now)
        .setMessage(attempt.message())
        .setDiff(attempt.diff().text())
        .setDiffHash(attempt.diff().hash())
        .setFacts(new HashMap<>(attempt.facts()))
        .build();
  }

  private Outcome anOutcomeOfNothing() {
    return Outcome.newBuilder()
        .setIntentId("none")
        .setRemediationId("demo:none")
        .setKind(IntentKind.CHECK)
        .setStatus(OutcomeStatus.DONE)
        .setTime(now)
        .setMessage("")
        .build();
  }

  private Incident incident() {
    int which = random.nextInt(ENTITIES.size());
    boolean seenDifferently = random.nextInt(6) == 0;
    String entity = seenDifferently ? any(ENTITIES) : ENTITIES.get(which);
    FaultKind fault = seenDifferently ? any(FAULTS) : faults.get(which);
    Cause cause = Given.cause(entity, fault, 0.4 + 0.6 * random.nextDouble());
    cause.getFacts().putAll(FACTS);
    Incident incident = Given.incident("i" + which + "-" + now.getEpochSecond() / 1800, now, cause);
    switch (random.nextInt(18)) {
      case 0 -> incident.setStatus(IncidentStatus.RESOLVED);
      case 1 -> {
        incident.setStatus(IncidentStatus.MERGED);
        incident.setMergedInto(incident.getId().replaceFirst("\\d", "0"));
      }
      case 2 -> incident.setEvidence(List.of());
      case 3 -> incident.setPartedTo(Map.of(entity, incident.getId().replaceFirst("\\d", "9")));
      case 4 -> incident.setId(incident.getId().replaceFirst("\\d", "9"));
      default -> incident.setSilenced(random.nextInt(20) == 0);
    }
    return incident;
  }

  private TopologyEntity topology() {
    String cordoned = Boolean.toString(random.nextBoolean());
    String replicas = Integer.toString(random.nextInt(4));
    return Given.workload(any(ENTITIES), Map.of("unschedulable", cordoned, "replicas", replicas));
  }

  private Command order() {
    List<Remediation> all = world.remediations();
    CommandType type =
        any(
            List.of(
                CommandType.REJECT,
                CommandType.UNDO,
                random.nextInt(8) == 0 ? CommandType.PAUSE : CommandType.RESUME,
                CommandType.REQUEST,
                CommandType.REQUEST));
    boolean aboutThing = all.isEmpty() || type == CommandType.REQUEST;
    Command command =
        Given.command(
            type,
            aboutThing ? any(ENTITIES) : any(all).getId(),
            any(List.of("viewer", "operator", "operator", "operator")),
            now);
    command.getParams().putAll(FACTS);
    command.getParams().put("action", any(REQUESTS));
    command.getParams().put("replicas", Integer.toString(2 + random.nextInt(3)));
    return command;
  }

  /** Mostly of what waits; now and then with a wrong role or hash, and now and then twice. */
  private void approve() {
    List<Remediation> all = world.remediations();
    if (all.isEmpty()) {
      return;
    }
    List<Remediation> waiting =
        all.stream().filter(r -> r.getState() == RemediationState.AWAITING_APPROVAL).toList();
    Command command =
        Given.approve(any(waiting.isEmpty() || random.nextInt(5) == 0 ? all : waiting), now);
    command.setRole(any(List.of("viewer", "operator", "operator", "admin", "assistant")));
    if (random.nextInt(5) == 0) {
      command.setDiffHash("stale");
    }
    if (random.nextInt(8) == 0) {
      command.setRefused("at the door");
    }
    underWay.add(command);
    if (random.nextInt(4) == 0) {
      underWay.add(command);
    }
  }
}
