package io.aicloudops.rca.detect.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.signals.EntitySignals;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.SignalBatch;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state of a workload as bytes: it goes on from them, also from those of older programs. */
class EntityStateTest extends EntityFixture {

  @Test
  void goesOnFromItsBytesAsIfNothingHadHappened() {
    FakeShop first = faulty();
    run(first, 130, second -> first.errorShare = second >= 90 ? 0.3 : 0);
    List<Anomaly> whole = List.copyOf(anomalies);
    List<SignalBatch> wholeSignals = List.copyOf(signals);
    anomalies.clear();
    signals.clear();

    EntityDetection.Rules rules = new EntityDetection.Rules(new EntitySignals.Limits(5000, 160), 0);
    byte[] bytes = new EntityDetection(FakeShop.ENTITY, rules).toBytes(new Packer());
    FakeShop shop = faulty();
    for (int second = 0; second < 130; second++) {
      shop.errorShare = second >= 90 ? 0.3 : 0;
      for (var batch : shop.tick(START + 1000L * second, 1)) {
        EntityDetection state = EntityDetection.fromBytes(FakeShop.ENTITY, rules, bytes);
        state.offer(batch, out);
        bytes = state.toBytes(new Packer());
        assertThat(EntityDetection.dueOf(bytes)).isEqualTo(state.due());
      }
    }

    assertThat(anomalies).isEqualTo(whole);
    assertThat(signals).isEqualTo(wholeSignals);
    assertThat(whole).isNotEmpty();
  }

  private FakeShop faulty() {
    return new FakeShop(9, "cart-a", "cart-b");
  }

  @Test
  void refusesTheStateOfANewerProgram() {
    byte[] bytes = detection.toBytes(new Packer());
    bytes[0] = 99;
    EntityDetection.Rules rules = new EntityDetection.Rules(new EntitySignals.Limits(5000, 160), 0);

    assertThatThrownBy(() -> EntityDetection.fromBytes(FakeShop.ENTITY, rules, bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("version 99");
  }

  /** The state of FakeShop(9, "cart-a") after 90 s, as version 1 wrote it. */
  @Test
  void goesOnCountingFromTheStateOfTheVersionBeforeAndLearnsAnew() throws IOException {
    EntityDetection.Rules rules = new EntityDetection.Rules(new EntitySignals.Limits(5000, 160), 0);
    byte[] old;
    try (InputStream in = EntityStateTest.class.getResourceAsStream("state-1.bin")) {
      old = in.readAllBytes();
    }
    EntityDetection state = EntityDetection.fromBytes(FakeShop.ENTITY, rules, old);
    FakeShop shop = new FakeShop(9, "cart-a");
    for (int second = 0; second < 200; second++) {
      List<MetricBatch> batches = shop.tick(START + 1000L * second, 1);
      if (second >= 90) {
        shop.errorShare = second >= 160 ? 0.5 : 0;
        batches.forEach(batch -> state.offer(batch, out));
      }
    }

    SignalBatch first = signals.get(0);
    int rate = first.getSignals().indexOf("process_cpu_seconds_total:rate");
    assertThat(first.getValues().get(rate)).isBetween(0.1, 0.4);
    assertThat(first.getExpected()).allMatch(expected -> expected.isNaN());
    assertThat(anomalies).isNotEmpty();
    byte[] young = state.toBytes(new Packer());
    assertThat(young[0]).isEqualTo((byte) 5);
    assertThat(EntityDetection.dueOf(old)).isPositive();
  }

  /** The state of FakeShop(9, "cart-a") after 90 s, as version 2 wrote it. */
  @Test
  void goesOnFromTheStateOfTheVersionBefore() throws IOException {
    EntityDetection.Rules rules = new EntityDetection.Rules(new EntitySignals.Limits(5000, 160), 0);
    byte[] old;
    try (InputStream in = EntityStateTest.class.getResourceAsStream("state-2.bin")) {
      old = in.readAllBytes();
    }
    EntityDetection state = EntityDetection.fromBytes(FakeShop.ENTITY, rules, old);
    state.advance(START + 200_000, out);

    assertThat(anomalies)
        .singleElement()
        .satisfies(
            silent -> {
              assertThat(silent.getSignal()).isEqualTo("samples:present");
              assertThat(silent.getSince()).isEqualTo(Instant.ofEpochMilli(START + 90_000));
            });
  }

  /** FakeShop(9, "cart-a") after 90 s with .4 of errors from 75 s on, as both wrote it. */
  @ParameterizedTest
  @CsvSource({"state-3.bin, .8", "state-4.bin, 1"})
  void goesOnFromTheStateOfAnOlderDetector(String file, double share) throws IOException {
    EntityDetection.Rules rules = new EntityDetection.Rules(new EntitySignals.Limits(5000, 160), 0);
    byte[] old;
    try (InputStream in = EntityStateTest.class.getResourceAsStream(file)) {
      old = in.readAllBytes();
    }
    EntityDetection state = EntityDetection.fromBytes(FakeShop.ENTITY, rules, old);
    byte[] now = state.toBytes(new Packer());
    EntityDetection again = EntityDetection.fromBytes(FakeShop.ENTITY, rules, now);
    FakeShop shop = new FakeShop(9, "cart-a");
    for (int second = 0; second < 120; second++) {
      shop.errorShare = second >= 75 && second < 95 ? 0.4 : 0;
      List<MetricBatch> batches = shop.tick(START + 1000L * second, 1);
      if (second >= 90) {
        batches.forEach(batch -> again.offer(batch, out));
      }
    }

    assertThat(now.length).isLessThanOrEqualTo((int) (share * old.length));

    int cpu = signals.get(0).getSignals().indexOf("process_cpu_seconds_total:rate");
    assertThat(signals.get(0).getExpected().get(cpu)).isBetween(0.1, 0.4);
    assertThat(anomalies)
        .filteredOn(a -> a.getStatus() == AnomalyStatus.CLOSED)
        .extracting(Anomaly::getId)
        .contains("3d2cfb5a-878c-31be-ac73-b5cfd5af44fe");
    assertThat(anomalies).noneMatch(a -> a.getStatus() == AnomalyStatus.OPEN);
  }
}
