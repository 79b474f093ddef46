package io.aicloudops.rca.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.event.SignalRole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EntitySignalsTest {

  private static final double STALE = Double.longBitsToDouble(0x7ff0000000000002L);

  private final List<SignalTick> ticks = new ArrayList<>();
  private EntitySignals signals = new EntitySignals(new EntitySignals.Limits(1000, 100));

  private void offer(String pod, int second, Map<String, Double> samples) {
    offer(pod, second, MetricType.UNKNOWN, samples);
  }

  private void offer(String pod, int second, MetricType type, Map<String, Double> samples) {
    MetricBatch batch =
        new MetricBatch(
            "c/n/Deployment/d",
            pod,
            Instant.ofEpochSecond(1_000_000L + second),
            "test",
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    new TreeMap<>(samples)
        .forEach(
            (series, value) -> {
              batch.getSeries().add(series);
              batch.getTypes().add(type);
              batch.getValues().add(value);
            });
    signals.offer(batch, ticks::add);
  }

  private SignalTick last() {
    return ticks.get(ticks.size() - 1);
  }

  private double value(String name) {
    return signal(name).orElseThrow(() -> new AssertionError(name + " not in " + last())).value();
  }

  private Optional<SignalTick.Signal> signal(String name) {
    return last().signals().stream().filter(s -> s.name().equals(name)).findFirst();
  }

  @Test
  void makesARateOfACounterAndSurvivesItsReset() {
    offer("a", 0, Map.of("jobs_total", 100.0));
    offer("a", 10, Map.of("jobs_total", 150.0));
    offer("a", 20, Map.of("jobs_total", 30.0));
    offer("a", 30, Map.of("jobs_total", 50.0));

    assertThat(ticks.stream().flatMap(t -> t.signals().stream()).map(SignalTick.Signal::value))
        .containsExactly(5.0, 3.0, 2.0);
  }

  @Test
  void addsRatesOfPodsAndTakesTheWorstMemory() {
    for (int second = 0; second <= 20; second += 10) {
      offer(
          "a", second, Map.of("jobs_total", 10.0 * second, "process_resident_memory_bytes", 100.0));
      offer(
          "b",
          second + 3,
          Map.of("jobs_total", 20.0 * second, "process_resident_memory_bytes", 300.0));
    }

    assertThat(value("jobs_total:rate")).isEqualTo(30);
    assertThat(value("process_resident_memory_bytes:value")).isEqualTo(300);
    assertThat(signal("process_resident_memory_bytes:value"))
        .get()
        .extracting(SignalTick.Signal::member)
        .isEqualTo("b");
  }

  @Test
  void closesATickAsSoonAsAllPodsHaveSpoken() {
    for (int second = 0; second <= 30; second += 10) {
      offer("a", second, Map.of("up", 1.0));
      offer("b", second + 4, Map.of("up", 1.0));
    }

    // The last tick is there although nothing came after it.
    assertThat(last().time()).isEqualTo(1_000_034_000L);
    assertThat(last().intervalMs()).isEqualTo(10_000);
    assertThat(ticks).hasSize(4);
  }

  @Test
  void aPodThatGoesCostsOneWaitAndNothingMore() {
    for (int second = 0; second <= 20; second += 10) {
      offer("a", second, Map.of("jobs_total", 10.0 * second));
      offer("b", second, Map.of("jobs_total", 10.0 * second));
    }
    int before = ticks.size();
    offer("a", 30, Map.of("jobs_total", 300.0));
    assertThat(ticks).hasSize(before);
    offer("a", 40, Map.of("jobs_total", 400.0));
    assertThat(ticks).hasSize(before + 2);
    offer("a", 50, Map.of("jobs_total", 500.0));
    assertThat(ticks).hasSize(before + 3);
    assertThat(value("jobs_total:rate")).isEqualTo(10);
  }

  @Test
  void closesAWaitingTickWhenItsTimeHasCome() {
    for (int second = 0; second <= 20; second += 10) {
      offer("a", second, Map.of("x", 1.0));
      offer("b", second, Map.of("x", 1.0));
    }
    int before = ticks.size();
    offer("a", 30, Map.of("x", 1.0));
    signals.closeIfDue(1_000_040_000L, ticks::add);
    assertThat(ticks).hasSize(before);
    signals.closeIfDue(signals.due(), ticks::add);
    assertThat(ticks).hasSize(before + 1);
    assertThat(signals.due()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void mergesHistogramsBeforeItTakesQuantiles() {
    String bucket = "latency_seconds_bucket{le=\"%s\"}";
    for (int second = 0; second <= 20; second += 10) {
      double n = 100.0 * second;
      offer(
          "fast",
          second,
          Map.of(
              bucket.formatted("0.1"), n, bucket.formatted("1"), n, bucket.formatted("+Inf"), n));
      offer(
          "slow",
          second,
          Map.of(
              bucket.formatted("0.1"), 0.0, bucket.formatted("1"), n, bucket.formatted("+Inf"), n));
    }

    assertThat(value("latency_seconds:rate")).isEqualTo(200);
    assertThat(value("latency_seconds:p50")).isCloseTo(0.1, within(1e-9));
    assertThat(value("latency_seconds:p95")).isCloseTo(0.1 + 0.9 * 0.9, within(1e-9));
    assertThat(signal("latency_seconds:p99"))
        .get()
        .extracting(SignalTick.Signal::role)
        .isEqualTo(SignalRole.LATENCY);
  }

  @Test
  void theLatencyOfNoRequestsIsNoNumber() {
    Map<String, Double> idle =
        Map.of("latency_seconds_bucket{le=\"1\"}", 5.0, "latency_seconds_bucket{le=\"+Inf\"}", 5.0);
    offer("a", 0, idle);
    offer("a", 10, idle);

    assertThat(value("latency_seconds:p99")).isNaN();
    assertThat(value("latency_seconds:rate")).isZero();
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
  void comparesAUseWithItsLimit() {
    for (int second = 0; second <= 10; second += 10) {
      offer(
          "a", second, Map.of("db_pool_connections_in_use", 3.0, "db_pool_connections_max", 20.0));
      offer(
          "b", second, Map.of("db_pool_connections_in_use", 18.0, "db_pool_connections_max", 20.0));
    }

    assertThat(value("db_pool_connections_in_use:saturation")).isEqualTo(0.9);
    assertThat(signal("db_pool_connections_in_use:saturation"))
        .get()
        .extracting(SignalTick.Signal::member)
        .isEqualTo("b");
    assertThat(signal("db_pool_connections_max:value")).isEmpty();
  }

  @Test
  void comparesTheStatesOfAPool() {
    String pool = "db_pool_connections{state=\"%s\"}";
    Map<String, Double> samples =
        Map.of(
            pool.formatted("in_use"),
            15.0,
            pool.formatted("idle"),
            5.0,
            pool.formatted("max"),
            20.0);
    offer("a", 0, samples);
    offer("a", 10, samples);

    assertThat(value("db_pool_connections:saturation")).isEqualTo(0.75);
    assertThat(value("db_pool_connections:value{state=\"in_use\"}")).isEqualTo(15);
    assertThat(signal("db_pool_connections:value{state=\"max\"}")).isEmpty();
  }

  @Test
  void comparesProcessorTimeWithItsLimit() {
    offer(
        "a", 0, Map.of("container_cpu_usage_seconds_total", 0.0, "container_cpu_limit_cores", 0.5));
    offer(
        "a",
        10,
        Map.of("container_cpu_usage_seconds_total", 4.0, "container_cpu_limit_cores", 0.5));

    assertThat(value("container_cpu_usage_seconds_total:saturation")).isEqualTo(0.8);
  }

  @Test
  void dropsAndCountsWhatIsLateTwiceOrNoNumber() {
    offer("a", 0, Map.of("x", 1.0));
    offer("a", 10, Map.of("x", 2.0));
    offer("a", 10, Map.of("x", 9.0));
    offer("a", 5, Map.of("x", 9.0));
    offer("a", 20, Map.of("x", Double.POSITIVE_INFINITY));
    offer("a", 30, Map.of("x", 3.0));

    assertThat(signals.drops()).isEqualTo(new Drops.Counts(1, 1, 1, 0, 0, 0));
    assertThat(ticks.stream().flatMap(t -> t.signals().stream()).map(SignalTick.Signal::value))
        .containsExactly(1.0, 2.0, 3.0);
  }

  @Test
  void aStaleSeriesIsNotWaitedFor() {
    for (int second = 0; second <= 20; second += 10) {
      offer("a", second, Map.of("x", 1.0));
      offer("b", second, Map.of("x", 1.0));
    }
    offer("b", 25, Map.of("x", STALE));
    int before = ticks.size();
    offer("a", 30, Map.of("x", 1.0));

    assertThat(ticks.size()).isLessThanOrEqualTo(before + 1);
    offer("a", 40, Map.of("x", 1.0));
    offer("a", 50, Map.of("x", 1.0));
    assertThat(last().time()).isEqualTo(1_000_050_000L);
  }

  @Test
  void namesThePodThatDiffersFromItsPeers() {
    for (int second = 0; second <= 20; second += 10) {
      for (String pod : List.of("a", "b", "c", "d")) {
        offer(pod, second, Map.of("threads", pod.equals("c") ? 900.0 : 100.0 + second));
      }
    }

    SignalTick.Signal threads = signal("threads:value").orElseThrow();
    assertThat(threads.member()).isEqualTo("c");
    assertThat(threads.peerScore()).isGreaterThan(50);
  }

  @Test
  void boundsSeriesSignalsAndParts() {
    signals = new EntitySignals(new EntitySignals.Limits(50, 20));
    for (int second = 0; second <= 20; second += 10) {
      Map<String, Double> samples = new TreeMap<>();
      for (int k = 0; k < 100; k++) {
        samples.put("exploded_total{path=\"/" + k + "\"}", 1.0 * second);
      }
      offer("a", second, samples);
    }

    assertThat(last().signals()).hasSizeLessThanOrEqualTo(20);
    assertThat(value("exploded_total:rate")).isEqualTo(50);
    assertThat(signals.drops().overflow()).isEqualTo(150);
    assertThat(signals.drops().refusedSignals()).isPositive();
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
  void forgetsPodsThatAreGoneAndFollowsANewPace() {
    for (int second = 0; second <= 600; second += 10) {
      offer("old" + second / 100, second, Map.of("x", 1.0));
    }
    for (int second = 660; second <= 1000; second += 60) {
      offer("new", second, Map.of("x", 1.0));
    }

    assertThat(signals.interval()).isEqualTo(60_000);
    assertThat(value("x:value")).isEqualTo(1);
  }

  @Test
  void goesOnFromItsBytesInTheMiddleOfATick() {
    for (int second = 0; second <= 40; second += 10) {
      feedTwoPods(second);
      Packer packer = new Packer();
      signals.write(packer);
      EntitySignals copy = new EntitySignals(new EntitySignals.Limits(1000, 100));
      Unpacker in = new Unpacker(packer.toBytes());
      copy.read(in);
      assertThat(in.remaining()).isZero();
      Packer again = new Packer();
      copy.write(again);
      assertThat(again.toBytes()).isEqualTo(packer.toBytes());
      signals = copy;
    }

    List<SignalTick> split = List.copyOf(ticks);
    ticks.clear();
    signals = new EntitySignals(new EntitySignals.Limits(1000, 100));
    for (int second = 0; second <= 40; second += 10) {
      feedTwoPods(second);
    }
    assertThat(split).isEqualTo(ticks);
  }

  private void feedTwoPods(int second) {
    offer(
        "a",
        second,
        Map.of(
            "http_requests_total{code=\"200\",route=\"/x\"}",
            7.0 * second,
            "l_seconds_bucket{le=\"+Inf\"}",
            1.0 * second));
    offer(
        "b",
        second,
        Map.of(
            "http_requests_total{code=\"500\",route=\"/x\"}",
            3.0 * second,
            "l_seconds_bucket{le=\"1\"}",
            1.0 * second));
    offer("b", second + 2, Map.of("pool_in_use", 1.0 * second, "pool_max", 50.0));
  }

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
