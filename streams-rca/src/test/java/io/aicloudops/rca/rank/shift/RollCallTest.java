package io.aicloudops.rca.rank.shift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Instances that events name before anything is measured of them. */
class RollCallTest {

  private static RollCall.Mention mention(String service, String pod, double time) {
    return new RollCall.Mention(service, pod, time);
  }

  @Test
  void anInstanceThatIsNamedForTheFirstTimeCame() {
    CallGraph graph = new CallGraph(List.of("cart"), Map.of("cart-a", "cart"));
    Table table = new Table(List.of(Column.of("cart-a_cpu", graph)));
    for (int row = 0; row < 10; row++) {
      table.add(100 + row, new double[] {1});
    }
    List<RollCall.Mention> mentions =
        List.of(
            mention("cart", "cart-a", 104), // measured
            mention("pay", "pay-a", 90), // there before
            mention("pay", "pay-a", 104),
            mention("ship", "ship-b", 104),
            mention("ads", "ads-b", 109)); // not known yet
    assertThat(RollCall.named(table, mentions, 106)).containsOnlyKeys("ship");
    assertThat(RollCall.named(table, mentions, 109)).containsOnlyKeys("ship", "ads");
  }
}
