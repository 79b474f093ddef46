package io.aicloudops.rca.knowledge;

import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Faults that measurements give away: more load than capacity, CPU burnt for nothing, exhausted
 * pools, own errors, own slowness. A hypothesis that looks the same where something else is broken
 * is marked as symptom.
 */
public final class MeasureRecognisers {

  /** Load that is more than this many times what was expected is a reason for trouble. */
  private static final double SURGE = 1.3;

  /** More load and more use of resources that nobody feels. */
  private static final double BUSY = 0.45;

  private static final Set<String> LOSS = Set.of("retrans", "retransmits", "retransmitted");
  private static final Set<String> STOLEN = Set.of("steal", "stolen");
  private static final Set<String> REPEATED = Set.of("retry", "retries", "retried");

  private MeasureRecognisers() {}

  /**
   * The hypotheses of an entity's measurements, in no particular order.
   *
   * @param around raised traffic of the entity, in and out, and of those that call it
   */
  public static List<Hypothesis> of(Scene scene, List<Fact> around) {
    List<Hypothesis> found = new ArrayList<>();
    List<Fact> surge = around.stream().filter(MeasureRecognisers::surge).toList();
    pool(scene).ifPresent(found::add);
    load(scene, surge).ifPresent(found::add);
    cpu(scene, surge).ifPresent(found::add);
    leak(scene).ifPresent(found::add);
    errors(scene).ifPresent(found::add);
    slow(scene).ifPresent(found::add);
    plain(scene, Meaning.THROTTLING, FaultKind.CPU_THROTTLING, 0.7).ifPresent(found::add);
    plain(scene, Meaning.LAG, FaultKind.CONSUMER_LAG, 0.75).ifPresent(found::add);
    named(scene, LOSS, FaultKind.PACKET_LOSS, 0.7).ifPresent(found::add);
    plain(scene, Meaning.NETWORK, FaultKind.PACKET_LOSS, 0.3).ifPresent(found::add);
    named(scene, STOLEN, FaultKind.NOISY_NEIGHBOUR, 0.89).ifPresent(found::add);
    full(scene).ifPresent(found::add);
    retries(scene).ifPresent(found::add);
    if (found.isEmpty()) {
      unknown(scene).ifPresent(found::add);
    }
    return found;
  }

  /**
   * More load than expected of the workload as a whole. One route that is called more often, while
   * the others are called less, is what failing calls and their repetition look like.
   */
  private static boolean surge(Fact fact) {
    if (fact.what().indexOf('{') >= 0) {
      return false;
    }
    return fact.source().getBody() instanceof Anomaly anomaly
        ? anomaly.getValue() >= SURGE * Math.max(anomaly.getExpected(), 1e-9)
        : fact.active();
  }

  private static Optional<Hypothesis> pool(Scene scene) {
    List<Fact> pool = scene.raised(Meaning.POOL);
    boolean strong = pool.stream().anyMatch(MeasureRecognisers::waits);
    if (!strong) {
      return Optional.empty();
    }
    List<Fact> all = new ArrayList<>(pool);
    all.addAll(scene.raised(Meaning.LATENCY, Meaning.ERRORS));
    double score = all.size() > pool.size() ? 0.9 : 0.75;
    return Optional.of(
        own(scene, FaultKind.CONNECTION_POOL_EXHAUSTED, score, all, Optional.empty()));
  }

  /** In use up to the limit, or somebody waits: connections that are merely open say little. */
  private static boolean waits(Fact fact) {
    if (fact.kind() == Fact.Kind.ALERT) {
      return true;
    }
    String what = fact.what();
    boolean waiting = what.contains("wait") || what.contains("pending") || what.contains("queue");
    boolean used = what.contains("use") || what.contains("active") || what.contains("busy");
    return waiting || used || what.contains(":saturation");
  }

  private static Optional<Hypothesis> load(Scene scene, List<Fact> surge) {
    List<Fact> strained = scene.raised(Meaning.SATURATION, Meaning.CPU, Meaning.THROTTLING);
    List<Fact> felt = scene.raised(Meaning.LATENCY, Meaning.ERRORS, Meaning.AVAILABILITY);
    boolean own = surge.stream().anyMatch(f -> f.entity().equals(scene.entity()));
    if (surge.isEmpty() || strained.isEmpty()) {
      return Optional.empty();
    }
    List<Fact> all = new ArrayList<>(surge);
    all.addAll(strained);
    all.addAll(felt);
    boolean saturated = strained.stream().anyMatch(Fact::opens);
    if (felt.isEmpty() && !saturated) {
      // Busier than usual and within its means: what a surge elsewhere sends on looks like that.
      return Optional.of(own(scene, FaultKind.LOAD_ABOVE_CAPACITY, BUSY, all, Optional.empty()));
    }
    double score = 0.6 + (own ? 0.12 : 0) + (felt.isEmpty() ? 0 : 0.1) + (saturated ? 0.08 : 0);
    return Optional.of(own(scene, FaultKind.LOAD_ABOVE_CAPACITY, score, all, Optional.empty()));
  }

  private static Optional<Hypothesis> cpu(Scene scene, List<Fact> surge) {
    List<Fact> burnt = scene.raised(Meaning.CPU);
    if (burnt.isEmpty()) {
      return Optional.empty();
    }
    List<Fact> all = new ArrayList<>(burnt);
    List<Fact> felt =
        scene.raised(Meaning.SATURATION, Meaning.LATENCY, Meaning.ERRORS, Meaning.THROTTLING);
    all.addAll(felt);
    boolean strained = burnt.stream().anyMatch(Fact::opens);
    double score = (felt.isEmpty() ? 0.55 : 0.84) + (strained ? 0.04 : 0);
    Hypothesis found =
        own(scene, FaultKind.CPU_SATURATION, surge.isEmpty() ? score : 0.4, all, Optional.empty());
    return Optional.of(found.against(surge.stream().map(Fact::id).toList()));
  }

  /** Memory that rises and is nearly used up, before anything was killed for it. */
  private static Optional<Hypothesis> leak(Scene scene) {
    List<Fact> memory = scene.raised(Meaning.MEMORY);
    boolean killed = !scene.facts(Meaning.OUT_OF_MEMORY).isEmpty();
    if (memory.isEmpty() || killed) {
      return Optional.empty();
    }
    boolean nearlyFull = memory.stream().anyMatch(Fact::opens);
    boolean steady =
        memory.stream()
            .anyMatch(f -> StateRecognisers.drift(f) || kind(f) == AnomalyKind.LEVEL_SHIFT);
    double score = nearlyFull ? 0.8 : steady ? 0.45 : 0.3;
    Hypothesis found = own(scene, FaultKind.MEMORY_LEAK, score, memory, Optional.empty());
    StateRecognisers.peak(scene)
        .ifPresent(bytes -> found.facts().put("peakMemory", Long.toString(bytes)));
    return Optional.of(found);
  }

  private static AnomalyKind kind(Fact fact) {
    return fact.source().getBody() instanceof Anomaly anomaly
        ? anomaly.getKind()
        : AnomalyKind.UNKNOWN;
  }

  private static Optional<Hypothesis> errors(Scene scene) {
    List<Fact> errors = scene.raised(Meaning.ERRORS);
    if (errors.isEmpty()) {
      return Optional.empty();
    }
    Optional<Fact> rollout = scene.rollout().filter(r -> scene.recency(r) > 0.1);
    double score = 0.62 + rollout.map(r -> 0.28 * scene.recency(r)).orElse(0.0);
    return Optional.of(symptom(scene, FaultKind.ERROR_BURST, score, errors, rollout));
  }

  private static Optional<Hypothesis> slow(Scene scene) {
    List<Fact> slow = scene.raised(Meaning.LATENCY);
    if (slow.isEmpty()) {
      return Optional.empty();
    }
    Optional<Fact> rollout = scene.rollout().filter(r -> scene.recency(r) > 0.3);
    Hypothesis found = symptom(scene, FaultKind.DEPENDENCY_SLOW, 0.66, slow, rollout);
    found.facts().put("dependency", scene.entity());
    return Optional.of(found);
  }

  private static Optional<Hypothesis> plain(
      Scene scene, Meaning meaning, FaultKind fault, double score) {
    List<Fact> facts = scene.raised(meaning);
    return facts.isEmpty()
        ? Optional.empty()
        : Optional.of(own(scene, fault, score, facts, Optional.empty()));
  }

  /** What signals of these words say, apart from the others of their meaning. */
  private static Optional<Hypothesis> named(
      Scene scene, Set<String> words, FaultKind fault, double score) {
    List<Fact> facts = spokenOf(scene, words);
    return facts.isEmpty()
        ? Optional.empty()
        : Optional.of(own(scene, fault, score, facts, Optional.empty()));
  }

  private static List<Fact> spokenOf(Scene scene, Set<String> words) {
    return scene.raised(Meaning.values()).stream()
        .filter(f -> Names.words(f.what()).stream().anyMatch(words::contains))
        .toList();
  }

  private static Optional<Hypothesis> full(Scene scene) {
    List<Fact> disk = scene.raised(Meaning.DISK).stream().filter(Fact::opens).toList();
    return disk.isEmpty()
        ? Optional.empty()
        : Optional.of(own(scene, FaultKind.PVC_FULL, 0.8, disk, Optional.empty()));
  }

  /** Calls are repeated while they fail: the one they fail at is the cause, if it is known. */
  private static Optional<Hypothesis> retries(Scene scene) {
    List<Fact> repeated = spokenOf(scene, REPEATED);
    List<Fact> failing =
        scene.raised(
            Meaning.ERRORS, Meaning.CLIENT_ERRORS, Meaning.LATENCY, Meaning.CLIENT_LATENCY);
    if (repeated.isEmpty() || failing.stream().allMatch(repeated::contains)) {
      return Optional.empty();
    }
    List<Fact> all = new ArrayList<>(repeated);
    failing.stream().filter(f -> !repeated.contains(f)).forEach(all::add);
    return Optional.of(symptom(scene, FaultKind.RETRY_STORM, 0.7, all, Optional.empty()));
  }

  private static Optional<Hypothesis> unknown(Scene scene) {
    List<Fact> any =
        scene.facts(
            Meaning.AVAILABILITY,
            Meaning.SATURATION,
            Meaning.CLIENT_ERRORS,
            Meaning.CLIENT_LATENCY,
            Meaning.TRAFFIC,
            Meaning.CLIENT_TRAFFIC,
            Meaning.DISK,
            Meaning.OTHER);
    boolean gone = !scene.facts(Meaning.AVAILABILITY).isEmpty();
    return any.isEmpty()
        ? Optional.empty()
        : Optional.of(symptom(scene, FaultKind.UNKNOWN, gone ? 0.4 : 0.15, any, Optional.empty()));
  }

  private static Hypothesis own(
      Scene scene, FaultKind fault, double score, List<Fact> facts, Optional<Fact> change) {
    return StateRecognisers.hypothesis(scene, fault, score, facts, change);
  }

  private static Hypothesis symptom(
      Scene scene, FaultKind fault, double score, List<Fact> facts, Optional<Fact> change) {
    Hypothesis h = StateRecognisers.hypothesis(scene, fault, score, facts, change);
    return new Hypothesis(
        h.fault(),
        h.entity(),
        h.score(),
        true,
        h.supporting(),
        h.against(),
        h.changeId(),
        h.member(),
        h.facts());
  }
}
