package io.aicloudops.rca.signals;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What many pods say becomes what their workload says. */
class PodsTest extends SignalsFixture {

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
        .extracting(Signal::member)
        .isEqualTo("b");
  }

  @Test
  void namesThePodThatDiffersFromItsPeers() {
    for (int second = 0; second <= 20; second += 10) {
      for (String pod : List.of("a", "b", "c", "d")) {
        offer(pod, second, Map.of("threads", pod.equals("c") ? 900.0 : 100.0 + second));
      }
    }

    Signal threads = signal("threads:value").orElseThrow();
    assertThat(threads.member()).isEqualTo("c");
    assertThat(threads.peerScore()).isGreaterThan(50);
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
}
