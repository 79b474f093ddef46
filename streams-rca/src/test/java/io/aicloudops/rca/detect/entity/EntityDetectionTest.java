package io.aicloudops.rca.detect.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.rca.signals.EntitySignals;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.SignalBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EntityDetectionTest {

  private static final long START = 1_700_000_000_000L;

  private final List<Anomaly> anomalies = new ArrayList<>();
  private final List<SignalBatch> signals = new ArrayList<>();
  private final EntityDetection.Output out =
      new EntityDetection.Output() {
        @Override
        public void signals(SignalBatch batch) {
          signals.add(batch);
        }

        @Override
        public void anomaly(Anomaly anomaly) {
          anomalies.add(anomaly);
        }
      };
  private final EntityDetection detection =
      new EntityDetection(
          FakeShop.ENTITY, new EntityDetection.Rules(new EntitySignals.Limits(5000, 160), 0));

  private void run(FakeShop shop, int seconds, IntConsumer atSecond) {
    for (int second = 0; second < seconds; second++) {
      atSecond.accept(second);
      for (var batch : shop.tick(START + 1000L * second, 1)) {
        detection.offer(batch, out);
      }
    }
  }

  private List<String> opened() {
    return anomalies.stream()
        .map(
            a ->
                a.getStatus()
                    + " "
                    + a.getSignal()
                    + " "
                    + a.getKind()
                    + " since "
                    + (a.getSince().toEpochMilli() - START) / 1000
                    + " at "
                    + (a.getTime().toEpochMilli() - START) / 1000
                    + " value "
                    + a.getValue()
                    + " expected "
                    + a.getExpected()
                    + " score "
                    + a.getScore())
        .toList();
  }

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
}
