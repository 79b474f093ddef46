package io.aicloudops.forecast.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.forecast.capacity.ScalingRules;
import io.aicloudops.schemas.event.SignalBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Which loads reach the planner, however seldom a workload is scraped. */
class LoadMinutesTest {

  private static final long START = 1_760_000_000_000L;
  private static final long MINUTE = 60_000;
  private static final ForecastRules RULES =
      new ForecastRules(
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          new ScalingRules(1, 20, 0.85, 0, 2, Duration.ofSeconds(3), Duration.ofMinutes(10)));

  private final WorkloadFold fold = new WorkloadFold(RULES);
  private final FakeWorkload fake = new FakeWorkload(23, true);
  private final Workload workload = new Workload(FakeWorkload.ENTITY, RULES);
  private final List<Double> scraped = new ArrayList<>();

  /**
   * Scrapes once a minute, except in those that are missed; remembers of each minute its load, or
   * the one before where there is none.
   */
  private void scrape(int minutes, IntPredicate missed, IntPredicate unknown) {
    fold.deployed(workload, fake.deployed(START));
    for (int m = 0; m < minutes; m++) {
      double before = scraped.isEmpty() ? Double.NaN : scraped.get(m - 1);
      if (missed.test(m)) {
        scraped.add(before);
        continue;
      }
      double load = unknown.test(m) ? Double.NaN : 40 + m;
      SignalBatch batch = fake.batch(START + m * MINUTE, MINUTE, load);
      double value = batch.getValues().get(batch.getSignals().indexOf(FakeWorkload.LOAD));
      scraped.add(Double.isNaN(value) ? before : value);
      fold.signals(workload, batch);
    }
  }

  /** What the planner keeps; the newest scrape's minute is not over yet. */
  private void everyMinuteWasPlanned(int from) {
    Map<String, byte[]> stored = new HashMap<>();
    workload.save(stored::put);
    float[] kept = LoadChunks.load(stored::get, Workload.VERSION);
    for (int m = from; m < scraped.size() - 2; m++) {
      assertThat((double) kept[m - from]).as("minute %d", m).isEqualTo(scraped.get(m), within(.01));
    }
  }

  @Test
  void missedScrapesCostTheirOwnMinuteOnly() {
    scrape(60, m -> m % 4 == 1, m -> false);
    everyMinuteWasPlanned(0);
  }

  @Test
  void scrapesEveryTwoMinutesAreAllPlannedWith() {
    scrape(181, m -> m % 2 == 1, m -> false);
    everyMinuteWasPlanned(0);
    assertThat(workload.plan.instances()).isGreaterThanOrEqualTo(3);
    assertThat(workload.plan.expected()).isBetween(190.0, 260.0);
  }

  @Test
  void anUnknownLoadDoesNotTakeTheMinuteBeforeWithIt() {
    scrape(60, m -> false, m -> m % 5 == 3);
    everyMinuteWasPlanned(0);
  }

  @Test
  void planningBeginsWithTheFirstKnownLoad() {
    scrape(60, m -> false, m -> m < 7);
    everyMinuteWasPlanned(7);
  }

  @Test
  void aMinuteThatIsOverChangesNothing() {
    LoadPlan plan = new LoadPlan(Duration.ofMinutes(2), 0);
    plan.minute(START, 50, 66);
    plan.minute(START + 10 * MINUTE, 70, 66);
    double expected = plan.expected();
    plan.minute(START + 5 * MINUTE, 1000, 66);
    assertThat(plan.expected()).isEqualTo(expected);
  }

  @Test
  void afterMoreThanAWeekOfSilenceItBeginsAnewOnceALoadIsKnown() {
    LoadPlan plan = new LoadPlan(Duration.ofMinutes(2), 0);
    for (int m = 0; m < 1500; m++) {
      plan.minute(START + m * MINUTE, 50, 66);
    }
    assertThat(plan.experienced()).isTrue();
    long later = START + Duration.ofDays(9).toMillis();
    plan.minute(later, Double.NaN, 66);
    assertThat(plan.experienced()).isTrue();
    plan.minute(later + MINUTE, 50, 66);
    assertThat(plan.experienced()).isFalse();
  }
}
