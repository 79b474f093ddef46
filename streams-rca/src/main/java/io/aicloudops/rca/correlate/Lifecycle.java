package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.knowledge.Meaning;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.TopologyEntity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the passing of time does: facts are confirmed and open incidents, news that is not repeated
 * grows old, quiet incidents resolve, old ones are forgotten.
 */
final class Lifecycle {

  /** So many errors need no second look. */
  private static final double MANY_ERRORS = 0.1;

  /** So much slower than expected is no passing wobble. */
  private static final double MUCH_SLOWER = 2;

  private static final long YOUNG_MS = 60_000;
  private static final long FRESH_ROLLOUT_MS = 60_000;

  private Lifecycle() {}

  static void settle(Step step) {
    age(step);
    new Correlation(step).gather();
    confirm(step);
    new Splitting(step).review();
    for (Incident incident : List.copyOf(step.state().incidents())) {
      if (incident.getStatus() == IncidentStatus.OPEN) {
        resolve(step, incident);
      } else if (step.now() - Relations.ended(incident) > step.rules().reopenMs()) {
        step.state().forget(incident);
      }
    }
  }

  /** True if the workload has all its pods, all of them new and ready. */
  static boolean healthy(TopologyEntity entity) {
    Map<String, String> a = entity.getAttributes();
    String replicas = a.getOrDefault("replicas", "0");
    return !replicas.equals("0")
        && replicas.equals(a.get("readyReplicas"))
        && replicas.equals(a.get("updatedReplicas"))
        && a.getOrDefault("unavailableReplicas", "0").equals("0");
  }

  private static void age(Step step) {
    FoldRules rules = step.rules();
    long oldest =
        step.state().open().stream()
            .mapToLong(i -> i.getSince().toEpochMilli())
            .min()
            .orElse(step.now());
    long before = Math.min(oldest, step.now()) - rules.lookbackMs();
    List<Fact> unbound = new ArrayList<>();
    for (Fact fact : List.copyOf(step.state().facts().all())) {
      if (fact.kind() == Fact.Kind.CHANGE) {
        if (fact.since() < before) {
          step.state().forget(fact);
        } else {
          unbound.add(fact);
        }
      } else if (fact.active() && step.now() - fact.time() > patience(fact.kind(), rules)) {
        step.over(fact, step.now());
      } else if (step.state().incidentOf(fact).isEmpty()) {
        unbound.add(fact);
      }
    }
    unbound.sort(Comparator.comparing(Fact::opens).thenComparingLong(Fact::time));
    for (int i = 0; i < unbound.size() - rules.maxPending(); i++) {
      step.state().forget(unbound.get(i));
    }
  }

  /** How long news of this sort stays true without being repeated, in milliseconds. */
  private static long patience(Fact.Kind kind, FoldRules rules) {
    return switch (kind) {
      case EVENT -> rules.eventHoldMs();
      case ALERT -> rules.alertStaleMs();
      case ANOMALY -> rules.staleMs();
      case CHANGE -> Long.MAX_VALUE;
    };
  }

  private static void confirm(Step step) {
    SortedMap<String, Fact> candidates = new TreeMap<>();
    for (Fact fact : step.state().facts().free()) {
      if (fact.opens() && fact.active()) {
        candidates.put(fact.id(), fact);
      }
    }
    List<Fact> eldestFirst = new ArrayList<>(candidates.values());
    eldestFirst.sort(Comparator.comparingLong(Fact::since).thenComparing(Fact::id));
    for (Fact fact : eldestFirst) {
      boolean free = step.state().facts().free(fact);
      if (free && confirmed(fact, candidates.keySet(), step)) {
        new Correlation(step).open(fact);
      }
    }
    for (Fact fact : Overuse.in(step.state().facts().free(), step)) {
      boolean free = step.state().facts().free(fact);
      if (free && !freshRollout(fact, step) && !risingTraffic(fact, step)) {
        new Correlation(step).open(fact);
      }
    }
  }

  private static boolean confirmed(Fact fact, Set<String> candidates, Step step) {
    if (!(fact.source().getBody() instanceof Anomaly anomaly)) {
      return true;
    }
    long lasted = step.now() - fact.since();
    if (fact.meaning() == Meaning.ERRORS && anomaly.getValue() >= MANY_ERRORS) {
      return true;
    }
    boolean slow =
        fact.meaning() == Meaning.LATENCY
            && anomaly.getValue() >= MUCH_SLOWER * Math.abs(anomaly.getExpected());
    boolean company = company(fact, candidates, step);
    if (freshRollout(fact, step) || anomaly.getKind() == AnomalyKind.MISSING) {
      return lasted >= step.rules().settleMs();
    }
    if (risingTraffic(fact, step)) {
      return (slow && company) || lasted >= step.rules().settleMs();
    }
    return fact.meaning() == Meaning.ERRORS || company || lasted >= step.rules().confirmMs();
  }

  /** Other trouble of another metric nearby. */
  private static boolean company(Fact fact, Set<String> candidates, Step step) {
    for (String entity : step.state().map().reach(fact.entity(), 1)) {
      for (Fact other : step.state().facts().at(entity)) {
        boolean same = entity.equals(fact.entity()) && metric(other).equals(metric(fact));
        if (!same && candidates.contains(other.id())) {
          return true;
        }
      }
    }
    return false;
  }

  private static String metric(Fact fact) {
    int end = fact.what().indexOf(':');
    return end < 0 ? fact.what() : fact.what().substring(0, end);
  }

  private static boolean freshRollout(Fact fact, Step step) {
    Set<String> below = new HashSet<>(step.state().map().callees(fact.entity()));
    below.add(fact.entity());
    return below.stream()
        .flatMap(entity -> step.state().facts().at(entity).stream())
        .filter(c -> c.kind() == Fact.Kind.CHANGE)
        .filter(c -> Math.abs(fact.since() - c.since()) <= FRESH_ROLLOUT_MS)
        .anyMatch(
            c ->
                c.source().getBody() instanceof Change change
                    && (change.getKind() == ChangeKind.ROLLOUT
                        || change.getKind() == ChangeKind.SCALE
                        || change.getKind() == ChangeKind.DEPLOYMENT));
  }

  private static boolean risingTraffic(Fact fact, Step step) {
    Set<String> above = new HashSet<>(step.state().map().callers(fact.entity()));
    above.add(fact.entity());
    return above.stream()
        .flatMap(entity -> step.state().facts().at(entity).stream())
        .anyMatch(
            f ->
                f.meaning() == Meaning.TRAFFIC
                    && f.active()
                    && f.source().getBody() instanceof Anomaly a
                    && a.getValue() > a.getExpected());
  }

  /** Young incidents are looked at again as time passes: what was held back at first is due. */
  static void review(Step step) {
    for (Incident incident : step.state().open()) {
      if (step.now() - incident.getOpenedAt().toEpochMilli() <= YOUNG_MS) {
        step.touch(incident);
      }
    }
  }

  private static void resolve(Step step, Incident incident) {
    long last = 0;
    for (Fact fact : step.state().facts().ofIncident(incident.getId())) {
      if (fact.opens() && fact.active()) {
        return;
      }
      last = fact.opens() ? Math.max(last, fact.time()) : last;
    }
    if (step.now() - last >= step.rules().holdMs()) {
      step.state()
          .put(
              Incident.newBuilder(incident)
                  .setStatus(IncidentStatus.RESOLVED)
                  .setResolvedAt(Instant.ofEpochMilli(step.now()))
                  .build());
      step.tell(incident.getId(), "resolved", "", "all its trouble has ended");
    }
  }
}
