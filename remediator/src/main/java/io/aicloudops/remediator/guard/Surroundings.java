package io.aicloudops.remediator.guard;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What stands around an object on the live cluster, as its dry run found it.
 *
 * @param manager the GitOps controller that owns the object; empty if none does
 * @param optedOut true if the object itself says that it is not to be touched
 * @param well true if the cluster shows no trouble with its pods: its rollout is complete, all are
 *     ready, and none has ended lately
 * @param desired pods it asks for
 * @param ready pods that are ready
 * @param away ready pods that the action may take away at the same time, by the object's own
 *     rollout strategy
 * @param budget the tightest PodDisruptionBudget over its pods; empty if there is none
 * @param allowed disruptions that this budget allows now
 * @param shortage what a ResourceQuota has too little left of for the action, for people; empty if
 *     there is enough
 */
public record Surroundings(
    String manager,
    boolean optedOut,
    boolean well,
    int desired,
    int ready,
    int away,
    String budget,
    int allowed,
    String shortage) {

  private static final String PREFIX = "around.";

  /** Of an object that makes no pods. */
  public static Surroundings of(String manager, boolean optedOut) {
    return new Surroundings(manager, optedOut, false, 0, 0, 0, "", 0, "");
  }

  /** As facts of an outcome. */
  public Map<String, String> toFacts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(PREFIX + "manager", manager);
    facts.put(PREFIX + "optedOut", Boolean.toString(optedOut));
    facts.put(PREFIX + "well", Boolean.toString(well));
    facts.put(PREFIX + "desired", Integer.toString(desired));
    facts.put(PREFIX + "ready", Integer.toString(ready));
    facts.put(PREFIX + "away", Integer.toString(away));
    facts.put(PREFIX + "budget", budget);
    facts.put(PREFIX + "allowed", Integer.toString(allowed));
    facts.put(PREFIX + "shortage", shortage);
    return facts;
  }

  /** From the facts of an outcome; empty if they say nothing of it. */
  public static Optional<Surroundings> ofFacts(Map<String, String> facts) {
    if (!facts.containsKey(PREFIX + "desired")) {
      return Optional.empty();
    }
    return Optional.of(
        new Surroundings(
            facts.getOrDefault(PREFIX + "manager", ""),
            Boolean.parseBoolean(facts.get(PREFIX + "optedOut")),
            Boolean.parseBoolean(facts.get(PREFIX + "well")),
            number(facts, "desired"),
            number(facts, "ready"),
            number(facts, "away"),
            facts.getOrDefault(PREFIX + "budget", ""),
            number(facts, "allowed"),
            facts.getOrDefault(PREFIX + "shortage", "")));
  }

  private static int number(Map<String, String> facts, String name) {
    String text = facts.getOrDefault(PREFIX + name, "0");
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : 0;
  }
}
