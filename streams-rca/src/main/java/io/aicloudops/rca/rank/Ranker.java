package io.aicloudops.rca.rank;

import io.aicloudops.rca.knowledge.ClusterMap;
import io.aicloudops.rca.knowledge.Cordons;
import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.knowledge.Hypothesis;
import io.aicloudops.rca.knowledge.Meaning;
import io.aicloudops.rca.knowledge.MeasureRecognisers;
import io.aicloudops.rca.knowledge.NodeRecognisers;
import io.aicloudops.rca.knowledge.Policies;
import io.aicloudops.rca.knowledge.Scene;
import io.aicloudops.rca.knowledge.StateRecognisers;
import io.aicloudops.rca.knowledge.wiring.Wiring;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Ranks what may be the cause of an incident.
 *
 * <p>Each entity's facts give hypotheses; those that would look the same if something below were
 * broken are <em>explained away</em> by better ones there (a caller by what it calls, a workload by
 * its node): they sink below what explains them. What a caller measures at what it calls counts for
 * the callee. What news still on its way could refute is held back ({@link Hesitation}).
 * Deterministic; ties go to the earlier onset, then to the name.
 */
public final class Ranker {

  /** Beyond these many calls trouble is not followed. */
  private static final int DEPTH = 4;

  /** Onsets are estimates: what explains may seem to begin this much after its symptom. */
  private static final long TOLERANCE_MS = 30_000;

  private static final double EXPLAINED = 0.35;
  private static final double BELOW = 0.6;
  private static final double OVERSHADOWED = 0.45;
  private static final double RELEVANT = 0.4;

  private final ClusterMap map;
  private final Priors priors;
  private final Hesitation hesitation;
  private final Bygone bygone;
  private final Pointers pointers;
  private final List<Fact> changes = new ArrayList<>();
  private final NavigableMap<String, Scene> scenes = new TreeMap<>();
  private final Map<String, Double> strength = new TreeMap<>();
  private final Set<String> beside = new TreeSet<>();
  private final Map<String, List<Hypothesis>> weighed = new TreeMap<>();

  /**
   * A ranker for one incident.
   *
   * @param map what is known of the cluster
   * @param priors what operators taught
   * @param facts of the incident, changes included
   */
  public Ranker(ClusterMap map, Priors priors, Collection<Fact> facts) {
    this(map, priors, facts, Long.MAX_VALUE);
  }

  /**
   * A ranker for one incident that is going on.
   *
   * @param now event time in milliseconds
   */
  public Ranker(ClusterMap map, Priors priors, Collection<Fact> facts, long now) {
    this.map = map;
    this.priors = priors;
    this.hesitation = new Hesitation(now, map);
    this.bygone = new Bygone(facts);
    SortedMap<String, List<Fact>> trouble = new TreeMap<>();
    for (Fact fact : facts) {
      Fact known = fact.about(map.canonical(fact.entity()));
      if (known.kind() == Fact.Kind.CHANGE) {
        changes.add(known);
      } else {
        trouble.computeIfAbsent(known.entity(), e -> new ArrayList<>()).add(known);
      }
    }
    trouble.forEach(
        (entity, own) -> {
          scenes.put(entity, new Scene(entity, map.attributes(entity), own, concerning(entity)));
          strength.put(entity, Crowd.ownStrength(entity, own));
        });
    this.pointers = new Pointers(map, scenes);
    for (String entity : pointers.targets()) {
      strength.merge(entity, pointers.strength(entity), Math::max);
    }
    scenes.forEach(
        (entity, scene) ->
            strength.merge(entity, Crowd.strength(map, scene, scenes, strength), Math::max));
  }

  private List<Fact> concerning(String entity) {
    SortedSet<String> below = map.supports(entity);
    return changes.stream()
        .filter(
            c ->
                c.entity().equals(entity)
                    || below.contains(c.entity())
                    || Policies.concerns(map, c, entity))
        .toList();
  }

  /** Looks at these entities too, of which no fact is known, before anything is ranked. */
  public Ranker beside(Collection<String> silent) {
    beside.addAll(silent);
    return this;
  }

  /**
   * The hypotheses with their final scores, the best first; at most one for each fault of each
   * entity.
   */
  public List<Hypothesis> rank() {
    Map<String, Hypothesis> found = new TreeMap<>();
    Set<String> entities = new TreeSet<>(scenes.keySet());
    pointers.targets().forEach(entities::add);
    scenes.keySet().forEach(entity -> entities.addAll(map.callees(entity)));
    entities.addAll(beside);
    for (String entity : entities) {
      // Several workloads may tell of one quota; that is one cause.
      weigh(entity, new TreeSet<>())
          .forEach(h -> found.merge(h.entity() + "#" + h.fault(), h, Hypothesis::or));
    }
    List<Hypothesis> all = new ArrayList<>(found.values());
    all.sort(
        Comparator.comparingDouble(Hypothesis::score)
            .reversed()
            .thenComparingLong(h -> onset(h.entity()))
            .thenComparing(Hypothesis::entity)
            .thenComparing(Hypothesis::fault));
    return all;
  }

  /** When the entity's trouble began; the end of time if it has none. */
  public long onset(String entity) {
    Scene scene = scenes.get(entity);
    long own = scene == null ? Long.MAX_VALUE : scene.onset();
    return Math.min(own, pointers.onset(entity));
  }

  /** The entities in the incident that feel trouble of this one: itself and all that rest on it. */
  public List<String> affected(String entity) {
    SortedSet<String> seen = new TreeSet<>(Set.of(entity));
    List<String> order = new ArrayList<>(List.of(entity));
    for (int i = 0; i < order.size(); i++) {
      SortedSet<String> above = new TreeSet<>(map.callers(order.get(i)));
      above.addAll(map.supported(order.get(i)));
      for (String next : above) {
        if (scenes.containsKey(next) && seen.add(next)) {
          order.add(next);
        }
      }
    }
    return order;
  }

  private List<Hypothesis> weigh(String entity, Set<String> path) {
    List<Hypothesis> known = weighed.get(entity);
    if (known != null) {
      return known;
    }
    if (!path.add(entity)) {
      return List.of();
    }
    Optional<Hypothesis> below = explainer(entity, path);
    path.remove(entity);
    List<Hypothesis> own = own(entity);
    double intrinsic =
        own.stream().filter(h -> !h.symptom()).mapToDouble(Hypothesis::score).max().orElse(0);
    List<Hypothesis> explained =
        own.stream()
            .map(h -> h.symptom() && intrinsic >= 0.5 ? overshadowed(h) : h)
            .map(h -> below.isPresent() && h.yields() ? explained(h, below.get()) : h)
            .map(h -> bygone(entity) ? bygone.weigh(h) : h)
            .toList();
    List<Hypothesis> result =
        hesitation.weigh(explained, onset(entity), below.isPresent()).stream()
            .map(h -> h.scored(priors.weigh(h.entity(), h.fault().id(), h.score())))
            .toList();
    weighed.put(entity, result);
    return result;
  }

  private boolean bygone(String entity) {
    Scene scene = scenes.get(entity);
    return scene != null && bygone.is(scene);
  }

  private List<Hypothesis> own(String entity) {
    Scene scene = scenes.get(entity);
    List<Hypothesis> own = new ArrayList<>();
    if (scene == null) {
      own.addAll(pointers.hearsay(entity));
    } else {
      own.addAll(StateRecognisers.of(scene));
      own.addAll(
          Crowd.node(entity)
              ? NodeRecognisers.of(scene, Crowd.on(map, entity, scenes))
              : MeasureRecognisers.of(scene, traffic(entity)));
    }
    boolean reached =
        scene != null && scene.measured(Meaning.ERRORS, Meaning.LATENCY, Meaning.TRAFFIC);
    Stores.shared(map, entity, scenes).ifPresent(own::add);
    own.addAll(Wiring.of(map, entity, reached, felt(entity)));
    return scene == null ? own : Cordons.weigh(map, scene, changes, own);
  }

  /** Ids of what is felt at an entity, or at its callers if it is silent. */
  private List<String> felt(String entity) {
    SortedSet<String> at = new TreeSet<>(Set.of(entity));
    if (!scenes.containsKey(entity)) {
      at.addAll(map.callers(entity));
    }
    return at.stream()
        .map(scenes::get)
        .filter(Objects::nonNull)
        .flatMap(scene -> scene.facts(Meaning.values()).stream())
        .filter(Fact::opens)
        .map(Fact::id)
        .toList();
  }

  /** A release just before errors says more than the strain that errors bring with them. */
  private static Hypothesis overshadowed(Hypothesis h) {
    return h.changeId().isEmpty() ? h.scored(OVERSHADOWED * h.score()) : h;
  }

  private Hypothesis explained(Hypothesis h, Hypothesis by) {
    return h.scored(Math.min(EXPLAINED * h.score(), BELOW * by.score()))
        .against(by.supporting())
        .against(pointers.from(h.entity()));
  }

  /** The best hypothesis among all that the entity rests on, if it can explain the entity. */
  private Optional<Hypothesis> explainer(String entity, Set<String> path) {
    SortedSet<String> below = new TreeSet<>();
    descend(entity, DEPTH, below);
    below.remove(entity);
    Hypothesis best = null;
    for (String other : below) {
      if (!explains(other, entity)) {
        continue;
      }
      for (Hypothesis h : weigh(other, path)) {
        if (best == null || h.score() > best.score()) {
          best = h;
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private void descend(String entity, int depth, SortedSet<String> into) {
    SortedSet<String> below = new TreeSet<>(map.callees(entity));
    below.addAll(map.supports(entity));
    for (String next : below) {
      boolean fresh = into.add(next);
      // Behind a callee that is silent in this incident only its own callees are looked at.
      int left = scenes.containsKey(next) ? depth - 1 : Math.min(depth - 1, 1);
      if (fresh && left > 0) {
        descend(next, left, into);
      }
    }
  }

  private boolean explains(String below, String entity) {
    double own = strength.getOrDefault(below, 0.0);
    return own > 0
        && !bygone(below)
        && own >= RELEVANT * strength.getOrDefault(entity, 0.0)
        && onset(below) <= addBounded(onset(entity));
  }

  private static long addBounded(long onset) {
    return onset == Long.MAX_VALUE ? onset : onset + TOLERANCE_MS;
  }

  /**
   * More traffic of the entity, or of those above it that send it. What it sends on counts too: a
   * service at its limit answers no more than before, and still passes more on.
   */
  private List<Fact> traffic(String entity) {
    List<Fact> found = new ArrayList<>(raised(entity, Meaning.TRAFFIC, Meaning.CLIENT_TRAFFIC));
    for (String caller : map.callers(entity)) {
      found.addAll(raised(caller, Meaning.TRAFFIC));
    }
    return found;
  }

  private List<Fact> raised(String entity, Meaning... meanings) {
    Scene scene = scenes.get(entity);
    return scene == null ? List.of() : scene.raised(meanings);
  }
}
