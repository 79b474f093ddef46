package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.knowledge.FactReader;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.K8sEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Decides which incident a fact belongs to: one whose trouble began at about the same time and is
 * connected with the fact's entity; if there are several that explain each other, they merge; if
 * there is none, the fact waits until it is confirmed and opens one.
 */
final class Correlation {

  private final Step step;
  private final ClusterState state;
  private final FoldRules rules;
  private final Relations relations;

  Correlation(Step step) {
    this.step = step;
    this.state = step.state();
    this.rules = step.rules();
    this.relations = new Relations(step);
  }

  void take(Fact fact) {
    Optional<Fact> known = state.facts().one(fact.id());
    if (known.isPresent()) {
      update(known.get(), fact);
    } else if (fact.kind() == Fact.Kind.CHANGE) {
      change(fact);
    } else if (fact.active()) {
      place(fact);
    }
  }

  private void update(Fact before, Fact news) {
    if (before.kind() == Fact.Kind.CHANGE || news.time() < before.time()) {
      return;
    }
    if (!news.active()) {
      if (before.active()) {
        step.over(before, news.time());
      }
      return;
    }
    Optional<Incident> incident = state.incidentOf(before);
    boolean weaker = before.opens() && !news.opens();
    Fact merged = weaker ? before.with(true, news.time()) : FactReader.merge(before, news);
    if (incident.isEmpty()) {
      state.put(merged);
      return;
    }
    boolean again = !before.active();
    boolean resolved = incident.get().getStatus() == IncidentStatus.RESOLVED;
    Fact now = again && resolved ? merged : merged.begun(before.since());
    state.put(now);
    if (again || weaker || tells(before, now)) {
      step.touch(incident.get());
    }
    if (again && resolved && merged.opens()) {
      reopen(incident.get(), merged);
    }
  }

  /**
   * True if the news say more than that it goes on: a repeated alert is no reason to rank again.
   */
  private static boolean tells(Fact before, Fact now) {
    Object was = before.source().getBody();
    Object is = now.source().getBody();
    if (was instanceof Alert a && is instanceof Alert b) {
      return !a.getSeverity().equals(b.getSeverity())
          || !a.getAnnotations().equals(b.getAnnotations())
          || !a.getMember().equals(b.getMember());
    }
    if (was instanceof K8sEvent a && is instanceof K8sEvent b) {
      return !a.getAttributes().equals(b.getAttributes()) || !a.getMessage().equals(b.getMessage());
    }
    return true;
  }

  private void change(Fact change) {
    state.put(change);
    for (Incident incident : state.open()) {
      if (Suspects.concerns(change, state.facts().ofIncident(incident.getId()), step)) {
        step.tell(incident.getId(), "change", change.entity(), Texts.of(change));
      }
    }
  }

  private void place(Fact fact) {
    List<Incident> related = relations.of(fact);
    if (!related.isEmpty()) {
      join(fact, related);
      return;
    }
    state.put(fact);
    relations
        .former(fact)
        .ifPresent(
            incident -> {
              join(fact, incident);
              reopen(incident, fact);
            });
  }

  private void join(Fact fact, List<Incident> related) {
    Incident first = related.get(0);
    join(fact, first);
    related.stream()
        .skip(1)
        .filter(other -> fact.opens() && relations.oneCause(first, other, fact))
        .forEach(other -> merge(first, other));
  }

  /** Facts that wait join incidents that have grown towards them. */
  void gather() {
    boolean grown = !step.touched().isEmpty();
    while (grown) {
      grown = false;
      for (Fact fact : state.facts().free()) {
        List<Incident> related = relations.of(fact);
        if (!related.isEmpty()) {
          join(fact, related);
          grown = true;
        }
      }
    }
  }

  private void reopen(Incident incident, Fact fact) {
    Incident open =
        Incident.newBuilder(incident).setStatus(IncidentStatus.OPEN).setResolvedAt(null).build();
    state.put(open);
    step.tell(open.getId(), "reopened", fact.entity(), "came back: " + Texts.of(fact));
  }

  /** Adds the fact to the incident, at the cost of the least telling one if it is full. */
  void join(Fact fact, Incident incident) {
    if (state.facts().count(incident.getId()) >= rules.maxEvidence()) {
      Fact least = Telling.least(state.facts().ofIncident(incident.getId()), fact);
      if (least.id().equals(fact.id())) {
        if (state.facts().free(fact)) {
          state.forget(fact);
        }
        return;
      }
      state.forget(least);
    }
    boolean guessed =
        state.facts().count(incident.getId()) > 0 && relations.guessed(fact, incident);
    if (guessed && fact.opens()) {
      new Learning(step).joined(fact, incident);
    }
    state.put(fact);
    state.facts().link(fact.id(), incident.getId());
    if (guessed) {
      state.facts().guess(fact.id());
    }
    back(fact, incident.getId());
    step.touch(incident);
    if (fact.opens()) {
      step.tell(incident.getId(), fact.kind().id(), fact.entity(), Texts.of(fact));
    }
  }

  /** What had parted from the incident is part of it again. */
  private void back(Fact fact, String id) {
    Incident incident = state.incident(id).orElseThrow();
    if (incident.getPartedTo().containsKey(fact.entity())) {
      Map<String, String> parted = new TreeMap<>(incident.getPartedTo());
      parted.remove(fact.entity());
      state.put(Incident.newBuilder(incident).setPartedTo(parted).build());
    }
  }

  private void merge(Incident into, Incident gone) {
    for (Fact fact : state.facts().ofIncident(gone.getId())) {
      join(fact, into);
    }
    state.put(
        Incident.newBuilder(gone)
            .setStatus(IncidentStatus.MERGED)
            .setMergedInto(into.getId())
            .setResolvedAt(Instant.ofEpochMilli(step.now()))
            .build());
    step.tell(gone.getId(), "merged", "", "merged into " + into.getId());
    step.tell(into.getId(), "merged", "", "took in " + gone.getId());
  }

  /** Opens an incident with the fact and all that waits and belongs to it. */
  void open(Fact seed) {
    Incident incident = made(seed);
    String id = incident.getId();
    state.put(incident);
    step.tell(id, "opened", seed.entity(), "opened by " + Texts.of(seed));
    join(seed, incident);
    new Learning(step).opened(seed, incident);
    gather();
    for (Fact change : Suspects.of(id, step)) {
      step.tell(id, "change", change.entity(), Texts.of(change));
    }
  }

  /** Some of an incident's facts become an incident of their own. */
  void split(Incident from, Fact seed, List<Fact> facts) {
    Incident incident = made(seed);
    incident.setSplitFrom(from.getId());
    incident.setSeverity(from.getSeverity());
    String id = incident.getId();
    state.put(incident);
    Incident left = state.incident(from.getId()).orElse(from);
    Map<String, String> parted = new TreeMap<>(left.getPartedTo());
    for (Fact fact : facts) {
      state.facts().link(fact.id(), id);
      parted.put(fact.entity(), id);
    }
    state.put(Incident.newBuilder(left).setPartedTo(parted).build());
    step.tell(id, "split", seed.entity(), "has nothing to do with " + from.getId() + " any more");
    step.tell(from.getId(), "split", seed.entity(), "turned out to be apart: " + id);
  }

  private Incident made(Fact seed) {
    Instant now = Instant.ofEpochMilli(step.now());
    return Incident.newBuilder()
        .setId(id(seed))
        .setCluster(state.cluster())
        .setStatus(IncidentStatus.OPEN)
        .setSeverity("warning")
        .setTitle("")
        .setOpenedAt(now)
        .setSince(Instant.ofEpochMilli(Math.min(seed.since(), step.now())))
        .setUpdatedAt(now)
        .setMembers(List.of(seed.entity()))
        .setCauses(List.of())
        .setEvidence(List.of())
        .setTimeline(List.of())
        .build();
  }

  private String id(Fact seed) {
    String name = state.cluster() + '\n' + seed.id() + '\n' + seed.since() + '\n' + step.now();
    String hex =
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString().replace("-", "");
    return "inc-" + hex.substring(0, 16);
  }
}
