package io.aicloudops.rca.rank.change;

import io.aicloudops.rca.rank.shift.CallGraph;
import io.aicloudops.rca.rank.shift.Column;
import io.aicloudops.rca.rank.shift.Table;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Ranks rollouts that were under way when an incident began: by what the new version does beside
 * the old one in the same minutes, by what both do against the time before, by what callers see of
 * the service, and by how recently the rollout began. A new version that never reports did not come
 * up, which weighs most.
 */
public final class Rollouts {

  private static final double SILENT = 1.5;
  private static final double BEFORE = 0.7;
  private static final double SEEN = 0.9;
  private static final double RECENT = 0.8;
  private static final double RECENCY_S = 120;
  private static final double START_S = 20;
  private static final double SILENCE_S = 120;
  private static final double AS_CALLER = 0.3;

  private final Table table;
  private final CallGraph graph;
  private final double noticed;
  private final double until;

  /**
   * A ranking.
   *
   * @param noticed when the incident was noticed, epoch seconds
   * @param until the last time that is looked at
   */
  public Rollouts(Table table, CallGraph graph, double noticed, double until) {
    this.table = table;
    this.graph = graph;
    this.noticed = noticed;
    this.until = until;
  }

  /** How much each rollout is to blame; those that began after the incident are left out. */
  public SortedMap<String, Double> scores(Collection<Rollout> rollouts) {
    List<Rollout> before = rollouts.stream().filter(r -> r.time() <= noticed).toList();
    double first = before.stream().mapToDouble(Rollout::time).min().orElse(noticed);
    SortedMap<String, Double> scores = new TreeMap<>();
    for (Rollout rollout : before) {
      scores.put(rollout.id(), score(rollout, first));
    }
    return scores;
  }

  private double score(Rollout rollout, double first) {
    int calm = table.from(first);
    int to = Math.max(calm, table.from(until + 1e-6));
    int from = Math.min(to, table.from(rollout.time() + START_S));
    if (from == to) {
      from = Math.min(to, table.from(rollout.time() - START_S));
    }
    Versions versions = Versions.of(table, graph.service(rollout.service()));
    double split = 0;
    double against = 0;
    for (String version : versions.names()) {
      for (Versions.Signal signal : versions.signals(version)) {
        double weight = signal.outgoing() ? AS_CALLER : 1;
        double[] now = table.saidValues(signal.column(), from, to);
        double[] beside = versions.older(table, version, signal, from, to);
        double[] past = versions.past(table, version, signal, calm);
        if (now.length > 0 && beside.length > 0) {
          split = Math.max(split, weight * Deviation.of(signal.kind(), now, beside));
        }
        if (now.length > 0 && past.length > 2) {
          against = Math.max(against, weight * Deviation.of(signal.kind(), now, past));
        }
      }
    }
    boolean late = until - rollout.time() >= SILENCE_S;
    double silent = versions.newOneIsSilent(table, from, to, late) ? SILENT : 0;
    double recency = RECENT * StrictMath.exp(-Math.max(0, noticed - rollout.time()) / RECENCY_S);
    return silent + split + BEFORE * against + SEEN * seen(rollout, calm, from, to) + recency;
  }

  /** What callers see of the service, whatever version of it or of them. */
  private double seen(Rollout rollout, int calm, int from, int to) {
    String service = graph.service(rollout.service());
    double most = 0;
    for (int j = 0; j < table.columns().size(); j++) {
      Column column = table.columns().get(j);
      boolean incoming =
          column.edge()
              && column.owner().equals(service)
              && !graph.service(column.entity()).equals(service);
      if (incoming && column.role().felt()) {
        double[] now = table.saidValues(j, from, to);
        double[] past = table.saidValues(j, 0, calm);
        if (now.length > 0 && past.length > 2) {
          most = Math.max(most, Deviation.of(Deviation.Kind.of(column), now, past));
        }
      }
    }
    return most;
  }
}
