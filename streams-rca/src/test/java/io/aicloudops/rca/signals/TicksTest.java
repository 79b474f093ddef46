package io.aicloudops.rca.signals;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.columns.Doubles;
import io.aicloudops.schemas.columns.Texts;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** When a tick is closed, and what is dropped. */
class TicksTest extends SignalsFixture {

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
  void closesAWaitingTickWhenItsTimeHasCome() {
    for (int second = 0; second <= 20; second += 10) {
      offer("a", second, Map.of("x", 1.0));
      offer("b", second, Map.of("x", 1.0));
    }
    int before = ticks.size();
    offer("a", 30, Map.of("x", 1.0));
    signals.closeIfDue(1_000_040_000L, this::keep);
    assertThat(ticks).hasSize(before);
    signals.closeIfDue(signals.due(), this::keep);
    assertThat(ticks).hasSize(before + 1);
    assertThat(signals.due()).isEqualTo(Long.MAX_VALUE);
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
    assertThat(ticks.stream().flatMap(t -> t.signals().stream()).map(Signal::value))
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

  /** Sparse, constant and binary series beside a lively one cost it nothing. */
  @Test
  void aSparseSeriesHoldsNothingUp() {
    for (int step = 0; step < 60; step++) {
      Map<String, Double> samples = new TreeMap<>(Map.of("up", 1.0, "depth", 1.0 * step));
      if (step % 10 == 0) {
        samples.put("last_batch_seconds", 4.0);
      }
      offer("a", 15 * step, samples);
      signals.closeIfDue(BEGIN + 15_000L * step + 22_500, this::keep);
    }

    assertThat(course("depth:value")).hasSize(60);
    assertThat(course("up:value")).hasSize(60).containsOnly(1);
    assertThat(course("last_batch_seconds:value")).hasSize(6).containsOnly(4);
    assertThat(signals.interval()).isEqualTo(15_000);
  }

  @Test
  void theSameNamesShareOneListFromTickToTick() {
    offer("a", 0, Map.of("up", 1.0));
    List<Object> names = new ArrayList<>();
    for (int second = 10; second <= 30; second += 10) {
      List<String> series = second < 30 ? List.of("up") : List.of("up", "x");
      signals.offer(
          new MetricBatch(
              "c/n/Deployment/d",
              "a",
              Instant.ofEpochMilli(BEGIN + 1000L * second),
              "test",
              series,
              Collections.nCopies(series.size(), MetricType.GAUGE),
              Collections.nCopies(series.size(), 1.0)),
          tick -> names.add(tick.names()));
    }
    signals.closeIfDue(Long.MAX_VALUE - 1, tick -> names.add(tick.names()));

    assertThat(names.get(0)).isSameAs(names.get(1)).isEqualTo(List.of("up:value"));
    assertThat(names.get(names.size() - 1)).isEqualTo(List.of("up:value", "x:value"));
  }

  @Test
  void aScrapeInTheSteadyStateAllocatesNothing() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Texts series =
        shared(
            "requests_total{code=\"200\"}",
            "requests_total{code=\"500\"}",
            "latency_seconds_bucket{le=\"1\"}",
            "latency_seconds_bucket{le=\"+Inf\"}",
            "depth",
            "pool_in_use",
            "pool_max");
    List<MetricType> types = Collections.nCopies(series.size(), MetricType.UNKNOWN);
    MetricBatch[] batches = new MetricBatch[3000];
    for (int k = 0; k < batches.length; k++) {
      double[] values = new double[series.size()];
      Arrays.fill(values, 3.0 * k + k % 2);
      batches[k] =
          new MetricBatch(
              "c/n/Deployment/d",
              "pod-" + k % 3,
              Instant.ofEpochMilli(BEGIN + 5_000L * k),
              "test",
              series,
              types,
              new Doubles(values));
    }
    long[] sum = {0};
    Consumer<SignalTick> out = tick -> sum[0] += tick.names().size();
    int warm = batches.length / 2;
    for (int k = 0; k < warm; k++) {
      signals.offer(batches[k], out);
    }
    long before = threads.getCurrentThreadAllocatedBytes();
    for (int k = warm; k < batches.length; k++) {
      signals.offer(batches[k], out);
    }
    long perBatch = (threads.getCurrentThreadAllocatedBytes() - before) / (batches.length - warm);

    assertThat(sum[0]).isPositive();
    // An iterator for each collection walked, and nothing for the samples.
    assertThat(perBatch).isLessThan(500);
  }
}
