package io.aicloudops.rca.correlate;

import io.aicloudops.rca.knowledge.Fact;
import io.aicloudops.schemas.event.Incident;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Learns who is in trouble together from incidents that open at the same time and stay apart, and
 * tells where that made one of two.
 */
final class Learning {

  /** Of a large incident those that were in trouble first stand for all. */
  private static final int MOST = 5;

  private final Step step;
  private final ClusterState state;

  Learning(Step step) {
    this.step = step;
    this.state = step.state();
  }

  /** An incident opens; others that opened a moment ago may be its companions. */
  void opened(Fact seed, Incident incident) {
    long now = step.now();
    Companions companions = state.companions();
    companions.alone(seed.entity(), now);
    for (Incident other : state.open()) {
      long apart = Math.abs(other.getSince().toEpochMilli() - seed.since());
      if (other.getId().equals(incident.getId()) || apart > Companions.TOGETHER_MS) {
        continue;
      }
      TreeSet<String> entities = new TreeSet<>();
      state.facts().ofIncident(other.getId()).stream()
          .filter(f -> f.opens() && !f.entity().equals(seed.entity()))
          .filter(f -> Math.abs(f.since() - seed.since()) <= Companions.TOGETHER_MS)
          .limit(MOST)
          .forEach(f -> entities.add(f.entity()));
      for (String entity : entities) {
        companions.alone(entity, now);
        companions.together(seed.entity(), entity, now);
      }
    }
  }

  /** A fact joins an incident that neither the map nor its namespace connects it with. */
  void joined(Fact fact, Incident incident) {
    Companions companions = state.companions();
    new Relations(step)
        .companions(fact).stream()
            .filter(c -> c.incident().getId().equals(incident.getId()))
            .findFirst()
            .ifPresent(
                c -> {
                  String other = c.trouble().entity();
                  double often = companions.often(fact.entity(), other, step.now());
                  step.tell(
                      incident.getId(),
                      "learned",
                      fact.entity(),
                      String.format(
                          Locale.ROOT,
                          "trouble here came together with %s before (%.1f times, fading)",
                          other,
                          often));
                  companions.alone(fact.entity(), step.now());
                  companions.alone(other, step.now());
                  companions.together(fact.entity(), other, step.now());
                });
  }
}
