package io.aicloudops.rca.rank.blame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.rca.rank.shift.CallGraph;
import io.aicloudops.rca.rank.shift.Column;
import io.aicloudops.rca.rank.shift.Shift;
import io.aicloudops.rca.rank.shift.Table;
import io.aicloudops.rca.rank.shift.Watch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A service that fails or is slow, in shops made by chance, felt by those that call it. */
class BlameTest {

  private static final int CALM = 60;
  private static final int ROWS = 66;

  private record Shop(CallGraph graph, Table table, String culprit, Set<String> symptomatic) {}

  private static String service(int i) {
    return "s" + i;
  }

  private static Shop shop(long seed, boolean fails, int services) {
    Random random = new Random(seed);
    CallGraph graph = new CallGraph(List.of(), Map.of());
    for (int i = 0; i + 1 < services; i++) {
      graph.call(service(random.nextInt(i + 1)), service(i + 1));
    }
    int culprit = 1 + random.nextInt(services - 1);
    double[] felt = new double[services];
    felt[culprit] = 1;
    Set<String> symptomatic = new HashSet<>();
    for (int i = culprit - 1; i >= 0; i--) {
      for (String callee : graph.callees(service(i))) {
        felt[i] = Math.max(felt[i], 0.9 * felt[Integer.parseInt(callee.substring(1))]);
      }
      if (felt[i] > 0) {
        symptomatic.add(service(i));
      }
    }
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < services; i++) {
      for (String metric : List.of("availability", "latency-p99", "requests")) {
        columns.add(Column.of(service(i) + "_" + metric, graph));
      }
    }
    Table table = new Table(columns);
    for (int row = 0; row < ROWS; row++) {
      double[] values = new double[columns.size()];
      for (int i = 0; i < services; i++) {
        double ill = row < CALM ? 0 : felt[i];
        values[3 * i] = fails ? 100 - 30 * ill : 100;
        double slower = fails ? 1 - 0.4 * ill : 1 + 3 * ill;
        values[3 * i + 1] = (10 + i) * slower * (1 + 0.05 * random.nextGaussian());
        values[3 * i + 2] = 50 * (1 + 0.1 * random.nextGaussian());
      }
      table.add(300.0 * row, values);
    }
    return new Shop(graph, table, service(culprit), symptomatic);
  }

  @Test
  void theCauseIsNeverBelowAPureSymptomOfIt() {
    for (long seed = 0; seed < 200; seed++) {
      Shop shop = shop(seed, seed % 2 == 0, 4 + (int) (seed % 30));
      Blame blame = new Blame(Shift.of(shop.table, CALM, ROWS), shop.graph);
      double own = blame.scores().getOrDefault(shop.culprit, 0.0);
      for (String symptom : shop.symptomatic) {
        assertThat(blame.scores().getOrDefault(symptom, 0.0))
            .as("seed %d: %s because of %s", seed, symptom, shop.culprit)
            .isLessThan(own);
      }
    }
  }

  @Test
  void theCauseIsNearlyAlwaysFirst() {
    int first = 0;
    for (long seed = 0; seed < 100; seed++) {
      Shop shop = shop(seed, seed % 2 == 0, 30);
      Blame blame = new Blame(Shift.of(shop.table, CALM, ROWS), shop.graph);
      first += Ranking.of(blame.scores()).get(0).equals(shop.culprit) ? 1 : 0;
    }
    assertThat(first).as("of 100 shops, seeds 0 to 99").isGreaterThanOrEqualTo(95);
  }

  @Test
  void aCalleeWhoseOwnLatencyHardlyRoseMadeNobodySlow() {
    CallGraph graph = new CallGraph(List.of(), Map.of());
    graph.call("front", "orders");
    graph.call("orders", "stock");
    List<Column> columns =
        List.of(
            Column.of("front_latency", graph),
            Column.of("orders_latency", graph),
            Column.of("stock_latency", graph),
            Column.of("stock_cpu", graph));
    Random random = new Random(4);
    Table table = new Table(columns);
    for (int row = 0; row < ROWS; row++) {
      boolean ill = row >= CALM;
      double wobble = 1 + 0.02 * random.nextGaussian();
      double orders = ill ? 2_000 : 45;
      table.add(row, new double[] {60 + orders, orders * wobble, 9 * wobble, ill ? 4 : wobble});
    }
    Blame blame = new Blame(Shift.of(table, CALM, ROWS), graph);
    assertThat(Ranking.of(blame.scores())).as("seed 4").first().isEqualTo("orders");
  }

  @Test
  void theScaleOfAMeasurementDoesNotMatter() {
    Shop shop = shop(3, true, 10);
    Table scaled = new Table(shop.table.columns());
    for (int row = 0; row < ROWS; row++) {
      scaled.add(
          shop.table.time(row), Arrays.stream(shop.table.said(row)).map(v -> 1000 * v).toArray());
    }
    Blame one = new Blame(Shift.of(shop.table, CALM, ROWS), shop.graph);
    Blame other = new Blame(Shift.of(scaled, CALM, ROWS), shop.graph);
    one.scores()
        .forEach(
            (service, score) ->
                assertThat(other.scores().getOrDefault(service, 0.0))
                    .isCloseTo(score, org.assertj.core.data.Offset.offset(1e-9)));
  }

  @Test
  void theWatchNoticesOnceAndLearnsANewNormal() {
    Random random = new Random(9);
    Watch watch = new Watch(8);
    List<Integer> begun = new ArrayList<>();
    for (int row = 0; row < 300; row++) {
      double level = row < 100 ? 1 : 4;
      double[] values = new double[8];
      for (int j = 0; j < 8; j++) {
        values[j] = j == 7 && row < 50 ? Double.NaN : level * (1 + 0.03 * random.nextGaussian());
      }
      if (row < 40) {
        watch.normal(values);
      } else if (watch.row(values)) {
        begun.add(row);
      }
    }
    assertThat(begun).as("seed 9").first().isEqualTo(100);
    assertThat(begun).as("seed 9, the step is learned").hasSizeLessThanOrEqualTo(4);
    assertThat(watch.sum()).isLessThan(watch.level());
  }

  @Test
  void confidenceIsOfTheFirstAmongItsRivals() {
    for (Confidence.Basis basis : Confidence.Basis.values()) {
      assertThat(Confidence.of(Map.of(), basis)).isZero();
      double alone = Confidence.of(Map.of("a", 2.0), basis);
      double clear = Confidence.of(Map.of("a", 2.0, "b", 1.0), basis);
      double tied = Confidence.of(Map.of("a", 2.0, "b", 2.0), basis);
      assertThat(alone).isGreaterThan(clear).isLessThan(1);
      assertThat(clear).isGreaterThan(tied);
    }
  }

  @Test
  void theOthersShareWhatTheFirstLeaves() {
    Map<String, Double> each =
        Confidence.each(
            Map.of("a", 2.0, "b", 1.0, "c", 1.5, "d", 0.0), Confidence.Basis.MEASUREMENTS);
    assertThat(each).containsOnlyKeys("a", "b", "c");
    assertThat(each.get("a")).isGreaterThan(each.get("c"));
    assertThat(each.get("c")).isGreaterThan(each.get("b"));
    assertThat(each.values().stream().mapToDouble(v -> v).sum()).isCloseTo(1, within(1e-9));
    assertThat(Confidence.each(Map.of(), Confidence.Basis.ALERTS)).isEmpty();
  }
}
