package io.aicloudops.rca.rank.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.rca.rank.blame.Ranking;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Lists of alerts without times. */
class SurpriseTest {

  private static final Map<String, String> SHOP =
      new TreeMap<>(Map.of("cart-0", "cart", "cart-1", "cart", "pay-0", "pay", "pay-1", "pay"));

  private static Storm.Alert metric(String entity, String metric, boolean up) {
    return new Storm.Metric(entity, metric, up);
  }

  private static List<String> ranked(Surprise surprise, List<Storm.Alert> alerts) {
    return Ranking.of(surprise.scores(new Storm(SHOP, alerts)));
  }

  @Test
  void whatAllInstancesShowIsHardlyAboutOneOfThem() {
    List<Storm.Alert> alerts =
        List.of(
            metric("cart-0", "cpu_usage", true),
            metric("cart-1", "cpu_usage", true),
            metric("pay-1", "cpu_usage", true));
    assertThat(ranked(new Surprise(), alerts)).first().isEqualTo("pay-1");
  }

  @Test
  void callsThatWentToThePeerSpeakOfTheOneTheyLeft() {
    List<Storm.Alert> alerts =
        List.of(
            metric("cart-0", "qps", false),
            metric("cart-1", "qps", true),
            metric("pay-0", "qps", false));
    assertThat(ranked(new Surprise(), alerts)).first().isEqualTo("cart-0");
  }

  @Test
  void whatShowsInEveryStormSaysNothing() {
    Surprise surprise = new Surprise();
    for (int i = 0; i < 20; i++) {
      surprise.learn(new Storm(SHOP, List.of(metric("pay-0", "cpu_usage", true))));
    }
    List<Storm.Alert> alerts =
        List.of(metric("pay-0", "cpu_usage", true), metric("cart-0", "cpu_usage", true));
    assertThat(ranked(surprise, alerts)).first().isEqualTo("cart-0");
  }
}
