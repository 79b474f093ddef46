package io.aicloudops.rca.rank;

import io.aicloudops.rca.knowledge.ClusterMap;
import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.knowledge.Hypothesis;
import io.aicloudops.rca.knowledge.Meaning;
import io.aicloudops.rca.knowledge.Scene;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Stores that nobody is known to call: databases seldom show in call graphs. One whose containers
 * ended just when several others began to fail may be what they share.
 */
final class Stores {

  private static final int SEVERAL = 2;
  private static final double LIKELY = 0.66;

  private Stores() {}

  /**
   * The hypothesis that an entity is such a store.
   *
   * @param scenes all that is in the incident
   */
  static Optional<Hypothesis> shared(ClusterMap map, String entity, Map<String, Scene> scenes) {
    Scene scene = scenes.get(entity);
    Optional<EntityId> id = EntityId.tryParse(entity).filter(e -> e.kind().equals("StatefulSet"));
    if (scene == null || id.isEmpty() || !map.callers(entity).isEmpty()) {
      return Optional.empty();
    }
    List<Fact> ended = scene.facts(Meaning.CRASH);
    List<Fact> failures = new ArrayList<>();
    long failing = 0;
    for (Map.Entry<String, Scene> other : scenes.entrySet()) {
      List<Fact> errors = other.getValue().raised(Meaning.ERRORS);
      if (!errors.isEmpty() && beside(id.get(), other.getKey())) {
        failing++;
        failures.addAll(errors);
      }
    }
    if (ended.isEmpty() || failing < SEVERAL) {
      return Optional.empty();
    }
    List<String> supporting = new ArrayList<>(ended.stream().map(Fact::id).toList());
    failures.forEach(f -> supporting.add(f.id()));
    return Optional.of(
        new Hypothesis(
            FaultKind.DATABASE_TROUBLE,
            entity,
            LIKELY,
            false,
            supporting,
            List.of(),
            "",
            "",
            new TreeMap<>()));
  }

  private static boolean beside(EntityId store, String other) {
    return !store.toString().equals(other)
        && EntityId.tryParse(other)
            .map(
                o -> o.cluster().equals(store.cluster()) && o.namespace().equals(store.namespace()))
            .orElse(false);
  }
}
