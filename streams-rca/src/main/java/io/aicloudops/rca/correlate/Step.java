package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.TimelineEntry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One step of the fold: the state, the time, which goes on from piece to piece, and which incidents
 * have to be looked at again at the step's end.
 */
final class Step {

  private final ClusterState state;
  private final FoldRules rules;
  private long now;
  private final Set<String> touched = new TreeSet<>();
  private final Map<String, List<TimelineEntry>> told = new TreeMap<>();

  Step(ClusterState state, FoldRules rules, long now) {
    this.state = state;
    this.rules = rules;
    this.now = now;
  }

  ClusterState state() {
    return state;
  }

  FoldRules rules() {
    return rules;
  }

  /** Time has gone on. */
  void moveTo(long time) {
    now = time;
  }

  /** Event time in milliseconds. */
  long now() {
    return now;
  }

  /** The incident has to be looked at again. */
  void touch(Incident incident) {
    touched.add(incident.getId());
  }

  Set<String> touched() {
    return touched;
  }

  /** Adds to the incident's timeline. */
  void tell(String incident, String kind, String entity, String text) {
    touched.add(incident);
    told.computeIfAbsent(incident, i -> new ArrayList<>())
        .add(new TimelineEntry(Instant.ofEpochMilli(now), kind, entity, text));
  }

  List<TimelineEntry> told(String incident) {
    return told.getOrDefault(incident, List.of());
  }

  /** What the fact speaks of has ended; one that belongs to no incident is forgotten. */
  void over(Fact fact, long at) {
    if (state.incidentOf(fact).isPresent()) {
      state.put(fact.with(false, Math.max(at, fact.time())));
      state.incidentOf(fact).ifPresent(this::touch);
    } else {
      state.forget(fact);
    }
  }
}
