package io.aicloudops.rca.rank;

import io.aicloudops.rca.knowledge.ClusterMap;
import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.knowledge.Meaning;
import io.aicloudops.rca.knowledge.NodeRecognisers;
import io.aicloudops.rca.knowledge.Scene;
import io.aicloudops.rca.knowledge.Sufferers;
import io.aicloudops.schemas.identity.EntityId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who suffers on a node, and who does without it. Of workloads that call each other only the last
 * counts: its callers suffer from it, whatever they run on.
 */
final class Crowd {

  /** Trouble of a callee explains that of its callers this many calls away. */
  private static final int CALLS = 3;

  private static final int SEVERAL = 2;

  private Crowd() {}

  /** True for a node. */
  static boolean node(String entity) {
    return EntityId.tryParse(entity).map(id -> id.kind().equals("Node")).orElse(false);
  }

  /** The strongest trouble of an entity; that a node is busy harms nobody by itself. */
  static double ownStrength(String entity, List<Fact> facts) {
    return facts.stream()
        .filter(f -> f.opens() && (f.meaning().state() || !node(entity)))
        .mapToDouble(Fact::weight)
        .max()
        .orElse(0);
  }

  /**
   * What is no trouble by itself is one where several that rest on it are in trouble at once.
   *
   * @param scene of what is no trouble by itself
   * @param strength of all trouble by itself, by entity
   */
  static double strength(
      ClusterMap map, Scene scene, Map<String, Scene> scenes, Map<String, Double> strength) {
    String entity = scene.entity();
    if (node(entity)) {
      return on(map, entity, scenes).several() ? NodeRecognisers.pressure(scene) : 0;
    }
    long above =
        map.callers(entity).stream().filter(c -> strength.getOrDefault(c, 0.0) > 0).count();
    return above < SEVERAL ? 0 : scene.states().stream().mapToDouble(Fact::weight).max().orElse(0);
  }

  /**
   * Those that suffer on the node and elsewhere.
   *
   * @param scenes all that is in the incident
   */
  static Sufferers on(ClusterMap map, String node, Map<String, Scene> scenes) {
    SortedSet<String> all = new TreeSet<>();
    scenes.forEach(
        (entity, scene) -> {
          if (!node(entity) && !felt(scene).isEmpty()) {
            all.add(entity);
          }
        });
    List<String> here = new ArrayList<>();
    List<String> facts = new ArrayList<>();
    int elsewhere = 0;
    for (String entity : all) {
      boolean last =
          map.below(entity, CALLS).stream().noneMatch(b -> !b.equals(entity) && all.contains(b));
      if (last && map.supports(entity).contains(node)) {
        here.add(entity);
        Scene scene = scenes.get(entity);
        if (scene != null) {
          felt(scene).forEach(fact -> facts.add(fact.id()));
        }
      } else if (last) {
        elsewhere++;
      }
    }
    return new Sufferers(here, elsewhere, facts);
  }

  /** What a shortage on a node would feel like. */
  private static List<Fact> felt(Scene scene) {
    return scene
        .raised(
            Meaning.LATENCY,
            Meaning.ERRORS,
            Meaning.CLIENT_LATENCY,
            Meaning.CLIENT_ERRORS,
            Meaning.AVAILABILITY,
            Meaning.READINESS,
            Meaning.LIVENESS)
        .stream()
        .filter(f -> f.opens() || f.meaning().state())
        .toList();
  }
}
