package io.aicloudops.benchmarks.storm;

import io.aicloudops.rca.correlate.ClusterState;
import io.aicloudops.rca.correlate.FoldRules;
import io.aicloudops.rca.correlate.IncidentFold;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.Tick;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;

/** The storm through the fold alone, on one thread. */
final class FoldStorm {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  private final IncidentFold fold = new IncidentFold(FoldRules.DEFAULT);
  private final ClusterState state = new ClusterState(StormWorld.CLUSTER);
  private final StormReport report;

  FoldStorm(StormReport report) {
    // Serdes make Avro trust the events, some of which the fold copies.
    new EventSerdes(new InMemorySchemaRegistry()).of(Evidence.class).close();
    this.report = report;
  }

  void run(StormWorld world, int seconds, int rate) {
    world
        .topology(START.minusSeconds(60))
        .forEach(e -> take(new Evidence(StormWorld.CLUSTER, e.getEntity(), e.getTime(), e)));
    long begun = System.nanoTime();
    for (int second = 0; second < seconds; second++) {
      world.told(1_000L * second, 1_000, rate).stream()
          .sorted(Comparator.comparingLong(StormWorld.Told::atMs))
          .forEach(
              told -> {
                report.sent++;
                report.accepted++;
                take(evidence(told));
              });
      tick(second + 1);
    }
    tick(seconds + 5);
    report.seconds = (System.nanoTime() - begun) / 1e9;
    report.behind = Math.max(0, report.seconds - seconds);
  }

  private void tick(long second) {
    Instant at = START.plusSeconds(second);
    take(new Evidence(StormWorld.CLUSTER, "", at, new Tick(at)));
  }

  private void take(Evidence evidence) {
    for (Incident incident : fold.fold(state, evidence)) {
      report.incident(incident);
    }
    state.drain();
  }

  private static Evidence evidence(StormWorld.Told told) {
    StormWorld.Source source = told.source();
    String entity = StormWorld.entity(source.service());
    Instant at = START.plusMillis(told.atMs());
    Alert alert =
        Alert.newBuilder()
            .setFingerprint(source.fingerprint())
            .setStatus(told.firing() ? AlertStatus.FIRING : AlertStatus.RESOLVED)
            .setName(source.name())
            .setSeverity(source.severity())
            .setEntity(entity)
            .setLabels(Map.of("alertname", source.name()))
            .setAnnotations(Map.of())
            .setStartsAt(START.plusMillis(source.fromMs()))
            .setSource("alertmanager")
            .setReceivedAt(at)
            .build();
    return new Evidence(StormWorld.CLUSTER, entity, at, alert);
  }
}
