package io.aicloudops.rca.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.IncidentStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Evidence of a node whose clock is ahead of all others. */
class WrongClockTest {

  private static final int AHEAD = 540;

  private final Playback played = Playback.of(Shop.map()).play(Shop.ticks(0, 90));

  private static Evidence crash(String name, long second) {
    return Shop.event(name, name + "-1", "BackOff", "Back-off restarting failed container", second);
  }

  @Test
  void doesNotBlindTheClusterToKubernetesEvents() {
    played
        .play(Shop.slow("front", 90 + AHEAD))
        .play(Shop.slow("checkout", 91 + AHEAD))
        .play(crash("payment", 100))
        .play(Shop.ticks(101, 110));

    assertThat(played.open())
        .anySatisfy(
            incident -> {
              assertThat(incident.getOpenedAt()).isBetween(Shop.at(99), Shop.at(105));
              assertThat(incident.getMembers()).contains(Shop.entity("payment"));
            });
  }

  @Test
  void isHeardWithoutDelay() {
    played.play(crash("payment", 91 + AHEAD)).play(Shop.ticks(91, 95));

    assertThat(played.only().getOpenedAt()).isBetween(Shop.at(90), Shop.at(95));
  }

  @Test
  void afterALongQuietTheFirstEvidenceIsOfItsOwnTime() {
    played.play(crash("payment", 7_200)).play(Shop.ticks(7_201, 7_205));

    assertThat(played.only().getOpenedAt()).isBetween(Shop.at(7_199), Shop.at(7_205));
    assertThat(played.only().getStatus()).isEqualTo(IncidentStatus.OPEN);
  }

  @Test
  void withoutTicksALeapIsBelievedWhenOthersFollow() {
    for (int second = 7_200; second <= 7_270; second += 10) {
      played.play(Shop.alert("cart", "Slow", AlertStatus.FIRING, second));
    }

    assertThat(played.only().getOpenedAt()).isAfter(Shop.at(7_000));
  }

  @Test
  void aLeapThatIsDoubtedIsDoubtedAfterARestartToo() {
    IncidentFold fold = new IncidentFold(FoldRules.DEFAULT);
    Map<String, Evidence> parts = new TreeMap<>();
    for (int k = 0; k <= 6; k++) {
      ClusterState state = ClusterState.load(Shop.CLUSTER, parts, List.of());
      fold.fold(state, Shop.slow("cart", k == 0 ? 0 : 7_200 + 12 * k));
      state
          .drain()
          .evidence()
          .forEach(
              (key, value) -> {
                if (value == null) {
                  parts.remove(key);
                } else {
                  parts.put(key, value);
                }
              });
      long clock = ClusterState.load(Shop.CLUSTER, parts, List.of()).clock();
      assertThat(clock)
          .as("after %d claims", k)
          .isEqualTo(Shop.at(k < 6 ? 3 : 7_275).toEpochMilli());
    }
    assertThat(parts).doesNotContainKey("claim");
  }
}
