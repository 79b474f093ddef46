package io.aicloudops.rca.knowledge;

import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.faults.FormerValues;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Gathers what a planner needs to mend a fault: container, revisions, limits, replicas. */
final class PlanFacts {

  private static final List<String> OF_ENTITY =
      List.of(
          "readyReplicas",
          "image",
          "revision",
          "healthyRevision",
          "memoryLimit",
          "cpuLimit",
          "container",
          "gitops",
          "paused");

  private static final Map<String, String> BEFORE =
      Map.of(
          "revision", "previousRevision",
          "image", "previousImage",
          "replicas", "previousReplicas",
          "memoryLimit", "previousMemoryLimit");

  private PlanFacts() {}

  /**
   * The facts.
   *
   * @param events states of the entity's objects, whose attributes are stronger than the topology's
   * @param change the change held responsible
   */
  static SortedMap<String, String> of(Scene scene, List<Fact> events, Optional<Fact> change) {
    SortedMap<String, String> facts = new TreeMap<>();
    copy(scene.attributes(), facts);
    // "replicas" is what a planner is asked to scale to; how many there are now has another name.
    String replicas = scene.attributes().get("replicas");
    if (replicas != null) {
      facts.put("currentReplicas", replicas);
    }
    SortedMap<String, String> said = scene.said(events);
    said.forEach(
        (name, value) -> {
          if (!value.isEmpty() && value.length() <= 500) {
            facts.put(name, value);
          }
        });
    change
        .map(fact -> fact.source().getBody())
        .filter(Change.class::isInstance)
        .map(Change.class::cast)
        .ifPresent(c -> changed(c, facts));
    return facts;
  }

  private static void changed(Change change, SortedMap<String, String> facts) {
    facts.put("changeId", change.getId());
    facts.putAll(FormerValues.of(change));
    String revision = change.getRevision();
    if (!revision.isEmpty()) {
      facts.put("revision", revision);
      // Whoever is to blame is not where to go back to, however ready its pods are.
      facts.remove("healthyRevision", revision);
    }
    if (revision.matches("[1-9]\\d{0,9}") && !revision.equals("1")) {
      // A rollout and a rollback alike take the next number, so the one before ran before.
      facts.put("previousRevision", Long.toString(Long.parseLong(revision) - 1));
    }
    change
        .getBefore()
        .forEach(
            (path, value) -> {
              String name = BEFORE.get(path.substring(path.lastIndexOf('.') + 1));
              if (name != null) {
                facts.put(name, value);
              }
            });
  }

  private static void copy(Map<String, String> from, SortedMap<String, String> to) {
    for (String name : OF_ENTITY) {
      String value = from.get(name);
      if (value != null) {
        to.put(name, value);
      }
    }
  }
}
