package io.aicloudops.benchmarks.storm;

import io.aicloudops.rca.rank.shift.Spread;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What went in and what came out of a storm. Filled in by one thread. */
final class StormReport {

  long sent;
  long accepted;
  double seconds;
  double behind;

  /** How long each post waited for its answer, in milliseconds, the shortest first. */
  double[] answered = {};

  private long updates;
  private final Map<String, Incident> latest = new LinkedHashMap<>();

  void incident(Incident incident) {
    updates++;
    latest.put(incident.getId(), incident);
  }

  long updates() {
    return updates;
  }

  /** Prints it; true if no more incidents came out than five per cent above the causes. */
  boolean print(PrintStream out, StormWorld world) {
    List<Incident> own =
        latest.values().stream().filter(i -> i.getStatus() != IncidentStatus.MERGED).toList();
    Set<String> culprits = world.culprits();
    int one = 0;
    int first = 0;
    for (String culprit : culprits) {
      String entity = StormWorld.entity(culprit);
      List<Incident> with = own.stream().filter(i -> i.getMembers().contains(entity)).toList();
      one += with.size() == 1 ? 1 : 0;
      boolean named =
          with.stream()
              .anyMatch(
                  i -> !i.getCauses().isEmpty() && i.getCauses().get(0).getEntity().equals(entity));
      first += named ? 1 : 0;
    }
    Runtime runtime = Runtime.getRuntime();
    System.gc();
    long heap = (runtime.totalMemory() - runtime.freeMemory()) >> 20;
    out.printf(
        Locale.ROOT,
        "alerts sent %,d, accepted %,d (%,d different); %.1f s, %,.0f a second; the last incident"
            + " %.1f s after the last alert%n",
        sent,
        accepted,
        world.alerts(),
        seconds,
        accepted / seconds,
        behind);
    if (answered.length > 0) {
      out.printf(
          Locale.ROOT,
          "posts %,d, answered in %.0f ms at the median, %.0f at 95 %%, %.0f at 99 %%, %.0f at most%n",
          answered.length,
          Spread.quantile(answered, 0.5),
          Spread.quantile(answered, 0.95),
          Spread.quantile(answered, 0.99),
          answered[answered.length - 1]);
    }
    out.printf(
        Locale.ROOT,
        "true causes %d; incidents %d (and %d merged into others), %,d updates; causes in exactly one"
            + " incident %d, named first %d%n",
        culprits.size(),
        own.size(),
        latest.size() - own.size(),
        updates,
        one,
        first);
    out.printf(Locale.ROOT, "heap in use afterwards %,d MiB%n", heap);
    return own.size() <= 1.05 * culprits.size() && accepted == sent && one == culprits.size();
  }
}
