package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.ClusterMap;
import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.knowledge.FactReader;
import io.aicloudops.rca.rank.Priors;
import io.aicloudops.rca.time.SharedTime;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.EvidenceRef;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.event.Tick;
import io.aicloudops.schemas.event.TopologyEntity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that the fold remembers of one cluster. It is made of parts, each an event under a key, so
 * that a step writes what it changed and nothing else; {@link #load} makes the same state of the
 * parts again. Not safe for use by several threads.
 */
public final class ClusterState {

  /** What a step changed: parts by key, null where a part is gone. */
  public record Changed(
      Map<String, @Nullable Evidence> evidence, Map<String, @Nullable Incident> incidents) {}

  private static final String CLOCK = "clock";

  /** The leap of time that is claimed; states of before leaps were doubted have none. */
  private static final String CLAIM = "claim";

  private static final String MAP = "map/";
  private static final String FACT = "fact/";
  private static final String COMMAND = "command/";
  private static final String WAITING = "waiting/";
  private static final String HABIT = "habit/";

  private final String cluster;
  private final SharedTime clock = new SharedTime();
  private final ClusterMap map = new ClusterMap();
  private long seenShape;
  private final Facts facts = new Facts();
  private final SortedMap<String, Incident> incidents = new TreeMap<>();
  private final SortedMap<String, Evidence> commands = new TreeMap<>();
  private final SortedMap<String, Evidence> waiting = new TreeMap<>();
  private final Companions companions = new Companions();
  private Priors priors = Priors.NONE;
  private Map<String, @Nullable Evidence> changedEvidence = new LinkedHashMap<>();
  private Map<String, @Nullable Incident> changedIncidents = new LinkedHashMap<>();

  /** A cluster nothing is known of. */
  public ClusterState(String cluster) {
    this.cluster = cluster;
  }

  /** The state that was written in parts. */
  public static ClusterState load(
      String cluster, Map<String, Evidence> parts, Collection<Incident> incidents) {
    ClusterState state = new ClusterState(cluster);
    parts.forEach(state::part);
    for (Incident incident : incidents) {
      state.incidents.put(incident.getId(), incident);
      if (incident.getStatus() == IncidentStatus.MERGED) {
        continue; // Its facts belong to the incident it was merged into.
      }
      for (EvidenceRef ref : incident.getEvidence()) {
        Fact fact = state.facts.one(ref.getId()).orElse(null);
        if (fact != null && fact.kind() != Fact.Kind.CHANGE) {
          // News that changed nothing is kept with the fact and not told by the incident.
          long time = Math.max(fact.time(), ref.getTime().toEpochMilli());
          Fact now = fact.begun(ref.getSince().toEpochMilli()).with(ref.getActive(), time);
          state.facts.put(ref.getSymptom() ? now.raised() : now);
          state.facts.link(ref.getId(), incident.getId());
          if (ref.getGuessed()) {
            state.facts.guess(ref.getId());
          }
        }
      }
    }
    state.priors = Priors.of(state.commands(CommandType.FEEDBACK));
    return state;
  }

  private void part(String key, Evidence evidence) {
    if (key.equals(CLOCK)) {
      clock.reached(evidence.getTime().toEpochMilli());
    } else if (key.equals(CLAIM) && evidence.getBody() instanceof Tick since) {
      clock.claimed(since.getTime().toEpochMilli(), evidence.getTime().toEpochMilli());
    } else if (key.startsWith(MAP) && evidence.getBody() instanceof TopologyEntity entity) {
      map.put(entity);
    } else if (key.startsWith(HABIT) && evidence.getBody() instanceof TopologyEntity habit) {
      companions.load(habit);
    } else if (key.startsWith(FACT)) {
      FactReader.read(evidence).ifPresent(f -> facts.put(f.about(evidence.getEntity())));
    } else if (key.startsWith(COMMAND)) {
      commands.put(key.substring(COMMAND.length()), evidence);
    } else if (key.startsWith(WAITING)) {
      waiting.put(key.substring(WAITING.length()), evidence);
    }
  }

  /** What changed since this was asked last. */
  public Changed drain() {
    companions.drain().forEach(this::keep);
    Changed changed = new Changed(changedEvidence, changedIncidents);
    changedEvidence = new LinkedHashMap<>();
    changedIncidents = new LinkedHashMap<>();
    return changed;
  }

  private void keep(String entity, Optional<TopologyEntity> habit) {
    changedEvidence.put(
        HABIT + entity, habit.map(h -> new Evidence(cluster, entity, h.getTime(), h)).orElse(null));
  }

  /** Who is in trouble together. */
  Companions companions() {
    return companions;
  }

  String cluster() {
    return cluster;
  }

  /** The newest event time that is believed, epoch milliseconds; 0 if there is none. */
  long clock() {
    return clock.now();
  }

  /** Time goes on as far as the evidence is believed. */
  void hear(Evidence evidence) {
    long claim = clock.claim();
    long since = clock.since();
    long said = evidence.getTime().toEpochMilli();
    boolean later =
        evidence.getBody() instanceof Tick ? clock.told(said) : clock.heard(Math.max(1, said));
    if (later) {
      changedEvidence.put(CLOCK, mark(clock.now(), clock.now()));
    }
    if (claim != clock.claim() || since != clock.since()) {
      changedEvidence.put(CLAIM, clock.claim() == 0 ? null : mark(clock.claim(), clock.since()));
    }
  }

  private Evidence mark(long time, long since) {
    return new Evidence(
        cluster, "", Instant.ofEpochMilli(time), new Tick(Instant.ofEpochMilli(since)));
  }

  /** The key of what waits first; empty if nothing does. */
  Optional<String> first() {
    return waiting.isEmpty() ? Optional.empty() : Optional.of(waiting.firstKey());
  }

  /** Takes what waits under keys before this one, in their order. */
  List<Map.Entry<String, Evidence>> take(String before) {
    SortedMap<String, Evidence> ripe = waiting.headMap(before);
    List<Map.Entry<String, Evidence>> taken = new ArrayList<>(ripe.size());
    ripe.forEach(
        (key, evidence) -> {
          taken.add(Map.entry(key, evidence));
          changedEvidence.put(WAITING + key, null);
        });
    ripe.clear();
    return taken;
  }

  void await(String key, Evidence evidence) {
    waiting.put(key, evidence);
    changedEvidence.put(WAITING + key, evidence);
  }

  ClusterMap map() {
    return map;
  }

  /** True if names or edges may have changed since this was asked last. */
  boolean mapChanged() {
    boolean changed = map.shape() != seenShape;
    seenShape = map.shape();
    return changed;
  }

  void learn(TopologyEntity entity, Evidence evidence) {
    map.put(entity);
    changedEvidence.put(MAP + ClusterMap.key(entity), entity.getGone() ? null : evidence);
  }

  Facts facts() {
    return facts;
  }

  void put(Fact fact) {
    Fact before = facts.put(fact);
    if (before == null || !before.source().equals(fact.source())) {
      Evidence source = fact.source();
      Evidence kept =
          new Evidence(source.getCluster(), fact.entity(), source.getTime(), source.getBody());
      changedEvidence.put(FACT + fact.id(), kept);
    }
  }

  void forget(Fact fact) {
    facts.remove(fact);
    changedEvidence.put(FACT + fact.id(), null);
  }

  Collection<Incident> incidents() {
    return incidents.values();
  }

  List<Incident> open() {
    return incidents.values().stream().filter(i -> i.getStatus() == IncidentStatus.OPEN).toList();
  }

  Optional<Incident> incident(String id) {
    return Optional.ofNullable(incidents.get(id));
  }

  Optional<Incident> incidentOf(Fact fact) {
    return facts.incidentOf(fact).flatMap(this::incident);
  }

  void put(Incident incident) {
    incidents.put(incident.getId(), incident);
    changedIncidents.put(incident.getId(), incident);
  }

  void forget(Incident incident) {
    facts.ofIncident(incident.getId()).forEach(this::forget);
    incidents.remove(incident.getId());
    changedIncidents.put(incident.getId(), null);
  }

  List<Command> commands(CommandType... types) {
    List<CommandType> wanted = List.of(types);
    return commands.values().stream()
        .map(evidence -> (Command) evidence.getBody())
        .filter(command -> wanted.contains(command.getType()))
        .toList();
  }

  void put(Command command, Evidence evidence) {
    commands.put(command.getId(), evidence);
    changedEvidence.put(COMMAND + command.getId(), evidence);
    priors = Priors.of(commands(CommandType.FEEDBACK));
  }

  void forget(Command command) {
    commands.remove(command.getId());
    changedEvidence.put(COMMAND + command.getId(), null);
    priors = Priors.of(commands(CommandType.FEEDBACK));
  }

  Priors priors() {
    return priors;
  }
}
