package io.aicloudops.rca.knowledge;

import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * Faults that the states of Kubernetes objects give away: crashes, images, memory, probes,
 * scheduling, quotas, nodes. What a state means often hangs on what was changed before.
 */
public final class StateRecognisers {

  /** Memory that began to rise this long before it ran out was leaking, not short. */
  private static final long LEAK_LEAD_MS = 8_000;

  /** Exit codes of containers that the kubelet ends: 0, SIGKILL, SIGTERM. */
  private static final Set<String> TOLD_TO_END = Set.of("0", "137", "143");

  /** What the certainty of a state is worth that was only seen to begin, or came and went. */
  private static final double PASSING = 0.6;

  private static final double SHORT_OF_PODS = 0.55;
  private static final Set<String> SETS = Set.of("StatefulSet", "DaemonSet");

  private static final Set<ChangeKind> SETTINGS =
      EnumSet.of(ChangeKind.CONFIG, ChangeKind.FLAG, ChangeKind.POLICY);

  /** What a rollout commonly brings with it, so that it is the rollout that has to go. */
  private static final Set<Meaning> SHIPPED =
      EnumSet.of(
          Meaning.IMAGE,
          Meaning.COMMAND,
          Meaning.CONFIGURATION,
          Meaning.LIVENESS,
          Meaning.READINESS,
          Meaning.STUCK,
          Meaning.INIT,
          Meaning.NO_RESOURCES,
          Meaning.CONSTRAINT,
          Meaning.NO_NODE,
          Meaning.DENIED);

  private StateRecognisers() {}

  /** The hypotheses of an entity's states, in no particular order. */
  public static List<Hypothesis> of(Scene scene) {
    List<Hypothesis> found = new ArrayList<>();
    for (Meaning meaning : Meaning.values()) {
      List<Fact> facts = scene.facts(meaning);
      if (!meaning.state() || facts.isEmpty()) {
        continue;
      }
      switch (meaning) {
        case CRASH -> found.add(crash(scene, facts));
        case OUT_OF_MEMORY -> found.add(memory(scene, facts));
        default -> found.add(state(scene, meaning, facts));
      }
    }
    zero(scene).ifPresent(found::add);
    shortOfPods(scene).ifPresent(found::add);
    Policies.of(scene).ifPresent(found::add);
    return found;
  }

  private static Hypothesis crash(Scene scene, List<Fact> facts) {
    boolean outOfMemory = !scene.facts(Meaning.OUT_OF_MEMORY).isEmpty();
    Optional<Fact> rollout = scene.rollout();
    Optional<Fact> setting = scene.change(SETTINGS);
    boolean settingLater =
        setting.isPresent() && rollout.map(r -> setting.get().since() > r.since()).orElse(true);
    if (settingLater) {
      double score = 0.72 + 0.2 * scene.recency(setting.get());
      return hypothesis(
          scene, FaultKind.CRASH_AFTER_CONFIG_CHANGE, damp(score, outOfMemory), facts, setting);
    }
    if (rollout.isPresent() && scene.lately(rollout.get())) {
      double score = 0.78 + 0.18 * scene.recency(rollout.get());
      return hypothesis(
          scene, FaultKind.CRASH_AFTER_ROLLOUT, damp(score, outOfMemory), facts, rollout);
    }
    double score = certainty(Meaning.CRASH, facts);
    boolean explained =
        outOfMemory
            || !scene.facts(Meaning.CONFIGURATION, Meaning.COMMAND).isEmpty()
            || (!scene.facts(Meaning.LIVENESS).isEmpty() && !failed(scene, facts));
    return hypothesis(
        scene, FaultKind.CRASH_WITHOUT_CHANGE, damp(score, explained), facts, Optional.empty());
  }

  /** True if a container ended with an error of its own and not because it was told to end. */
  private static boolean failed(Scene scene, List<Fact> facts) {
    String exit = scene.said(facts).getOrDefault("exitCode", "");
    return !exit.isEmpty() && !TOLD_TO_END.contains(exit);
  }

  /** Containers that run out of memory crash; the crash says nothing of its own then. */
  private static double damp(double score, boolean explained) {
    return explained ? 0.4 * score : score;
  }

  private static Hypothesis memory(Scene scene, List<Fact> facts) {
    long killed = facts.get(0).since();
    List<Fact> rising =
        scene.raised(Meaning.MEMORY).stream()
            .filter(f -> killed - f.since() >= LEAK_LEAD_MS || drift(f))
            .toList();
    List<Fact> all = new ArrayList<>(facts);
    all.addAll(scene.raised(Meaning.MEMORY));
    FaultKind fault = rising.isEmpty() ? FaultKind.OOM_LIMIT_TOO_LOW : FaultKind.MEMORY_LEAK;
    double score = Meaning.OUT_OF_MEMORY.certainty() + (rising.isEmpty() ? 0 : 0.05);
    Hypothesis found = hypothesis(scene, fault, score, all, Optional.empty());
    SortedMap<String, String> plan = found.facts();
    peak(scene).ifPresent(bytes -> plan.put("peakMemory", Long.toString(bytes)));
    return found;
  }

  static boolean drift(Fact fact) {
    return fact.source().getBody() instanceof Anomaly anomaly
        && anomaly.getKind() == AnomalyKind.DRIFT;
  }

  /** The most memory that was measured, in bytes. */
  static Optional<Long> peak(Scene scene) {
    return scene.facts(Meaning.MEMORY).stream()
        .filter(f -> f.what().contains("bytes"))
        .map(f -> f.source().getBody())
        .filter(Anomaly.class::isInstance)
        .map(body -> (long) ((Anomaly) body).getValue())
        .max(Comparator.naturalOrder());
  }

  private static Hypothesis state(Scene scene, Meaning meaning, List<Fact> facts) {
    Optional<Fact> rollout =
        SHIPPED.contains(meaning)
            ? scene.rollout().filter(scene::lately)
            : meaning == Meaning.ROUTE ? scene.change(SETTINGS) : Optional.empty();
    double certainty = certainty(meaning, facts);
    double score =
        rollout.map(r -> certainty + (0.97 - certainty) * 0.6 * scene.recency(r)).orElse(certainty);
    boolean soft = meaning == Meaning.READINESS || meaning == Meaning.STUCK;
    boolean others = scene.states().stream().anyMatch(f -> f.meaning() != meaning && f.opens());
    boolean dull = (soft && others) || contradicted(scene, meaning, facts);
    Hypothesis found = hypothesis(scene, meaning.fault(), damp(score, dull), facts, rollout);
    if (meaning == Meaning.QUOTA) {
      Quotas.name(facts, found.facts());
    }
    return found;
  }

  private static double certainty(Meaning meaning, List<Fact> facts) {
    boolean passing = meaning == Meaning.CRASH || meaning == Meaning.NODE_DOWN;
    return passing && facts.stream().noneMatch(Fact::opens)
        ? PASSING * meaning.certainty()
        : meaning.certainty();
  }

  /** True if other states show that this one is not, or no longer, what is wrong. */
  private static boolean contradicted(Scene scene, Meaning meaning, List<Fact> facts) {
    return switch (meaning) {
      case IMAGE -> !scene.facts(Meaning.IMAGE_CREDENTIALS).isEmpty();
      case IMAGE_CREDENTIALS ->
          facts.stream().noneMatch(Fact::opens) && scene.facts(Meaning.IMAGE).isEmpty();
      case DENIED -> {
        long refused = facts.stream().mapToLong(Fact::time).max().orElse(0);
        // Pods that are there since were not refused.
        yield scene.states().stream().anyMatch(f -> ofPod(f) && f.time() > refused);
      }
      default -> false;
    };
  }

  private static boolean ofPod(Fact fact) {
    return fact.source().getBody() instanceof K8sEvent event
        && event.getObject().startsWith("Pod/");
  }

  private static Optional<Hypothesis> zero(Scene scene) {
    Map<String, String> attributes = scene.attributes();
    boolean none = "0".equals(attributes.get("replicas"));
    List<Fact> trouble =
        scene.facts(Meaning.AVAILABILITY, Meaning.NO_ENDPOINTS, Meaning.ERRORS, Meaning.TRAFFIC);
    if (!none || trouble.isEmpty() || !scene.facts(Meaning.ZERO).isEmpty()) {
      return Optional.empty();
    }
    Optional<Fact> change = scene.change(EnumSet.of(ChangeKind.SCALE));
    Hypothesis found =
        hypothesis(scene, FaultKind.SCALED_TO_ZERO, Meaning.ZERO.certainty(), trouble, change);
    String good = found.facts().getOrDefault("previousReplicas", "");
    if (!good.isEmpty() && !good.equals("0")) {
      found.facts().put("replicas", good);
    }
    return Optional.of(found);
  }

  /** Sets whose pods have names and places: a pod that is stuck is not replaced by another. */
  private static Optional<Hypothesis> shortOfPods(Scene scene) {
    Optional<EntityId> id = EntityId.tryParse(scene.entity()).filter(e -> SETS.contains(e.kind()));
    int wanted = number(scene.attributes().getOrDefault("replicas", ""));
    int ready = number(scene.attributes().getOrDefault("readyReplicas", ""));
    List<Fact> trouble = scene.facts(Meaning.AVAILABILITY, Meaning.READINESS, Meaning.NO_ENDPOINTS);
    return id.isEmpty() || ready >= wanted || trouble.isEmpty()
        ? Optional.empty()
        : Optional.of(
            hypothesis(
                scene, FaultKind.WORKLOAD_SHORT_OF_PODS, SHORT_OF_PODS, trouble, Optional.empty()));
  }

  private static int number(String text) {
    return text.matches("\\d{1,6}") ? Integer.parseInt(text) : 0;
  }

  static Hypothesis hypothesis(
      Scene scene, FaultKind fault, double score, List<Fact> facts, Optional<Fact> change) {
    List<String> supporting = new ArrayList<>(facts.stream().map(Fact::id).toList());
    change.ifPresent(c -> supporting.add(c.id()));
    return new Hypothesis(
        fault,
        fault == FaultKind.QUOTA_EXHAUSTED ? namespace(scene.entity()) : scene.entity(),
        score,
        fault == FaultKind.SERVICE_WITHOUT_ENDPOINTS || fault == FaultKind.READINESS_PROBE_WRONG,
        supporting,
        List.of(),
        FactReader.changeId(change),
        Scene.member(facts),
        PlanFacts.of(scene, facts, change));
  }

  /** A quota is its namespace's, and all in it share the trouble. */
  private static String namespace(String entity) {
    return EntityId.tryParse(entity)
        .filter(id -> !id.clusterScoped())
        .map(id -> new EntityId(id.cluster(), id.namespace(), "Namespace", id.namespace()))
        .map(EntityId::toString)
        .orElse(entity);
  }
}
