package io.aicloudops.rca.knowledge;

import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.Direction;
import io.aicloudops.schemas.event.K8sEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * All that is known of one entity when its faults are weighed: its facts by meaning, its
 * attributes, and the changes to it and to what it rests on that came before the trouble.
 */
public final class Scene {

  /** An onset is an estimate; a change up to this much later can still be its reason. */
  private static final long SLACK_MS = 5_000;

  /** The author of what this system changes itself; that mends, and is no suspect. */
  private static final String OURSELVES = "ai-cloudops";

  /** The recency of a change after about eight minutes. */
  private static final double LATELY = 0.02;

  private static final String REVISION = "revision";

  private final String entity;
  private final SortedMap<String, String> attributes;
  private final Map<Meaning, List<Fact>> facts = new EnumMap<>(Meaning.class);
  private final List<Fact> changes = new ArrayList<>();
  private final long onset;

  /**
   * A scene.
   *
   * @param trouble the facts of the entity itself
   * @param changes changes to the entity and to what it rests on
   */
  public Scene(
      String entity, Map<String, String> attributes, List<Fact> trouble, List<Fact> changes) {
    this.entity = entity;
    this.attributes = new TreeMap<>(attributes);
    trouble.stream()
        .sorted(Comparator.comparingLong(Fact::since).thenComparing(Fact::id))
        .forEach(f -> this.facts.computeIfAbsent(f.meaning(), m -> new ArrayList<>()).add(f));
    this.onset =
        trouble.stream().filter(Fact::opens).mapToLong(Fact::since).min().orElse(Long.MAX_VALUE);
    changes.stream()
        .filter(change -> change.since() <= (onset == Long.MAX_VALUE ? onset : onset + SLACK_MS))
        .sorted(Comparator.comparingLong(Fact::since).reversed().thenComparing(Fact::id))
        .forEach(this.changes::add);
  }

  /** Whom it is about. */
  public String entity() {
    return entity;
  }

  /** replicas, image, revision, memoryLimit, … as the topology says. */
  public SortedMap<String, String> attributes() {
    return attributes;
  }

  /** When the first trouble began that deserves an incident; the end of time if there is none. */
  public long onset() {
    return onset;
  }

  /** The facts of a meaning, the earliest first. */
  public List<Fact> facts(Meaning meaning) {
    return facts.getOrDefault(meaning, List.of());
  }

  /** The facts of several meanings together. */
  public List<Fact> facts(Meaning... meanings) {
    List<Fact> all = new ArrayList<>();
    for (Meaning meaning : meanings) {
      all.addAll(facts(meaning));
    }
    return all;
  }

  /** Measured facts of these meanings that are higher than expected; alerts count as high. */
  public List<Fact> raised(Meaning... meanings) {
    return facts(meanings).stream().filter(Scene::raised).toList();
  }

  /** True if the entity's own signals of one of these meanings were unusual. */
  public boolean measured(Meaning... meanings) {
    return facts(meanings).stream().anyMatch(f -> f.kind() == Fact.Kind.ANOMALY);
  }

  private static boolean raised(Fact fact) {
    return !(fact.source().getBody() instanceof Anomaly anomaly)
        || anomaly.getDirection() != Direction.DOWN;
  }

  /** All states of objects that say something is wrong. */
  public List<Fact> states() {
    List<Fact> states = new ArrayList<>();
    facts.forEach((meaning, of) -> states.addAll(meaning.state() ? of : List.of()));
    return states;
  }

  /** The latest change of these kinds before the trouble. */
  public Optional<Fact> change(Set<ChangeKind> kinds) {
    return change(f -> f.source().getBody() instanceof Change c && kinds.contains(c.getKind()));
  }

  /** The latest such change before the trouble. */
  Optional<Fact> change(Predicate<Fact> which) {
    return changes.stream().filter(which).findFirst();
  }

  /**
   * The latest rollout of the entity itself before the trouble, unless it only restarted it or was
   * taken back since.
   */
  public Optional<Fact> rollout() {
    return changes.stream()
        .filter(f -> f.entity().equals(entity))
        .filter(
            f ->
                f.source().getBody() instanceof Change c
                    && (c.getKind() == ChangeKind.ROLLOUT || c.getKind() == ChangeKind.DEPLOYMENT)
                    && !byOurselves(f)
                    && !restart(c)
                    && !takenBack(c))
        .findFirst();
  }

  /** True for a change that this system made. */
  static boolean byOurselves(Fact change) {
    return change.source().getBody() instanceof Change c && c.getAuthor().equals(OURSELVES);
  }

  /** True if a later change, by whomever, gave every field the value it had before this one. */
  private boolean takenBack(Change change) {
    Set<String> paths = new TreeSet<>(change.getBefore().keySet());
    paths.addAll(change.getAfter().keySet());
    paths.remove(REVISION);
    return !paths.isEmpty()
        && changes.stream()
            .filter(f -> f.entity().equals(entity))
            .map(f -> f.source().getBody())
            .anyMatch(
                body ->
                    body instanceof Change later
                        && later.getTime().isAfter(change.getTime())
                        && paths.stream().allMatch(path -> putBack(path, change, later)));
  }

  /** A path that only one side of a change has was added or removed by it. */
  private static boolean putBack(String path, Change change, Change later) {
    return (later.getBefore().containsKey(path) || later.getAfter().containsKey(path))
        && Objects.equals(change.getBefore().get(path), later.getAfter().get(path));
  }

  private static boolean restart(Change change) {
    return !change.getAfter().isEmpty()
        && change.getAfter().keySet().stream()
            .allMatch(path -> path.contains("restartedAt") || path.equals(REVISION));
  }

  /** How much a change is to be suspected for being recent: 1 at once, 1/e after two minutes. */
  public double recency(Fact change) {
    return onset == Long.MAX_VALUE
        ? 0
        : StrictMath.exp(-Math.max(0, onset - change.since()) / 120_000.0);
  }

  /** True if the change is recent enough to be suspected at all. */
  boolean lately(Fact change) {
    return recency(change) > LATELY;
  }

  /** What Kubernetes said about containers and objects, the latest word on each attribute. */
  public SortedMap<String, String> said(List<Fact> events) {
    SortedMap<String, String> said = new TreeMap<>();
    events.stream()
        .sorted(Comparator.comparingLong(Fact::time).thenComparing(Fact::id))
        .forEach(
            f -> {
              if (f.source().getBody() instanceof K8sEvent event) {
                said.putAll(event.getAttributes());
                said.put("object", event.getObject());
              }
            });
    return said;
  }

  /** The pod that all of these facts are about; empty if they are about several. */
  public static String member(List<Fact> facts) {
    List<String> members = facts.stream().map(Scene::member).distinct().toList();
    return members.size() == 1 ? members.get(0) : "";
  }

  private static String member(Fact fact) {
    Object body = fact.source().getBody();
    if (body instanceof Anomaly anomaly) {
      return anomaly.getMember();
    }
    if (body instanceof Alert alert) {
      return alert.getMember();
    }
    if (body instanceof K8sEvent event && event.getObject().startsWith("Pod/")) {
      return event.getObject().substring("Pod/".length());
    }
    return "";
  }
}
