package io.aicloudops.rca.correlate;

import io.aicloudops.schemas.event.TopologyEntity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which entities' troubles keep beginning together though nothing tells how they are connected: how
 * often each was in trouble, and how often with which other. A count is halved in a week; two are
 * companions when trouble of either mostly came with trouble of the other, several times. Bounded,
 * and a function of what was told alone.
 */
final class Companions {

  /** Troubles that begin this close together begin together. */
  static final long TOGETHER_MS = 30_000;

  /** The source under which a habit is kept. */
  static final String SOURCE = "learned";

  /** Trouble that comes back within this is the same occasion. */
  private static final long OCCASION_MS = 600_000;

  private static final double HALF_LIFE_MS = 7 * 86_400_000.0;

  /** Three occasions within a week or so. */
  private static final double OFTEN = 2;

  private static final double MOSTLY = 0.6;
  private static final double FORGOTTEN = 0.1;
  private static final int MOST_ENTITIES = 500;
  private static final int MOST_COMPANIONS = 8;

  /** Among the counts of an entity: how often it was in trouble at all. */
  private static final String ALL = "";

  /** A count as of a time in epoch milliseconds. */
  private record Count(double value, long time) {

    double at(long now) {
      return value * StrictMath.pow(2, -Math.max(0, now - time) / HALF_LIFE_MS);
    }

    /** One more, unless it is the same occasion. */
    Count more(long now) {
      return now - time < OCCASION_MS ? this : new Count(at(now) + 1, now);
    }

    String text() {
      return value + "@" + time;
    }

    static Count of(String text) {
      int at = text.indexOf('@');
      return new Count(
          Double.parseDouble(text.substring(0, at)), Long.parseLong(text.substring(at + 1)));
    }
  }

  private static final Count NEVER = new Count(0, Long.MIN_VALUE / 2);

  private final SortedMap<String, SortedMap<String, Count>> habits = new TreeMap<>();
  private final SortedSet<String> changed = new TreeSet<>();

  /** Takes a habit as it was kept. */
  void load(TopologyEntity kept) {
    SortedMap<String, Count> counts = new TreeMap<>();
    kept.getAttributes().forEach((other, text) -> counts.put(other, Count.of(text)));
    habits.put(kept.getEntity(), counts);
  }

  /** What has changed since this was asked last: habits by entity, empty where one is forgotten. */
  Map<String, Optional<TopologyEntity>> drain() {
    Map<String, Optional<TopologyEntity>> kept = new TreeMap<>();
    for (String entity : changed) {
      kept.put(entity, Optional.ofNullable(habits.get(entity)).map(c -> record(entity, c)));
    }
    changed.clear();
    return kept;
  }

  private static TopologyEntity record(String entity, Map<String, Count> counts) {
    Map<String, String> attributes = new HashMap<>();
    counts.forEach((other, count) -> attributes.put(other, count.text()));
    return TopologyEntity.newBuilder()
        .setEntity(entity)
        .setAttributes(attributes)
        .setEdges(List.of())
        .setTime(Instant.EPOCH)
        .setSource(SOURCE)
        .build();
  }

  /** An entity is in trouble now, whatever others are. */
  void alone(String entity, long now) {
    count(entity, ALL, now);
    forget(now);
  }

  /** Two entities are in trouble together now. */
  void together(String a, String b, long now) {
    count(a, b, now);
    count(b, a, now);
  }

  private void count(String entity, String other, long now) {
    SortedMap<String, Count> counts = habits.computeIfAbsent(entity, e -> new TreeMap<>());
    Count before = counts.getOrDefault(other, NEVER);
    Count after = before.more(now);
    if (after.equals(before)) {
      return;
    }
    counts.put(other, after);
    counts.entrySet().removeIf(e -> !e.getKey().equals(ALL) && e.getValue().at(now) < FORGOTTEN);
    while (counts.size() > MOST_COMPANIONS + 1) {
      counts.remove(least(counts, now));
    }
    changed.add(entity);
  }

  private static String least(SortedMap<String, Count> counts, long now) {
    return counts.entrySet().stream()
        .filter(e -> !e.getKey().equals(ALL))
        .min(
            Comparator.comparingDouble((Map.Entry<String, Count> e) -> e.getValue().at(now))
                .thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey)
        .orElse("");
  }

  /** The one that was in trouble least makes room. */
  private void forget(long now) {
    while (habits.size() > MOST_ENTITIES) {
      String least =
          habits.keySet().stream()
              .min(
                  Comparator.comparingDouble((String e) -> count(e, ALL).at(now))
                      .thenComparing(Comparator.naturalOrder()))
              .orElseThrow();
      habits.remove(least);
      changed.add(least);
    }
  }

  private Count count(String entity, String other) {
    return habits.getOrDefault(entity, new TreeMap<>()).getOrDefault(other, NEVER);
  }

  /** The companions of an entity, in order. */
  List<String> of(String entity, long now) {
    List<String> found = new ArrayList<>();
    for (String other : habits.getOrDefault(entity, new TreeMap<>()).keySet()) {
      if (!other.equals(ALL) && are(entity, other, now)) {
        found.add(other);
      }
    }
    return found;
  }

  /** True if trouble of either mostly came with trouble of the other. */
  boolean are(String a, String b, long now) {
    double together = count(a, b).at(now);
    double apart = Math.max(count(a, ALL).at(now), count(b, ALL).at(now));
    return together >= OFTEN && together >= MOSTLY * apart;
  }

  /** How often two were in trouble together, as far as it is remembered. */
  double often(String a, String b, long now) {
    return count(a, b).at(now);
  }
}
