package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.knowledge.FactReader;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.identity.EntityId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Decides which incident a fact belongs to: one whose trouble began at about the same time and is
 * connected with the fact's entity; if there are several that explain each other, they merge; if
 * there is none, the fact waits until it is confirmed and opens one.
 */
final class Correlation {

  /** Trouble is felt this many calls away. */
  private static final int REACH = 2;

  private static final int CAUSE_REACH = 3;

  private final Step step;
  private final ClusterState state;
  private final FoldRules rules;

  Correlation(Step step) {
    this.step = step;
    this.state = step.state();
    this.rules = step.rules();
  }

  void take(Fact fact) {
    Optional<Fact> known = state.fact(fact.id());
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
    state.put(again && resolved ? merged : merged.begun(before.since()));
    step.touch(incident.get());
    if (again && resolved && merged.opens()) {
      reopen(incident.get(), merged);
    }
  }

  private void change(Fact change) {
    state.put(change);
    for (Incident incident : state.open()) {
      if (Suspects.concerns(change, incident.getId(), step)) {
        step.tell(incident.getId(), "change", change.entity(), Texts.of(change));
      }
    }
  }

  private void place(Fact fact) {
    List<Incident> related = related(fact);
    Optional<Incident> former = related.isEmpty() ? former(fact) : Optional.empty();
    state.put(fact);
    if (!related.isEmpty()) {
      join(fact, related);
    } else {
      former.ifPresent(
          incident -> {
            join(fact, incident);
            reopen(incident, fact);
          });
    }
  }

  private void join(Fact fact, List<Incident> related) {
    Incident first = related.get(0);
    join(fact, first);
    related.stream()
        .skip(1)
        .filter(other -> fact.opens() && oneCause(first, other))
        .forEach(other -> merge(first, other));
  }

  /** Facts that wait join incidents that have grown towards them. */
  void gather() {
    boolean grown = !step.touched().isEmpty();
    while (grown) {
      grown = false;
      for (Fact fact : waiting()) {
        List<Incident> related = related(fact);
        if (!related.isEmpty()) {
          join(fact, related);
          grown = true;
        }
      }
    }
  }

  /** Open incidents the fact may belong to, the eldest first. */
  private List<Incident> related(Fact fact) {
    Set<String> reach = state.map().reach(fact.entity(), fact.opens() ? REACH : 1);
    return state.open().stream()
        .filter(incident -> near(fact, reach, state.factsOf(incident.getId())))
        .sorted(
            Comparator.comparing((Incident i) -> !i.getMembers().contains(fact.entity()))
                .thenComparing(Incident::getOpenedAt)
                .thenComparing(Incident::getId))
        .toList();
  }

  private boolean near(Fact fact, Set<String> reach, List<Fact> members) {
    boolean lonely = !state.map().connected(fact.entity());
    for (Fact member : members) {
      if (member.entity().equals(fact.entity()) && member.active()) {
        return true;
      }
      long apart = Math.abs(member.since() - fact.since());
      boolean unmapped = lonely || !state.map().connected(member.entity());
      boolean beside = unmapped && sameNamespace(member.entity(), fact.entity());
      if (member.opens() && reach.contains(member.entity()) && apart <= rules.windowMs()) {
        return true;
      }
      if (member.opens() && beside && apart <= rules.windowMs() / 4) {
        return true;
      }
    }
    return false;
  }

  /** Nothing tells who calls whom here: what happens at once in one namespace is one incident. */
  private static boolean sameNamespace(String a, String b) {
    Optional<EntityId> one = EntityId.tryParse(a);
    Optional<EntityId> other = EntityId.tryParse(b);
    return one.isPresent()
        && other.isPresent()
        && one.get().namespace().equals(other.get().namespace());
  }

  /** An incident that ended a moment ago and had the same trouble. */
  private Optional<Incident> former(Fact fact) {
    if (!fact.opens()) {
      return Optional.empty();
    }
    return state.incidents().stream()
        .filter(i -> i.getStatus() == IncidentStatus.RESOLVED)
        .filter(i -> step.now() - ended(i) <= rules.reopenMs())
        .filter(
            i ->
                state.factsOf(i.getId()).stream()
                    .anyMatch(
                        f ->
                            f.opens()
                                && f.entity().equals(fact.entity())
                                && f.kind() == fact.kind()
                                && f.what().equals(fact.what())))
        .max(Comparator.comparingLong(Correlation::ended).thenComparing(Incident::getId));
  }

  static long ended(Incident incident) {
    Instant at = incident.getResolvedAt();
    return at == null ? Long.MAX_VALUE : at.toEpochMilli();
  }

  private void reopen(Incident incident, Fact fact) {
    Incident open =
        Incident.newBuilder(incident).setStatus(IncidentStatus.OPEN).setResolvedAt(null).build();
    state.put(open);
    step.tell(open.getId(), "reopened", fact.entity(), "came back: " + Texts.of(fact));
  }

  /** Adds the fact to the incident, at the cost of the least telling one if it is full. */
  void join(Fact fact, Incident incident) {
    List<Fact> members = state.factsOf(incident.getId());
    if (members.size() >= rules.maxEvidence()) {
      Fact least = members.stream().min(TELLING).orElse(fact);
      if (TELLING.compare(fact, least) <= 0) {
        state.forget(fact);
        return;
      }
      state.forget(least);
    }
    state.link(fact.id(), incident.getId());
    step.touch(incident);
    if (fact.opens()) {
      step.tell(incident.getId(), fact.kind().id(), fact.entity(), Texts.of(fact));
    }
  }

  private static final Comparator<Fact> TELLING =
      Comparator.comparing(Fact::active)
          .thenComparing(Fact::opens)
          .thenComparing(Fact::weight)
          .thenComparing(Comparator.comparingLong(Fact::since).reversed())
          .thenComparing(Fact::id);

  /** True if the cause of one can be felt where the cause of the other is seen. */
  private boolean oneCause(Incident a, Incident b) {
    String one = a.getCauses().isEmpty() ? a.getMembers().get(0) : a.getCauses().get(0).getEntity();
    String other =
        b.getCauses().isEmpty() ? b.getMembers().get(0) : b.getCauses().get(0).getEntity();
    return state.map().reach(one, CAUSE_REACH).contains(other);
  }

  private void merge(Incident into, Incident gone) {
    for (Fact fact : state.factsOf(gone.getId())) {
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
    String id = id(seed);
    Instant now = Instant.ofEpochMilli(step.now());
    Incident incident =
        Incident.newBuilder()
            .setId(id)
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
    state.put(incident);
    step.tell(id, "opened", seed.entity(), "opened by " + Texts.of(seed));
    join(seed, incident);
    gather();
    for (Fact change : Suspects.of(id, step)) {
      step.tell(id, "change", change.entity(), Texts.of(change));
    }
  }

  /** Facts that are no changes and belong to no incident. */
  private List<Fact> waiting() {
    List<Fact> free = new ArrayList<>();
    for (Fact fact : state.facts()) {
      if (fact.kind() != Fact.Kind.CHANGE && state.incidentOf(fact).isEmpty()) {
        free.add(fact);
      }
    }
    return free;
  }

  private String id(Fact seed) {
    String name = state.cluster() + '\n' + seed.id() + '\n' + seed.since() + '\n' + step.now();
    String hex =
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString().replace("-", "");
    return "inc-" + hex.substring(0, 16);
  }
}
