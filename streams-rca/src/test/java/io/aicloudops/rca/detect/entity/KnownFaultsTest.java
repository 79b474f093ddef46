package io.aicloudops.rca.detect.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.rca.signals.EntitySignals;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.event.SignalBatch;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two days of 15 s scrapes of one signal with a fault in the last hours: each kind is found. */
class KnownFaultsTest {

  private static final long START = 1_700_000_000_000L;
  private static final int DAY = 5760;
  private static final int FAULT = 2 * DAY;
  private static final int END = FAULT + 720;

  private long stepMillis = 15_000;
  private final List<Anomaly> anomalies = new ArrayList<>();
  private final EntityDetection detection =
      new EntityDetection(
          FakeShop.ENTITY, new EntityDetection.Rules(new EntitySignals.Limits(100, 20), 0));

  private void sample(int row, String series, MetricType type, double value) {
    MetricBatch batch =
        new MetricBatch(
            FakeShop.ENTITY,
            "cart-a",
            Instant.ofEpochMilli(START + stepMillis * row),
            "scrape",
            new ArrayList<>(List.of(series)),
            new ArrayList<>(List.of(type)),
            new ArrayList<>(List.of(value)));
    detection.offer(
        batch,
        new EntityDetection.Output() {
          @Override
          public void signals(SignalBatch batch) {}

          @Override
          public void anomaly(Anomaly anomaly) {
            anomalies.add(anomaly);
          }
        });
  }

  private List<Anomaly> opened() {
    return anomalies.stream().filter(a -> a.getStatus() == AnomalyStatus.OPEN).toList();
  }

  private static double fault(String name, int into, double healthy) {
    return switch (name) {
      case "step of ten sigma" -> healthy + 50;
      case "leak" -> healthy + 0.5 * into;
      case "step of three minutes" -> into < 12 ? healthy + 60 : healthy;
      case "single spike" -> into == 0 ? healthy + 150 : healthy;
      case "flat line" -> 80;
      default -> throw new IllegalArgumentException(name);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "step of ten sigma, 2",
    "leak, 240",
    "step of three minutes, 2",
    "single spike, 1",
    "flat line, 121"
  })
  void findsAFaultOfAGauge(String name, int withinRows) {
    Random random = new Random(17);
    for (int row = 0; row < END; row++) {
      double healthy = 80 + 5 * random.nextGaussian();
      sample(
          row,
          "buffered_things",
          MetricType.GAUGE,
          row < FAULT ? healthy : fault(name, row - FAULT, healthy));
    }

    assertThat(opened()).isNotEmpty();
    Anomaly first = opened().get(0);
    assertThat(first.getTime().toEpochMilli())
        .isBetween(START + 15_000L * FAULT, START + 15_000L * (FAULT + withinRows));
    assertThat(first.getKind() == AnomalyKind.FLATLINE).isEqualTo(name.equals("flat line"));
    assertThat(first.getKind() == AnomalyKind.DRIFT).isEqualTo(name.equals("leak"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"COUNTER", "UNKNOWN"})
  void findsACounterThatRunsFiveTimesAsFast(MetricType type) {
    Random random = new Random(18);
    double count = 0;
    for (int row = 0; row < END; row++) {
      count += (row < FAULT ? 1 : 5) * (100 + 10 * random.nextGaussian());
      sample(row, "jobs_total", type, count);
    }

    assertThat(opened())
        .first()
        .satisfies(
            a ->
                assertThat(a.getTime().toEpochMilli())
                    .isBetween(START + 15_000L * FAULT, START + 15_000L * (FAULT + 3)));
  }

  @Test
  void findsABurstOnASignalOfRareBlips() {
    Random random = new Random(19);
    for (int row = 0; row < FAULT + 12; row++) {
      double blip = Math.max(0, 0.02 * (random.nextGaussian() - 2));
      sample(row, "waiting_things", MetricType.GAUGE, row < FAULT ? blip : 4);
    }

    assertThat(opened())
        .filteredOn(a -> a.getTime().toEpochMilli() >= START + 15_000L * FAULT)
        .first()
        .satisfies(
            a ->
                assertThat(a.getTime().toEpochMilli())
                    .isLessThanOrEqualTo(START + 15_000L * (FAULT + 1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 15, 60, 300, 3600})
  void findsAStepAtEachScrapeInterval(int seconds) {
    stepMillis = 1000L * seconds;
    int fault = 1000;
    Random random = new Random(20);
    for (int row = 0; row < fault + 20; row++) {
      double step = row < fault ? 0 : 50;
      sample(row, "buffered_things", MetricType.GAUGE, 80 + step + 5 * random.nextGaussian());
    }

    assertThat(opened())
        .singleElement()
        .satisfies(
            a ->
                assertThat(a.getTime().toEpochMilli())
                    .isBetween(START + stepMillis * fault, START + stepMillis * (fault + 4)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void aSquareWaveByDayIsUsualOnceBothItsPlacesAreKnown(long seed) {
    Random random = new Random(seed);
    int phase = random.nextInt(DAY);
    for (int row = 0; row < 10 * DAY; row++) {
      double level = (row + phase) % DAY < DAY / 2 ? 20 : 80;
      sample(row, "buffered_things", MetricType.GAUGE, level + random.nextGaussian());
    }

    assertThat(opened())
        .filteredOn(a -> a.getTime().toEpochMilli() >= START + 15_000L * 4 * DAY)
        .as("of twelve edges")
        .hasSizeLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void opensNothingOnAHealthyDailyWave(long seed) {
    Random random = new Random(seed);
    for (int row = 0; row < 4 * DAY; row++) {
      double wave = 100 + 40 * Math.sin(2 * Math.PI * row / DAY);
      sample(row, "buffered_things", MetricType.GAUGE, wave + 3 * random.nextGaussian());
    }

    assertThat(opened()).isEmpty();
  }
}
