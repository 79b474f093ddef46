package io.aicloudops.rca.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.schemas.event.MetricType;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Counters become rates, whatever happens to them. */
class CountersTest extends SignalsFixture {

  @Test
  void makesARateOfACounterAndSurvivesItsReset() {
    offer("a", 0, Map.of("jobs_total", 100.0));
    offer("a", 10, Map.of("jobs_total", 150.0));
    offer("a", 20, Map.of("jobs_total", 30.0));
    offer("a", 30, Map.of("jobs_total", 50.0));

    assertThat(ticks.stream().flatMap(t -> t.signals().stream()).map(Signal::value))
        .containsExactly(5.0, 3.0, 2.0);
  }

  @Test
  void aFirstErrorCountsFromZero() {
    String ok = "http_requests_total{code=\"200\"}";
    String bad = "http_requests_total{code=\"503\"}";
    offer("a", 0, Map.of(ok, 1000.0));
    offer("a", 10, Map.of(ok, 2000.0));
    offer("a", 20, Map.of(ok, 2500.0, bad, 500.0));
    offer("a", 30, Map.of(ok, 3000.0, bad, 1000.0));

    assertThat(ticks.get(2).signals())
        .anySatisfy(
            s -> {
              assertThat(s.name()).isEqualTo("http_requests_total:error_ratio");
              assertThat(s.value()).isCloseTo(0.5, within(0.01));
            });
  }

  @Test
  void anUnknownMetricIsNotTakenForGrowthFromZero() {
    offer("a", 0, Map.of("old_total{x=\"1\"}", 1.0));
    offer("a", 10, Map.of("old_total{x=\"1\"}", 2.0));
    offer(
        "a",
        20,
        Map.of(
            "old_total{x=\"1\"}",
            3.0,
            "renamed_total{x=\"1\"}",
            1e9,
            "renamed_total{x=\"2\"}",
            1e9));
    offer(
        "a",
        30,
        Map.of(
            "old_total{x=\"1\"}",
            4.0,
            "renamed_total{x=\"1\"}",
            1e9 + 10,
            "renamed_total{x=\"2\"}",
            1e9));

    assertThat(ticks.get(2).signals())
        .noneMatch(s -> s.name().startsWith("renamed") && s.value() > 0);
    assertThat(value("renamed_total:rate")).isEqualTo(1);
  }

  @Test
  void meansAndRatesOfSummaries() {
    offer(
        "a",
        0,
        MetricType.SUMMARY,
        Map.of(
            "rpc_seconds_sum",
            0.0,
            "rpc_seconds_count",
            0.0,
            "rpc_seconds{quantile=\"0.5\"}",
            1.0));
    offer(
        "a",
        10,
        MetricType.SUMMARY,
        Map.of(
            "rpc_seconds_sum",
            5.0,
            "rpc_seconds_count",
            20.0,
            "rpc_seconds{quantile=\"0.5\"}",
            1.0));

    assertThat(value("rpc_seconds:mean")).isEqualTo(0.25);
    assertThat(value("rpc_seconds:rate")).isEqualTo(2);
    assertThat(last().signals()).hasSize(2);
  }

  @Test
  void readsNothingIntoWhatIsNoMeasurement() {
    Map<String, Double> samples =
        Map.of(
            "build_info{v=\"1\"}",
            1.0,
            "process_start_time_seconds",
            1.7e9,
            "x_created",
            1.7e9,
            "broken{",
            1.0,
            "y_bucket{le=\"z\"}",
            1.0);
    offer("a", 0, samples);
    offer("a", 10, samples);

    assertThat(last().signals()).isEmpty();
  }

  /** Some exporters call everything a gauge. */
  private void offerGauge(int step, double value) {
    offer("a", 15 * step, MetricType.GAUGE, Map.of("log_end_offset", value));
  }

  @Test
  void aGaugeThatOnlyEverRisesIsACounter() {
    for (int step = 0; step <= 200; step++) {
      offerGauge(step, 1e6 + 30.0 * step);
    }

    assertThat(course("log_end_offset:rate")).hasSizeGreaterThan(50).containsOnly(2);
    // The value is there and says nothing: a new record at each scrape is no news.
    assertThat(value("log_end_offset:value")).isNaN();
    offerGauge(201, 60);
    assertThat(value("log_end_offset:rate")).isEqualTo(4);
    assertThat(value("log_end_offset:value")).isNaN();
  }

  @Test
  void aGaugeThatFallsIsAGaugeHoweverLongItRose() {
    for (int step = 0; step <= 200; step++) {
      offerGauge(step, 1e6 + 30.0 * step);
    }
    offerGauge(201, 1e6 + 5000);
    offerGauge(202, 1e6 + 5100);

    assertThat(value("log_end_offset:value")).isEqualTo(1e6 + 5100);
    assertThat(signal("log_end_offset:rate")).isEmpty();
  }

  @Test
  void aGaugeThatMovesBothWaysHasNoRate() {
    Random random = new Random(5);
    for (int step = 0; step <= 1000; step++) {
      offerGauge(step, 100.0 * step + 50 * random.nextGaussian());
    }

    assertThat(course("log_end_offset:rate")).isEmpty();
  }

  @Test
  void aSeriesThatWasRenamedBeginsAnewAndTheOldOneIsForgotten() {
    for (int step = 0; step <= 300; step++) {
      String name = step < 20 ? "jobs_done_total" : "jobs_completed_total";
      offer("a", 15 * step, Map.of("up", 1.0, name, 1e9 + 150.0 * step));
      signals.closeIfDue(BEGIN + 15_000L * step + 14_999, this::keep);
    }

    assertThat(course("jobs_done_total:rate")).containsOnly(10);
    assertThat(course("jobs_completed_total:rate")).containsOnly(10);
    assertThat(signal("jobs_done_total:rate")).isEmpty();
    assertThat(signals.drops().total()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 15, 60, 300, 3600})
  void hasARateAtEachScrapeInterval(int interval) {
    for (int step = 0; step <= 30; step++) {
      offer("a", interval * step, Map.of("jobs_total", 7.0 * interval * step));
      offer("b", interval * step + interval / 3, Map.of("jobs_total", 2.0 * interval * step));
    }

    assertThat(signals.interval()).isEqualTo(1000L * interval);
    assertThat(value("jobs_total:rate")).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({"1, 15", "15, 1", "15, 300", "300, 15", "60, 3600", "3600, 60"})
  void followsAnIntervalThatChanges(int before, int after) {
    int second = 0;
    for (int step = 0; step < 30; step++, second += before) {
      offer("a", second, Map.of("jobs_total", 7.0 * second, "depth", 5.0));
    }
    int from = ticks.size();
    for (int step = 0; step < 15; step++, second += after) {
      offer("a", second, Map.of("jobs_total", 7.0 * second, "depth", 5.0));
    }

    assertThat(signals.interval()).isEqualTo(1000L * after);
    assertThat(ticks.size() - from).isGreaterThanOrEqualTo(11);
    assertThat(course("jobs_total:rate")).containsOnly(7);
    assertThat(course("depth:value")).containsOnly(5);
  }
}
