package io.aicloudops.benchmarks.noise;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Counts of what went in and what came out. */
final class Tally {

  static final String HEAD =
      String.format(
          Locale.ROOT,
          "%-16s %8s %9s %6s | %7s %5s %8s %7s | %9s %9s %6s %5s",
          "",
          "in",
          "incidents",
          "fewer",
          "faults",
          "seen",
          "incident",
          "in one",
          "signals",
          "precision",
          "recall",
          "F1");

  private int in;
  private int out;
  private final Map<String, Set<String>> incidentsOf = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();
  private int grouped;
  private final Map<String, Integer> faults = new HashMap<>();
  private final Map<String, Integer> incidents = new HashMap<>();
  private final Map<String, Integer> cells = new HashMap<>();

  void fault(String id) {
    incidentsOf.put(id, new HashSet<>());
  }

  void incident() {
    out++;
  }

  /** A signal, the labelled fault it belongs to and the incident it is in. */
  void signal(Optional<String> fault, Optional<String> incident) {
    in++;
    fault.ifPresent(
        of -> {
          seen.add(of);
          incident.ifPresent(is -> grouped(of, is));
        });
  }

  private void grouped(String fault, String incident) {
    incidentsOf.computeIfAbsent(fault, f -> new HashSet<>()).add(incident);
    grouped++;
    faults.merge(fault, 1, Integer::sum);
    incidents.merge(incident, 1, Integer::sum);
    cells.merge(fault + " " + incident, 1, Integer::sum);
  }

  /** The counts, and how well pairs of signals of labelled faults were told to be of one fault. */
  String line(String name) {
    double same = pairs(faults);
    double together = pairs(incidents);
    double both = pairs(cells);
    double precision = together == 0 ? 0 : both / together;
    double recall = same == 0 ? 0 : both / same;
    double f1 = precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall);
    long told = incidentsOf.values().stream().filter(of -> !of.isEmpty()).count();
    long one = incidentsOf.values().stream().filter(of -> of.size() == 1).count();
    return String.format(
        Locale.ROOT,
        "%-16s %8d %9d %5.1f%% | %7d %5d %8d %7d | %9d %9.3f %6.3f %5.3f",
        name,
        in,
        out,
        in == 0 ? 0 : 100 - 100.0 * out / in,
        incidentsOf.size(),
        seen.size(),
        told,
        one,
        grouped,
        precision,
        recall,
        f1);
  }

  private static double pairs(Map<String, Integer> counts) {
    return counts.values().stream().mapToDouble(n -> n * (n - 1.0) / 2).sum();
  }
}
