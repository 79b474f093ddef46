package io.aicloudops.connect.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.CallBatch;
import io.aicloudops.schemas.event.CallGroup;
import io.aicloudops.schemas.event.CallSide;
import io.aicloudops.schemas.event.LogBatch;
import io.aicloudops.schemas.event.LogLine;
import io.aicloudops.schemas.event.LogSeverity;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class EntityGuardTest {

  private static final String CLUSTER = "test/_/Cluster/test";

  private Instant now = Instant.parse("2024-05-01T10:00:00Z");
  private final Clock clock =
      new Clock() {
        @Override
        public ZoneId getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
          return this;
        }

        @Override
        public Instant instant() {
          return now;
        }
      };
  private final RecordingLog log = new RecordingLog();
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final EntityGuard guard =
      new EntityGuard("remote-write", 100, CLUSTER, log, meters, clock);

  private void send(int service) {
    String entity = "test/shop/Service/s" + service;
    MetricBatch batch =
        new MetricBatch(
            entity,
            "",
            now,
            "test",
            List.of("up", "x"),
            List.of(MetricType.GAUGE, MetricType.GAUGE),
            List.of(1.0, 2.0));
    assertThat(guard.send(Topics.METRICS, entity, batch, now)).isCompleted();
  }

  private double refused(String source) {
    return meters.get("aiops.connect.entities.refused").tag("source", source).counter().count();
  }

  @Test
  void aLabelThatMakesUpEntitiesFillsNothingAndIsToldOfOnce() {
    for (int service = 0; service < 10_000; service++) {
      send(service);
    }

    assertThat(log.of(Topics.METRICS)).hasSize(100);
    assertThat(meters.get("aiops.connect.entities").gauge().value()).isEqualTo(100);
    assertThat(refused("remote-write")).isEqualTo(2 * 9_900);
    assertThat(log.of(Topics.ALERTS))
        .singleElement()
        .satisfies(
            alert -> {
              assertThat(alert.getName()).isEqualTo(EntityGuard.ALERT);
              assertThat(alert.getStatus()).isEqualTo(AlertStatus.FIRING);
              assertThat(alert.getEntity()).isEqualTo(CLUSTER);
              assertThat(alert.getLabels()).containsEntry("source", "remote-write");
            });
  }

  @Test
  void aServiceNameThatIsMadeUpFillsNothingEither() {
    EntityGuard otlp = new EntityGuard("otlp", 100, CLUSTER, log, meters, clock);
    List<LogLine> lines =
        List.of(
            new LogLine(LogSeverity.ERROR, "reset", 4), new LogLine(LogSeverity.INFO, "done", 1));
    for (int service = 0; service < 150; service++) {
      String calling = "test/shop/Service/caller" + service;
      assertThat(otlp.send(Topics.CALLS, calling, calls(calling, ""), now)).isCompleted();
      String logging = "test/shop/Service/logger" + service;
      LogBatch batch = new LogBatch(logging, "", now, 10_000L, "id", lines);
      assertThat(otlp.send(Topics.LOGS, logging, batch, now)).isCompleted();
    }

    assertThat(log.of(Topics.CALLS)).hasSize(50);
    assertThat(log.of(Topics.LOGS)).hasSize(50);
    assertThat(meters.get("aiops.connect.entities").tag("source", "otlp").gauge().value())
        .isEqualTo(100);
    assertThat(refused("otlp")).isEqualTo(100 * 3 + 100 * 5);
    assertThat(log.of(Topics.ALERTS))
        .singleElement()
        .satisfies(alert -> assertThat(alert.getLabels()).containsEntry("source", "otlp"));
  }

  @Test
  void aPodThatIsMadeUpFillsNothing() {
    String entity = "test/shop/Service/cart";
    for (int pod = 0; pod < 5000; pod++) {
      assertThat(guard.send(Topics.CALLS, entity, calls(entity, "pod-" + pod), now)).isCompleted();
    }

    assertThat(log.of(Topics.CALLS)).hasSize(1000);
    assertThat(meters.get("aiops.connect.entities").gauge().value()).isEqualTo(1);
    assertThat(refused("remote-write")).isEqualTo(4000 * 3);
    assertThat(log.of(Topics.ALERTS)).hasSize(1);
  }

  /** Two calls that went well and one that failed. */
  private CallBatch calls(String entity, String member) {
    CallGroup group =
        new CallGroup(CallSide.ANSWERED, "GET /", List.of(1000L, 2000L), List.of(3000L), List.of());
    return new CallBatch(entity, member, now, 10_000L, "id", List.of(group));
  }

  @Test
  void whatIsKnownGoesOnAndWhatIsNewTakesThePlaceOfWhatIsGone() {
    for (int service = 0; service < 100; service++) {
      send(service);
    }
    now = now.plus(Duration.ofMinutes(59));
    for (int service = 1; service < 100; service++) {
      send(service);
    }
    send(500);
    assertThat(refused("remote-write")).isEqualTo(2);

    now = now.plus(Duration.ofMinutes(2));
    send(500);
    send(501);

    assertThat(log.of(Topics.METRICS)).hasSize(200);
    assertThat(refused("remote-write")).isEqualTo(4);
  }

  @Test
  void countsThoseThatWereHeardOfWithinTheHour() {
    for (int service = 0; service < 10; service++) {
      send(service);
    }
    assertThat(meters.get("aiops.connect.entities").gauge().value()).isEqualTo(10);
    now = now.plus(Duration.ofMinutes(61));
    send(3);
    assertThat(meters.get("aiops.connect.entities").gauge().value()).isEqualTo(1);
  }

  @Test
  void theAlertEndsAfterAnHourWithoutARefusal() {
    for (int service = 0; service <= 100; service++) {
      send(service);
    }
    now = now.plus(Duration.ofMinutes(59));
    send(5);
    assertThat(log.of(Topics.ALERTS)).hasSize(1);
    now = now.plus(Duration.ofMinutes(2));
    send(5);
    send(6);

    List<Alert> alerts = log.of(Topics.ALERTS);
    assertThat(alerts).hasSize(2);
    assertThat(alerts.get(1).getStatus()).isEqualTo(AlertStatus.RESOLVED);
    assertThat(alerts.get(1).getFingerprint()).isEqualTo(alerts.get(0).getFingerprint());
  }

  @Test
  void whatIsNoBatchPasses() {
    for (int service = 0; service <= 100; service++) {
      send(service);
    }
    Alert alert = log.of(Topics.ALERTS).get(0);
    log.clear();

    assertThat(guard.send(Topics.ALERTS, "k", alert, now)).isCompleted();
    guard.await(List.of(guard.deadLetter("s", new byte[] {1}, "why", now)));

    assertThat(log.of(Topics.ALERTS)).hasSize(1);
    assertThat(log.deadLetters()).hasSize(1);
  }
}
