package io.aicloudops.launcher.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.schemas.event.MetricBatch;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FleetTest {

  private static final LoadPlan PLAN =
      new LoadPlan(3, 100, Duration.ofSeconds(15), Duration.ofSeconds(1), 0, 100, Duration.ZERO);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  @Test
  void everyStepStandsOutAndNothingElseDoes() {
    Fleet fleet = new Fleet(PLAN, START);
    double[] before = new double[PLAN.signals()];
    for (int scrape = 0; scrape < 400; scrape++) {
      MetricBatch batch = fleet.batch(1, scrape);
      for (int s = 0; s < PLAN.signals(); s++) {
        double value = batch.getValues().get(s);
        double level = s % 2 == 0 ? value : (value - before[s]) / 15;
        before[s] = value;
        boolean stepped = fleet.stepped(1, scrape) == s;
        if (scrape > 0) {
          assertThat(level > 140).as("signal %d at %d: %f", s, scrape, level).isEqualTo(stepped);
        }
      }
    }
  }

  @Test
  void countsTheStepsThatWereSeenForLongEnough() {
    Fleet fleet = new Fleet(PLAN, START);
    long begun = 0;
    for (int scrape = 0; scrape < 400; scrape++) {
      boolean ends = fleet.stepped(2, scrape) >= 0 && fleet.stepped(2, scrape + 1) < 0;
      begun += ends ? 1 : 0;
    }
    assertThat(fleet.steps(2, 400)).isEqualTo(begun).isGreaterThan(10);
  }

  @Test
  void restsAfterEachSignalHasSteppedOnceAndThenGoesOn() {
    Fleet fleet = new Fleet(PLAN, START);
    fleet.restUntil(5000);
    int last = 0;
    int lastOfFirstTurn = 0;
    long begun = 0;
    for (int scrape = 0; scrape < 5400; scrape++) {
      boolean ends = fleet.stepped(2, scrape) >= 0 && fleet.stepped(2, scrape + 1) < 0;
      begun += ends ? 1 : 0;
      last = ends ? scrape : last;
      lastOfFirstTurn = ends && scrape < 5000 ? scrape : lastOfFirstTurn;
    }

    assertThat(lastOfFirstTurn).isBetween(1600, 1900);
    assertThat(last).isGreaterThan(5300);
    assertThat(fleet.stepNumber(2, last)).isEqualTo(begun - 1);
    assertThat(fleet.steps(2, 5400)).isEqualTo(begun).isGreaterThan(PLAN.signals() + 15);
  }

  @Test
  void namesWhatItMade() {
    Fleet fleet = new Fleet(PLAN, START);

    assertThat(fleet.entity(fleet.name(2))).isEqualTo(2);
    assertThat(fleet.entity("somebody/else")).isEqualTo(-1);
    assertThat(fleet.signal("shop_stock_0002:value")).isEqualTo(2);
    assertThat(fleet.signal("shop_parcels_0003_total:rate")).isEqualTo(3);
    assertThat(fleet.scrape(fleet.time(77))).isEqualTo(77);
  }

  @Test
  void refusesAPlanThatCannotBe() {
    assertThatThrownBy(() -> PLAN.times(0)).hasMessageContaining("--entities");
    assertThatThrownBy(() -> PLAN.times(10_000_000)).hasMessageContaining("20 million");
    assertThatThrownBy(
            () -> new LoadPlan(1, 1, Duration.ZERO, Duration.ofSeconds(1), 0, 1, Duration.ZERO))
        .hasMessageContaining("--interval");
    assertThatThrownBy(
            () ->
                new LoadPlan(
                    1, 1, Duration.ofSeconds(1), Duration.ofSeconds(1), -1, 1, Duration.ZERO))
        .hasMessageContaining("--rate");
  }

  @Test
  void percentilesAreOfTheNearestRank() {
    List<Double> millis = new ArrayList<>();
    for (int k = 1; k <= 1000; k++) {
      millis.add((double) k);
    }
    assertThat(Latency.of(millis)).isEqualTo(new Latency(1000, 500, 990, 999, 1000));
    assertThat(Latency.of(List.of()).p50()).isNaN();
  }
}
