package io.aicloudops.rca.signals;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.columns.Texts;
import io.aicloudops.schemas.event.MetricType;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The state as bytes. */
class SignalsStateTest extends SignalsFixture {

  private EntitySignals.Limits limits = new EntitySignals.Limits(1000, 100);

  private EntitySignals copy() {
    Packer packer = new Packer();
    signals.write(packer);
    EntitySignals copy = new EntitySignals(limits);
    Unpacker in = new Unpacker(packer.toBytes());
    copy.read(in);
    assertThat(in.remaining()).isZero();
    Packer again = new Packer();
    copy.write(again);
    assertThat(again.toBytes()).isEqualTo(packer.toBytes());
    return copy;
  }

  @Test
  void goesOnFromItsBytesInTheMiddleOfATick() {
    for (int second = 0; second <= 40; second += 10) {
      feedTwoPods(second);
      signals = copy();
    }

    List<Tick> split = List.copyOf(ticks);
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

  /** Whatever is kept beside the state for speed changes nothing. */
  @RepeatedTest(5)
  void aStateThatIsReadAnewGoesOnLikeOneThatIsNot() {
    long seed = System.nanoTime();
    List<Tick> live = randomRun(new Random(seed), false);
    List<Tick> restarted = randomRun(new Random(seed), true);

    assertThat(restarted).as("seed %d", seed).isEqualTo(live);
  }

  private List<Tick> randomRun(Random random, boolean restarts) {
    ticks.clear();
    signals = new EntitySignals(new EntitySignals.Limits(1000, 100));
    Texts some = Texts.of(List.of("up", "jobs_total{code=\"200\"}", "jobs_total{code=\"500\"}"));
    Texts all =
        Texts.of(List.of("up", "jobs_total{code=\"200\"}", "x_bytes", "pool_in_use", "pool_max"));
    for (int k = 0; k < 400; k++) {
      int minute = k;
      for (String pod : List.of("a", "b", "c")) {
        // Now and then a pod, or a series, is away for longer than it is remembered.
        boolean away = minute / 100 % 2 == 1 && pod.equals("c");
        Texts names = random.nextInt(100) < 3 || minute / 70 % 3 == 2 ? some : all;
        List<Double> values =
            names.stream()
                .map(n -> random.nextInt(50) == 0 ? STALE : 10.0 * minute + random.nextInt(9))
                .toList();
        if (!away) {
          offer(pod, BEGIN + 60_000L * minute, names, types(names.size()), values);
        }
      }
      boolean chosen = random.nextInt(3) == 0;
      if (restarts && chosen) {
        signals = copy();
      }
    }
    return List.copyOf(ticks);
  }

  private static List<MetricType> types(int n) {
    return Collections.nCopies(n, MetricType.UNKNOWN);
  }

  /** A gauge that says NaN for long gives its place away, and has one again when it speaks. */
  @Test
  void aSignalWhosePlaceWasGivenAwayComesBack() {
    limits = new EntitySignals.Limits(1000, 3);
    signals = new EntitySignals(limits);
    int second = 0;
    for (; second <= 60; second += 60) {
      offer("a", second, Map.of("x_bytes", 1.0, "y_bytes", 2.0, "z_bytes", 3.0));
    }
    for (; second < 4_000; second += 60) {
      offer("a", second, Map.of("x_bytes", 1.0, "y_bytes", Double.NaN, "z_bytes", Double.NaN));
    }
    for (int k = 0; k < 3; k++, second += 60) {
      offer("a", second, Map.of("new_bytes", 4.0, "x_bytes", 1.0, "y_bytes", Double.NaN));
    }
    for (int k = 0; k < 3; k++, second += 60) {
      offer("a", second, Map.of("new_bytes", 4.0, "x_bytes", 1.0, "y_bytes", 5.0));
    }

    assertThat(value("new_bytes:value")).isEqualTo(4);
    assertThat(value("y_bytes:value")).isEqualTo(5);
  }

  /** Signals lose their places and find others, and series that count are taken for counters. */
  @RepeatedTest(5)
  void aStateThatIsReadAnewHasTheSamePlaces() {
    long seed = System.nanoTime();
    List<Tick> live = crowded(new Random(seed), false);
    List<Tick> restarted = crowded(new Random(seed), true);

    assertThat(restarted).as("seed %d", seed).isEqualTo(live);
  }

  private List<Tick> crowded(Random random, boolean restarts) {
    ticks.clear();
    limits = new EntitySignals.Limits(1000, 5);
    signals = new EntitySignals(limits);
    List<String> names =
        List.of(
            "a_bytes", "b_total", "c_things", "d_things", "e_bytes", "f_seconds_sum", "g_total");
    boolean[] speaks = new boolean[names.size()];
    for (int minute = 0; minute < 600; minute++) {
      if (minute % 35 == 0) {
        for (int k = 0; k < speaks.length; k++) {
          speaks[k] = random.nextBoolean();
        }
      }
      for (String pod : List.of("a", "b")) {
        double now = minute;
        List<Double> values =
            names.stream()
                .map(n -> speaks[names.indexOf(n)] ? now * (1 + names.indexOf(n)) : Double.NaN)
                .toList();
        offer(pod, BEGIN + 60_000L * minute, names, types(names.size()), values);
        boolean chosen = random.nextInt(3) == 0;
        if (restarts && chosen) {
          signals = copy();
        }
      }
    }
    return List.copyOf(ticks);
  }
}
