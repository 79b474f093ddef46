package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.rca.knowledge.Meaning;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.Direction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Use of resources so far beyond anything expected, and for so long, that it is an incident though
 * nobody is slow yet. Two resources of a workload have to agree, or one has to be beyond doubt;
 * nobody may ask for more than before, and a start-up does not count.
 */
final class Overuse {

  private static final double MULTIPLE = 2;
  private static final double LARGE = 5;
  private static final double BEYOND_DOUBT = 20;
  private static final long AGREED_MS = 60_000;
  private static final long ALONE_MS = 120_000;

  /** A fifth of a core: what is used out of nothing is nothing still. */
  private static final double LEAST_CORES = 0.2;

  private Overuse() {}

  /** Facts that wait and deserve an incident, the first of each workload, made to open one. */
  static List<Fact> in(Collection<Fact> waiting, Step step) {
    SortedMap<String, List<Fact>> byEntity = new TreeMap<>();
    for (Fact fact : waiting) {
      if (multiple(fact) >= MULTIPLE) {
        byEntity.computeIfAbsent(fact.entity(), e -> new ArrayList<>()).add(fact);
      }
    }
    List<Fact> found = new ArrayList<>();
    for (List<Fact> of : byEntity.values()) {
      List<Fact> agreed = of.stream().filter(f -> lasted(f, step) >= AGREED_MS).toList();
      Set<Meaning> resources = EnumSet.noneOf(Meaning.class);
      agreed.forEach(fact -> resources.add(fact.meaning()));
      boolean several = resources.size() > 1 && agreed.stream().anyMatch(f -> multiple(f) >= LARGE);
      agreed.stream()
          .filter(
              fact -> several || (multiple(fact) >= BEYOND_DOUBT && lasted(fact, step) >= ALONE_MS))
          .findFirst()
          .ifPresent(fact -> found.add(fact.raised()));
    }
    return found;
  }

  private static long lasted(Fact fact, Step step) {
    return step.now() - fact.since();
  }

  /** How many times what was expected is used; 0 if it is no excess of a resource. */
  private static double multiple(Fact fact) {
    boolean resource =
        switch (fact.meaning()) {
          case CPU, MEMORY, DISK, NETWORK -> true;
          default -> false;
        };
    if (!resource
        || !fact.active()
        || !(fact.source().getBody() instanceof Anomaly anomaly)
        || anomaly.getDirection() != Direction.UP
        || anomaly.getScore() < 0.5
        || anomaly.getExpected() <= 0) {
      return 0;
    }
    boolean cores = fact.meaning() == Meaning.CPU && anomaly.getSignal().contains("seconds");
    return cores && anomaly.getValue() < LEAST_CORES
        ? 0
        : anomaly.getValue() / anomaly.getExpected();
  }
}
