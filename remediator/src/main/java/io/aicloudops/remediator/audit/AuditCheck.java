package io.aicloudops.remediator.audit;

import io.aicloudops.schemas.event.Remediation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Checks the chains of an audit. Records are fed as they stand in the log, each partition in its
 * order; then {@link #result()} tells what is wrong.
 *
 * <p>What was cut off at the end leaves a shorter chain that is whole: only who noted the last hash
 * before can tell, so the heads are part of the result.
 */
public final class AuditCheck {

  private record Seen(Link link, String place) {}

  /**
   * What was found.
   *
   * @param records that were read
   * @param heads the last link of each cluster's chain
   * @param hashes all hashes of each cluster's chain
   * @param beginnings the first number of each chain; above 1 where retention took what was before
   * @param problems for people, empty if every chain is whole
   */
  public record Result(
      long records,
      Map<String, Link> heads,
      Map<String, Set<String>> hashes,
      Map<String, Long> beginnings,
      List<String> problems) {}

  private final Map<String, TreeMap<Long, Seen>> chains = new TreeMap<>();
  private final Map<String, Long> lastOfPartition = new HashMap<>();
  private final List<String> problems = new ArrayList<>();
  private long records;

  /** The next record of a partition. */
  public void add(int partition, long offset, Remediation record) {
    records++;
    String place = "partition " + partition + " offset " + offset + " (" + record.getId() + ")";
    Optional<Link> carried = Link.of(record);
    if (carried.isEmpty()) {
      problems.add(place + ": carries no link of the chain");
      return;
    }
    Link link = carried.get();
    if (!link.fits(record)) {
      problems.add(place + ": was changed, its hash does not fit what it says");
    }
    Long last = lastOfPartition.put(partition + " " + record.getCluster(), link.number());
    if (last != null && last > link.number()) {
      problems.add(place + ": number " + link.number() + " comes after number " + last);
    }
    Seen before =
        chains
            .computeIfAbsent(record.getCluster(), cluster -> new TreeMap<>())
            .put(link.number(), new Seen(link, place));
    if (before != null) {
      problems.add(place + ": has the number " + link.number() + " of " + before.place());
    }
  }

  /** What is wrong, after the last record. */
  public Result result() {
    List<String> all = new ArrayList<>(problems);
    Map<String, Link> heads = new TreeMap<>();
    Map<String, Set<String>> hashes = new TreeMap<>();
    Map<String, Long> beginnings = new TreeMap<>();
    chains.forEach(
        (cluster, chain) -> {
          follow(cluster, chain, all);
          heads.put(cluster, chain.lastEntry().getValue().link());
          beginnings.put(cluster, chain.firstKey());
          hashes.put(
              cluster,
              chain.values().stream().map(s -> s.link().hash()).collect(Collectors.toSet()));
        });
    return new Result(records, heads, hashes, beginnings, List.copyOf(all));
  }

  private static void follow(String cluster, Map<Long, Seen> chain, List<String> problems) {
    Link before = null;
    for (Seen seen : chain.values()) {
      Link link = seen.link();
      if (before != null && link.number() != before.number() + 1) {
        problems.add(
            cluster
                + ": number "
                + (before.number() + 1)
                + (link.number() - before.number() > 2 ? " to " + (link.number() - 1) : "")
                + " are missing before "
                + seen.place());
      } else if (before != null && !link.previous().equals(before.hash())) {
        problems.add(seen.place() + ": does not follow number " + before.number());
      } else if (before == null && link.number() == 1 && !link.previous().equals(Link.BEGIN)) {
        problems.add(seen.place() + ": is the first but names one before it");
      }
      before = link;
    }
  }
}
