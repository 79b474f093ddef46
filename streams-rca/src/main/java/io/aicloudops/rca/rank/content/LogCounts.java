package io.aicloudops.rca.rank.content;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** How often each service wrote a line of each kind. */
public final class LogCounts {

  /**
   * A kind of line.
   *
   * @param place where in the code it is written; its template where that is not known
   * @param error true for the levels error and fatal
   */
  public record Kind(String service, String place, boolean error) {}

  private static final double NEW = 1.5;
  private static final double ERROR = 1.5;
  private static final double FRAMEWORK = 0.4;
  private static final double MOST_SIGMA = 3;
  private static final int MANY_SERVICES = 3;

  private final Map<Kind, Integer> counts = new HashMap<>();
  private int total;

  /** Adds so many lines. */
  public void add(Kind kind, int lines) {
    counts.merge(kind, lines, Integer::sum);
    total += lines;
  }

  /** Adds all of another count. */
  public void add(LogCounts other) {
    other.counts.forEach(this::add);
  }

  /** All lines. */
  public int total() {
    return total;
  }

  /**
   * How unusual each service's lines are against a reference: the largest over its kinds of {@code
   * |ln((n+1)/(e+1))| · min(3, √|z|)}, with e the count to be expected of as many lines and z the
   * distance from it in standard deviations of a Poisson count whose expectation is itself counted.
   * Kinds that are new or errors weigh more, and those of shared code, which many services write
   * and through which errors of others pass, less. An error that vanished is no trouble.
   *
   * @param seen all lines seen so far, which tell what code is shared
   */
  public SortedMap<String, Double> against(LogCounts reference, LogCounts seen) {
    SortedMap<String, Double> evidence = new TreeMap<>();
    if (total == 0 || reference.total == 0) {
      return evidence;
    }
    double scale = (total + 1.0) / (reference.total + 1.0);
    Set<Kind> kinds = new HashSet<>(counts.keySet());
    kinds.addAll(reference.counts.keySet());
    Map<String, Set<String>> writers = seen.writers();
    for (Kind kind : kinds) {
      int now = counts.getOrDefault(kind, 0);
      int before = reference.counts.getOrDefault(kind, 0);
      double value = unusual(kind, now, before, scale);
      boolean framework = writers.getOrDefault(kind.place, Set.of()).size() >= MANY_SERVICES;
      evidence.merge(kind.service, framework ? FRAMEWORK * value : value, Math::max);
    }
    return evidence;
  }

  private Map<String, Set<String>> writers() {
    Map<String, Set<String>> writers = new HashMap<>();
    for (Kind kind : counts.keySet()) {
      writers.computeIfAbsent(kind.place, p -> new HashSet<>()).add(kind.service);
    }
    return writers;
  }

  private static double unusual(Kind kind, int now, int before, double scale) {
    double expected = before * scale;
    if (kind.error && now <= expected) {
      return 0;
    }
    double z = (now - expected) / Math.sqrt(expected + before * scale * scale + 1);
    double value =
        Math.abs(StrictMath.log((now + 1) / (expected + 1)))
            * Math.min(MOST_SIGMA, Math.sqrt(Math.abs(z)));
    value *= now > 0 && before == 0 ? NEW : 1;
    return kind.error ? ERROR * value : value;
  }
}
