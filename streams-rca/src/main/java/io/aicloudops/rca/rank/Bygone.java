package io.aicloudops.rca.rank;

import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.knowledge.Hypothesis;
import io.aicloudops.rca.knowledge.Meaning;
import io.aicloudops.rca.knowledge.Scene;
import java.util.Collection;
import java.util.List;

/**
 * States of objects that were over before anything began that still goes on: a node that was down
 * and is back explains nothing of a release that crashes on it afterwards. Only states are judged
 * so; when measured trouble begins and ends is an estimate.
 */
final class Bygone {

  private static final double OVER = 0.2;

  private final List<Fact> lasting;
  private final long firstLasting;

  /** What is bygone among these facts. */
  Bygone(Collection<Fact> facts) {
    this.lasting = facts.stream().filter(fact -> fact.opens() && fact.active()).toList();
    this.firstLasting = lasting.stream().mapToLong(Fact::since).min().orElse(Long.MIN_VALUE);
  }

  /** True if all of the scene's trouble was over before all that lasts. */
  boolean is(Scene scene) {
    List<Fact> own = scene.facts(Meaning.values()).stream().filter(Fact::opens).toList();
    return !own.isEmpty()
        && own.stream()
            .allMatch(
                fact ->
                    fact.kind() == Fact.Kind.EVENT && !fact.active() && fact.time() < firstLasting);
  }

  /** The hypothesis of a scene that is bygone. */
  Hypothesis weigh(Hypothesis h) {
    return h.scored(OVER * h.score()).against(lasting.stream().map(Fact::id).toList());
  }
}
