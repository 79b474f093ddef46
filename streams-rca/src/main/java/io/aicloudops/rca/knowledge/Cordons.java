package io.aicloudops.rca.knowledge;

import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Pods that wait because a node takes none. The scheduler says that nodes were unschedulable and
 * not which; the map knows which are cordoned.
 */
public final class Cordons {

  /** Nothing but the cordon keeps the pods waiting. */
  private static final double ALONE = 0.94;

  /** Other nodes lack room or do not fit, or a release came later. */
  private static final double AMONG_OTHERS = 0.6;

  /** What a wait for a constraint is worth whose reason is a cordon. */
  private static final double EXPLAINED = 0.35;

  private static final String UNSCHEDULABLE = "unschedulable";

  /** Of {@code 0/3 nodes are available: 1 A, 2 B. preemption: …} the part with the reasons. */
  private static final Pattern REASONS = Pattern.compile("are available: (.*?)(\\. |\\.?$)");

  private static final Pattern CORDON =
      Pattern.compile("were unschedulable|node\\.kubernetes\\.io/unschedulable");

  /** Nodes that are kept for others, by a taint that no controller sets. */
  private static final Pattern RESERVED = Pattern.compile("taint \\{(?!node\\.kubernetes\\.io/)");

  private Cordons() {}

  /** A node that is or was cordoned while pods waited. */
  private record Cordon(String node, Optional<Fact> change) {

    long since() {
      return change.map(Fact::since).orElse(Long.MIN_VALUE);
    }
  }

  /** True if the change let a node take pods or take none, and the other fact is of such a wait. */
  public static boolean concerns(Fact change, Fact waits) {
    return cordoning(change) && says(waits);
  }

  /**
   * What is known of an entity, and that a cordoned node is the reason where its pods wait for one;
   * what the cordon explains sinks. Of several nodes it is the one cordoned last.
   *
   * @param own the hypotheses of the entity's own facts
   * @param changes all that are known in the incident
   */
  public static List<Hypothesis> weigh(
      ClusterMap map, Scene scene, Collection<Fact> changes, List<Hypothesis> own) {
    List<Fact> waits =
        scene.facts(Meaning.CONSTRAINT, Meaning.NO_RESOURCES).stream()
            .filter(Cordons::says)
            .toList();
    List<Cordon> cordons = waits.isEmpty() ? List.of() : cordons(map, scene, changes);
    if (cordons.isEmpty()) {
      return own;
    }
    Cordon last = cordons.get(0);
    boolean alone = waits.stream().anyMatch(wait -> alone(scene, wait, last));
    List<Hypothesis> all = new ArrayList<>();
    own.forEach(
        h ->
            all.add(
                alone && h.fault() == FaultKind.PENDING_CONSTRAINT
                    ? h.scored(EXPLAINED * h.score())
                        .against(last.change().stream().map(Fact::id).toList())
                    : h));
    all.add(cordoned(last, cordons.size(), waits, alone ? ALONE : AMONG_OTHERS));
    return all;
  }

  private static Hypothesis cordoned(Cordon cordon, int of, List<Fact> waits, double score) {
    List<String> supporting = new ArrayList<>(waits.stream().map(Fact::id).toList());
    cordon.change().ifPresent(change -> supporting.add(change.id()));
    SortedMap<String, String> facts = new TreeMap<>();
    if (of > 1) {
      facts.put("finding", "the last of " + of + " nodes that were cordoned");
    }
    return new Hypothesis(
        FaultKind.NODE_CORDONED,
        cordon.node(),
        score,
        false,
        supporting,
        List.of(),
        FactReader.changeId(cordon.change()),
        "",
        facts);
  }

  /** The nodes that could take pods but for their cordon, the one cordoned last first. */
  private static List<Cordon> cordons(ClusterMap map, Scene scene, Collection<Fact> changes) {
    Optional<EntityId> id = EntityId.tryParse(scene.entity());
    if (id.isEmpty()) {
      return List.of();
    }
    List<Cordon> found = new ArrayList<>();
    for (String node : map.ofKind(id.get().cluster(), EntityId.CLUSTER_SCOPE, "Node")) {
      Optional<Fact> change =
          changes.stream()
              .filter(c -> c.entity().equals(node) && cordoning(c))
              .max(Comparator.comparingLong(Fact::since).thenComparing(Fact::id));
      if (held(map.attributes(node), change, scene.onset())) {
        found.add(new Cordon(node, change));
      }
    }
    found.sort(Comparator.comparingLong(Cordon::since).reversed().thenComparing(Cordon::node));
    return found;
  }

  /**
   * True if somebody keeps pods from the node, or did until after they began to wait. A node that
   * is down has a worse fault, and so has one that this system cordoned, as far as its change is
   * still known: who made a cordon that is older than the lookback, nobody can say.
   */
  private static boolean held(
      Map<String, String> attributes, Optional<Fact> change, long waitsSince) {
    if ("false".equals(attributes.get("ready"))) {
      return false;
    }
    boolean now = "true".equals(attributes.get(UNSCHEDULABLE));
    boolean begun = change.map(Cordons::begins).orElse(true);
    return begun
        ? now && !change.map(Scene::byOurselves).orElse(false)
        : now || change.get().since() >= waitsSince;
  }

  /** True if the wait would end with the cordon. */
  private static boolean alone(Scene scene, Fact wait, Cordon cordon) {
    if (wait.meaning() != Meaning.CONSTRAINT) {
      return false;
    }
    Matcher reasons = REASONS.matcher(message(wait));
    boolean only =
        reasons.find()
            && Arrays.stream(reasons.group(1).split(", (?=\\d)", -1))
                .allMatch(r -> CORDON.matcher(r).find() || RESERVED.matcher(r).find());
    return only
        || scene
            .rollout()
            .filter(scene::lately)
            .map(release -> cordon.since() > release.since())
            .orElse(true);
  }

  private static boolean says(Fact fact) {
    return CORDON.matcher(message(fact)).find();
  }

  private static String message(Fact fact) {
    return fact.source().getBody() instanceof K8sEvent event ? event.getMessage() : "";
  }

  private static boolean cordoning(Fact fact) {
    return fact.source().getBody() instanceof Change change
        && change.getKind() == ChangeKind.NODE
        && (change.getBefore().containsKey(UNSCHEDULABLE)
            || change.getAfter().containsKey(UNSCHEDULABLE));
  }

  private static boolean begins(Fact cordoning) {
    return cordoning.source().getBody() instanceof Change change
        && "true".equals(change.getAfter().get(UNSCHEDULABLE));
  }
}
