package io.aicloudops.rca.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.rca.correlate.Shop;
import io.aicloudops.rca.knowledge.ClusterMap;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.event.TopologyEntity;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RcaAnalysisTest {

  private static final String LATENCY = "http_server_request_duration_seconds:p99";
  private static final String CPU = "process_cpu_seconds_total:rate";

  private final SignalWindow window = new SignalWindow(3_600_000, 1000, 2000);
  private final ClusterMap map = new ClusterMap();

  RcaAnalysisTest() {
    Shop.map().forEach(e -> map.put((TopologyEntity) e.getBody()));
  }

  private void add(
      String name, String signal, SignalRole role, long second, double value, double score) {
    window.add(
        new SignalBatch(
            Shop.entity(name),
            Shop.at(second),
            1000L,
            List.of(signal),
            List.of(role),
            List.of(value),
            List.of(0.1),
            List.of(0.05),
            List.of(0.15),
            List.of(score)));
  }

  /** The latency of cart and, 40 s later, that of front rise; the CPU of payment does not care. */
  private void trouble() {
    Random random = new Random(7);
    for (int s = 0; s < 1200; s += 10) {
      double cart = s >= 600 ? 1 + Math.sin(s / 50.0) : 0.1 + 0.01 * Math.sin(s / 50.0);
      double front =
          s >= 640 ? 1 + Math.sin((s - 40) / 50.0) : 0.1 + 0.01 * Math.sin((s - 40) / 50.0);
      add("cart", LATENCY, SignalRole.LATENCY, s, cart, s >= 600 ? 0.9 : 0.01);
      add("front", LATENCY, SignalRole.LATENCY, s, front, s >= 640 ? 0.9 : 0.01);
      add("payment", CPU, SignalRole.RESOURCE, s, random.nextDouble(), 0.01);
    }
  }

  private RcaAnalysis.Findings ask(String namespace, String... metrics) {
    RcaAnalysis.Question question =
        new RcaAnalysis.Question(List.of(metrics), Shop.START, Shop.START + 1_200_000, namespace);
    return RcaAnalysis.analyse(question, window, List.of(), map);
  }

  @Test
  void saysWhatMovedTogetherAndWhichCameFirst() {
    trouble();
    List<RcaAnalysis.Pair> pairs = ask("shop").correlations();
    assertThat(pairs).hasSize(1);
    RcaAnalysis.Pair pair = pairs.get(0);
    boolean cartFirst = pair.a().startsWith("cart/");
    assertThat(List.of(pair.a(), pair.b()))
        .containsExactlyInAnyOrder("cart/" + LATENCY, "front/" + LATENCY);
    assertThat(pair.correlation()).isGreaterThan(0.9);
    assertThat(cartFirst ? pair.lagMs() : -pair.lagMs()).isBetween(20_000L, 60_000L);
  }

  @Test
  void namesACauseFromTheSignalsWhereThereWasNoIncident() {
    trouble();
    var cause = ask("shop").causes().get(0);
    assertThat(cause.getEntity()).isEqualTo(Shop.entity("cart"));
    assertThat(cause.getFault()).isEqualTo("dependency-slow");
    assertThat(cause.getAffected()).contains(Shop.entity("front"));
  }

  @Test
  void looksOnlyAtWhatWasAskedFor() {
    trouble();
    assertThat(ask("shop", "cpu").correlations()).isEmpty();
    assertThat(ask("elsewhere").causes()).isEmpty();
    assertThat(ask("elsewhere").correlations()).isEmpty();
  }

  @Test
  void theWindowIsBoundedInTimeAndNumber() {
    SignalWindow small = new SignalWindow(60_000, 2, 10);
    for (int s = 0; s < 300; s++) {
      for (String name : List.of("a", "b", "c")) {
        small.add(
            new SignalBatch(
                Shop.entity(name),
                Shop.at(s),
                1000L,
                List.of(CPU),
                List.of(SignalRole.RESOURCE),
                List.of(1.0 * s),
                List.of(0.0),
                List.of(0.0),
                List.of(0.0),
                List.of(0.0)));
      }
    }
    List<SignalWindow.Series> kept = small.between(0, Long.MAX_VALUE);
    assertThat(kept).hasSizeLessThanOrEqualTo(2);
    assertThat(kept)
        .allSatisfy(
            s -> {
              assertThat(s.points()).hasSizeLessThanOrEqualTo(10);
              assertThat(s.points().get(0).time()).isGreaterThanOrEqualTo(Shop.START + 239_000);
            });
  }

  @Test
  void blamesWhatMovedWhereTheSignalsAreTooFewForADetectorToSpeak() {
    Random random = new Random(11);
    for (int s = -1800; s < 1800; s += 15) {
      boolean trouble = s >= 900;
      for (String name : List.of("front", "cart", "checkout", "payment")) {
        boolean felt = trouble && !name.equals("payment");
        double wobble = 1 + 0.03 * random.nextGaussian();
        add(name, LATENCY, SignalRole.LATENCY, s, (felt ? 0.9 : 0.1) * wobble, 0.1);
        double busy = trouble && name.equals("cart") ? 0.95 : 0.3;
        add(name, CPU, SignalRole.RESOURCE, s, busy * wobble, 0.1);
      }
    }
    var causes =
        RcaAnalysis.analyse(
                new RcaAnalysis.Question(List.of(), Shop.START, Shop.START + 1_800_000, "shop"),
                window,
                List.of(),
                map)
            .causes();
    assertThat(causes.get(0).getEntity()).isEqualTo(Shop.entity("cart"));
    assertThat(causes.get(0).getFault()).isEqualTo("cpu-saturation");
    assertThat(causes.stream().mapToDouble(c -> c.getConfidence()).sum()).isLessThan(1.01);
  }

  @Test
  void calmSignalsAreNobodysFault() {
    Random random = new Random(12);
    for (int s = -1800; s < 1800; s += 15) {
      for (String name : List.of("front", "cart", "checkout", "payment")) {
        add(name, LATENCY, SignalRole.LATENCY, s, 0.1 + 0.01 * random.nextGaussian(), 0.1);
        add(name, CPU, SignalRole.RESOURCE, s, 0.3 + 0.03 * random.nextGaussian(), 0.1);
      }
    }
    assertThat(
            RcaAnalysis.analyse(
                    new RcaAnalysis.Question(List.of(), Shop.START, Shop.START + 1_800_000, "shop"),
                    window,
                    List.of(),
                    map)
                .causes())
        .isEmpty();
  }

  @Test
  void findsTheServiceThatMovedAmongFifty() {
    Random random = new Random(1);
    for (int s = -1800; s < 1800; s += 15) {
      for (int i = 0; i < 50; i++) {
        for (int k = 0; k < 8; k++) {
          double value = random.nextGaussian() + (s >= 900 && i == 7 ? 40 : 0);
          add("s" + i, "metric_" + k + ":rate", SignalRole.OTHER, s, value, 0.1);
        }
      }
    }
    var found =
        RcaAnalysis.analyse(
            new RcaAnalysis.Question(List.of(), Shop.START, Shop.START + 1_800_000, ""),
            window,
            List.of(),
            map);
    assertThat(found.causes().get(0).getEntity()).isEqualTo(Shop.entity("s7"));
  }
}
