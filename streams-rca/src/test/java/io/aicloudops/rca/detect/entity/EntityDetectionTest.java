package io.aicloudops.rca.detect.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.signals.EntitySignals;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.event.SignalRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityDetectionTest extends EntityFixture {

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void staysQuietWhileAllIsWell(long seed) {
    run(new FakeShop(seed, "cart-a", "cart-b"), 600, second -> {});
    assertThat(opened()).isEmpty();
    assertThat(signals).hasSize(600);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void staysQuietDuringAShortWobble(long seed) {
    FakeShop shop = new FakeShop(seed, "cart-a", "cart-b");
    run(
        shop,
        200,
        second -> {
          double factor = second >= 100 && second < 120 ? 1.25 : 1;
          shop.requestsPerSecond = 30 * factor;
          shop.cpu = 0.2 * factor;
          shop.poolInUse = 3 * factor;
        });
    assertThat(opened()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void staysQuietDuringARollout(long seed) {
    FakeShop shop = new FakeShop(seed, "cart-a", "cart-b");
    run(
        shop,
        200,
        second -> {
          if (second == 100) {
            shop.replace("cart-a", "cart-c");
          }
          if (second == 110) {
            shop.replace("cart-b", "cart-d");
          }
        });
    assertThat(opened()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"latency", "errors", "cpu", "leak", "pool", "surge"})
  void noticesWhatHarms(String fault) {
    FakeShop shop = new FakeShop(7, "cart-a", "cart-b");
    run(
        shop,
        160,
        second -> {
          if (second < 100 || second > 140) {
            return;
          }
          switch (fault) {
            case "latency" -> shop.latency = 0.2;
            case "errors" -> shop.errorShare = 0.3;
            case "cpu" -> shop.cpu = 0.9;
            case "leak" -> shop.memory += 4e6;
            case "pool" -> shop.poolInUse = 40;
            default -> shop.requestsPerSecond = 120;
          }
        });
    assertThat(anomalies).isNotEmpty();
  }

  @Test
  void tellsWhichViewsGaveTheScoreUntilItIsOver() {
    FakeShop shop = new FakeShop(7, "cart-a", "cart-b");
    run(shop, 300, second -> shop.latency = second >= 100 && second <= 140 ? 0.2 : 0.02);

    List<Anomaly> of = anomalies.stream().filter(a -> a.getRole() == SignalRole.LATENCY).toList();
    assertThat(of)
        .extracting(Anomaly::getStatus)
        .contains(AnomalyStatus.OPEN, AnomalyStatus.CLOSED);
    for (Anomaly anomaly : of) {
      if (anomaly.getStatus() == AnomalyStatus.CLOSED) {
        assertThat(anomaly.getViews()).isEmpty();
      } else {
        assertThat(anomaly.getShares().stream().mapToDouble(share -> share).sum())
            .isCloseTo(1, within(1e-9));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void whatARestartTakesAwayIsNoTroubleAnyMore(long seed) {
    FakeShop shop = new FakeShop(seed, "cart-a", "cart-b");
    run(
        shop,
        200,
        second -> {
          // The counter is there from the first error on.
          boolean faulty = second >= 100 && second < 120;
          shop.errorShare = second == 1 ? 1 : faulty ? 0.3 : 0;
          if (second == 120) {
            shop.replace("cart-a", "cart-c");
            shop.replace("cart-b", "cart-d");
          }
        });
    assertThat(statuses("app_errors_total:rate"))
        .containsExactly(AnomalyStatus.OPEN, AnomalyStatus.CLOSED);
  }

  private List<AnomalyStatus> statuses(String signal) {
    return anomalies.stream()
        .filter(a -> a.getSignal().equals(signal) && a.getKind() != AnomalyKind.MISSING)
        .map(Anomaly::getStatus)
        .filter(status -> status != AnomalyStatus.GROWING)
        .toList();
  }

  @Test
  void whatIsMadeOfSpansAndLinesDoesNotHideThatAWorkloadIsSilent() {
    FakeShop shop = new FakeShop(9, "cart-a");
    for (int second = 0; second < 60; second++) {
      shop.tick(START + 1000L * second, 1).forEach(batch -> detection.offer(batch, out));
    }
    for (int second = 60; second < 120; second += 10) {
      detection.offer(batch("log_lines_total", START + 1000L * second, second), out);
      detection.advance(START + 1000L * second, out);
    }

    assertThat(anomalies)
        .filteredOn(anomaly -> anomaly.getSignal().equals("samples:present"))
        .singleElement()
        .satisfies(
            silent ->
                assertThat(silent.getSince()).isEqualTo(Instant.ofEpochMilli(START + 60_000)));
  }

  @Test
  void aWorkloadThatOnlySpansAndLinesTellOfIsNeverSilentAndForgottenInTheEnd() {
    for (int second = 0; second < 120; second += 10) {
      detection.offer(batch("log_lines_total", START + 1000L * second, second), out);
    }
    detection.advance(START + 3_600_000, out);
    assertThat(anomalies).isEmpty();
    assertThat(detection.due()).isEqualTo(START + 110_000 + 24 * 3_600_000L);
    assertThat(detection.forgotten(detection.due())).isTrue();
  }

  @Test
  void anAlertThatNoLongerFiresLeavesNobodySilent() {
    for (int second = 0; second < 30; second++) {
      long time = START + 1000L * second;
      detection.offer(batch("ALERTS{alertname=\"A\",alertstate=\"firing\"}", time, 1), out);
      detection.offer(batch("ALERTS_FOR_STATE{alertname=\"A\"}", time, START / 1000.0), out);
    }
    detection.advance(START + 60_000, out);
    assertThat(anomalies).isEmpty();
  }

  private static MetricBatch batch(String series, long time, double value) {
    return MetricBatch.newBuilder()
        .setEntity(FakeShop.ENTITY)
        .setMember("cart-a")
        .setTime(Instant.ofEpochMilli(time))
        .setSource("logs")
        .setSeries(List.of(series))
        .setTypes(List.of(MetricType.COUNTER))
        .setValues(List.of(value))
        .build();
  }

  @Test
  void throttlesSignalsButNotDetection() {
    EntityDetection slow =
        new EntityDetection(
            FakeShop.ENTITY,
            new EntityDetection.Rules(new EntitySignals.Limits(5000, 160), 15_000));
    FakeShop shop = new FakeShop(3, "cart-a");
    for (int second = 0; second < 120; second++) {
      shop.errorShare = second >= 100 ? 0.5 : 0;
      shop.tick(START + 1000L * second, 1).forEach(batch -> slow.offer(batch, out));
    }

    assertThat(signals).hasSize(8);
    assertThat(anomalies).isNotEmpty();
  }

  @Test
  void namesThePodThatDiffersFromItsPeers() {
    FakeShop shop = new FakeShop(5, "a", "b", "c", "d");
    shop.requestsPerSecond = 60;
    run(shop, 120, second -> shop.slowPod(second >= 90 ? "c" : "", 8));

    assertThat(anomalies)
        .anySatisfy(
            anomaly -> {
              assertThat(anomaly.getKind()).isEqualTo(AnomalyKind.PEER_OUTLIER);
              assertThat(anomaly.getMember()).isEqualTo("c");
            });
  }

  private void gauge(long second, String series, double value) {
    MetricBatch batch =
        new MetricBatch(
            FakeShop.ENTITY,
            "cart-a",
            Instant.ofEpochMilli(START + 1000 * second),
            "scrape",
            new ArrayList<>(List.of(series, "up")),
            new ArrayList<>(List.of(MetricType.GAUGE, MetricType.GAUGE)),
            new ArrayList<>(List.of(value, 1.0)));
    detection.offer(batch, out);
  }

  private List<AnomalyKind> kinds(AnomalyStatus status) {
    return anomalies.stream().filter(a -> a.getStatus() == status).map(Anomaly::getKind).toList();
  }

  @Test
  void tellsOfASignalThatAlwaysMovedAndStandsStill() {
    Random random = new Random(1);
    for (int second = 0; second < 900; second++) {
      boolean stuck = second >= 500 && second < 700;
      gauge(second, "queue_age", stuck ? 10 : 10 + random.nextGaussian());
    }

    assertThat(kinds(AnomalyStatus.OPEN)).containsExactly(AnomalyKind.FLATLINE);
    assertThat(kinds(AnomalyStatus.CLOSED)).containsExactly(AnomalyKind.FLATLINE);
    assertThat(anomalies.get(0).getSince().toEpochMilli()).isEqualTo(START + 500_000);
  }

  @Test
  void aSignalThatRepeatsItselfIsNotStuck() {
    Random random = new Random(2);
    for (int second = 0; second < 2000; second++) {
      gauge(second, "connections", second < 1000 ? random.nextInt(3) : 1);
    }

    assertThat(kinds(AnomalyStatus.OPEN)).doesNotContain(AnomalyKind.FLATLINE);
  }

  @Test
  void tellsOfASignalThatIsGoneWhileItsWorkloadReportsAndAcceptsItAfterAnHour() {
    Random random = new Random(3);
    for (int second = 0; second < 5000; second++) {
      gauge(second, second < 400 ? "before_rename" : "after_rename", 10 + random.nextGaussian());
    }

    assertThat(anomalies)
        .extracting(Anomaly::getKind, Anomaly::getSignal, Anomaly::getStatus)
        .containsExactly(
            tuple(AnomalyKind.MISSING, "before_rename:value", AnomalyStatus.OPEN),
            tuple(AnomalyKind.MISSING, "before_rename:value", AnomalyStatus.CLOSED));
  }

  @Test
  void tellsOfALabelThatExplodesOnceAndKeepsItsSize() {
    int most = 0;
    for (int second = 0; second < 300; second++) {
      MetricBatch batch =
          new MetricBatch(
              FakeShop.ENTITY,
              "cart-a",
              Instant.ofEpochMilli(START + 1000L * second),
              "scrape",
              new ArrayList<>(),
              new ArrayList<>(),
              new ArrayList<>());
      batch.getSeries().add("up");
      batch.getTypes().add(MetricType.GAUGE);
      batch.getValues().add(1.0);
      for (int k = 0; k < 100; k++) {
        batch.getSeries().add("jobs_total{user=\"" + (100 * second + k) + "\"}");
        batch.getTypes().add(MetricType.COUNTER);
        batch.getValues().add(1.0);
      }
      detection.offer(batch, out);
      if (second == 100) {
        most = detection.toBytes(new Packer()).length;
      }
    }

    assertThat(anomalies)
        .extracting(Anomaly::getSignal, Anomaly::getStatus)
        .containsExactly(tuple(Refusal.SIGNAL, AnomalyStatus.OPEN));
    assertThat(detection.drops().overflow()).isEqualTo(30_001 - 5000);
    assertThat(detection.toBytes(new Packer()).length).isLessThan(2 * most);
  }

  @Test
  void aCrashLoopOfManyMinutesIsOneEpisode() {
    FakeShop shop = new FakeShop(11, "cart-a", "cart-b");
    run(
        shop,
        1800,
        second -> shop.errorShare = second >= 400 && second < 1700 && second % 40 < 30 ? 0.4 : 0);

    List<Anomaly> errors =
        anomalies.stream().filter(a -> a.getSignal().contains(":error_ratio")).toList();
    assertThat(errors.get(errors.size() - 1).getTime().toEpochMilli())
        .isGreaterThan(START + 1_650_000);
    assertThat(errors).allSatisfy(a -> assertThat(a.getExpected()).isLessThan(0.05));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void moreLoadIsToldOnAnUneasyBaselineWhenOtherSignalsBearItOut(long seed) {
    FakeShop shop = new FakeShop(seed, "cart-a", "cart-b");
    // Outages before it and the rush after each have taught the band that much is possible.
    run(
        shop,
        290,
        second -> {
          boolean surge = second >= 270;
          boolean outage = second >= 60 && second < 170 && second % 40 < 8;
          boolean rush = second >= 60 && second < 180 && second % 40 >= 8 && second % 40 < 11;
          shop.requestsPerSecond = surge ? 170 : outage ? 15 : rush ? 140 : 60;
          shop.latency = surge ? 1.1 : 0.02;
          shop.poolInUse = surge ? 20 : 3;
        });
    assertThat(anomalies)
        .filteredOn(a -> a.getTime().toEpochMilli() >= START + 270_000)
        .filteredOn(a -> a.getStatus() == AnomalyStatus.OPEN)
        .extracting(Anomaly::getRole)
        .as("seed %d: %s", seed, opened())
        .contains(SignalRole.LATENCY, SignalRole.TRAFFIC);
  }
}
