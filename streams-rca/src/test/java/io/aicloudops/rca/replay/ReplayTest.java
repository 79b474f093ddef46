package io.aicloudops.rca.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.aicloudops.rca.correlate.FoldRules;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.IncidentStatus;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplayTest {

  static {
    // Has Avro trust the events' classes, as every service does before it reads any.
    new EventSerdes(new InMemorySchemaRegistry()).of(Evidence.class).close();
  }

  private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");

  private static Evidence alert(String cluster, String name, AlertStatus status, long second) {
    Instant at = START.plusSeconds(second);
    String entity = cluster + "/shop/Deployment/cart";
    Alert alert =
        Alert.newBuilder()
            .setFingerprint(cluster + name)
            .setStatus(status)
            .setName(name)
            .setSeverity("critical")
            .setEntity(entity)
            .setLabels(Map.of())
            .setAnnotations(Map.of())
            .setStartsAt(START)
            .setSource("test")
            .setReceivedAt(at)
            .build();
    return new Evidence(cluster, entity, at, alert);
  }

  private static List<Evidence> log() {
    List<Evidence> log = new ArrayList<>();
    for (String cluster : List.of("a", "b")) {
      log.add(alert(cluster, "HighErrorRate", AlertStatus.FIRING, 1));
      log.add(alert(cluster, "SlowRequests", AlertStatus.FIRING, 2));
      log.add(alert(cluster, "HighErrorRate", AlertStatus.FIRING, 30));
      log.add(alert(cluster, "HighErrorRate", AlertStatus.RESOLVED, 60));
      log.add(alert(cluster, "SlowRequests", AlertStatus.RESOLVED, 61));
      log.add(alert(cluster, "SlowRequests", AlertStatus.RESOLVED, 100));
      log.add(alert(cluster, "SlowRequests", AlertStatus.RESOLVED, 110));
    }
    return log;
  }

  private static List<Incident> updates(Replay replay) {
    return log().stream().flatMap(evidence -> replay.take(evidence).stream()).toList();
  }

  @Test
  void givesTheSameUpdatesEachTime() {
    assertThat(updates(new Replay(FoldRules.DEFAULT)))
        .isNotEmpty()
        .isEqualTo(updates(new Replay(FoldRules.DEFAULT)));
  }

  @Test
  void keepsClustersApartAndCountsWhatItSaves() {
    Replay replay = new Replay(FoldRules.DEFAULT);
    List<Incident> updates = updates(replay);

    assertThat(replay.incidents().values())
        .extracting(Incident::getCluster, Incident::getStatus)
        .containsExactlyInAnyOrder(
            tuple("a", IncidentStatus.RESOLVED), tuple("b", IncidentStatus.RESOLVED));
    assertThat(replay.summary()).isEqualTo(new Replay.Summary(14, 4, updates.size(), 2));
    assertThat(replay.summary().reduction()).isEqualTo(0.5);
  }

  @Test
  void nothingInIsNothingSaved() {
    assertThat(new Replay(FoldRules.DEFAULT).summary().reduction()).isZero();
  }
}
