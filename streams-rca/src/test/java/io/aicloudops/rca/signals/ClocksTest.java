package io.aicloudops.rca.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Times that cannot be true, and intervals that change. */
class ClocksTest extends SignalsFixture {

  @Test
  void aSingleTimeFarAheadMutesNothing() {
    for (int second = 0; second <= 50; second += 10) {
      offer("a", second, Map.of("up", 1.0));
    }
    offer("a", 1_000_000, Map.of("up", 1.0));
    offer("a", 60, Map.of("up", 1.0));
    offer("a", 70, Map.of("up", 1.0));

    assertThat(last().time()).isEqualTo(1_000_070_000L);
    assertThat(signals.drops().ahead()).isEqualTo(1);
  }

  @Test
  void aLongGapCostsOneBatch() {
    for (int second = 0; second <= 50; second += 10) {
      offer("a", second, Map.of("up", 1.0));
    }
    offer("a", 100_000, Map.of("up", 1.0));
    offer("a", 100_010, Map.of("up", 1.0));

    assertThat(last().time()).isEqualTo(1_100_010_000L);
    assertThat(signals.drops().ahead()).isEqualTo(1);
  }

  @Test
  void valuesAnHourApartAreNoLeap() {
    for (int hour = 0; hour <= 5; hour++) {
      offer("a", 3600 * hour, Map.of("up", 1.0));
    }

    assertThat(last().time()).isEqualTo(1_018_000_000L);
    assertThat(signals.drops().ahead()).isLessThanOrEqualTo(1);
  }

  @Test
  void goesOnSoonAfterTheClockWasSetBack() {
    for (int second = 50_000; second <= 50_050; second += 10) {
      offer("a", second, Map.of("jobs_total", 2.0 * second));
    }
    for (int second = 0; second <= 200; second += 10) {
      offer("a", second, Map.of("jobs_total", 1000 + 2.0 * second));
    }

    assertThat(last().time()).isEqualTo(1_000_200_000L);
    assertThat(value("jobs_total:rate")).isEqualTo(2);
  }

  @Test
  void lateDataBetweenDataOfTodaySetsNoClockBack() {
    for (int second = 0; second <= 500; second += 10) {
      offer("a", 50_000 + second, Map.of("up", 1.0));
      offer("a", second, Map.of("up", 0.0));
    }

    assertThat(last().time()).isEqualTo(1_050_500_000L);
    assertThat(signals.drops().late()).isEqualTo(51);
  }
}
