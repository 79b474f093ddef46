package io.aicloudops.rca.correlate;

import static io.aicloudops.rca.correlate.Shop.entity;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.CommandType;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.K8sEventType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * A piece of evidence that cannot be folded is left out; all else is told as if it had not been.
 */
class FoldSinglyTest {

  private final IncidentFold fold = new IncidentFold(FoldRules.DEFAULT);
  private final Map<String, Evidence> parts = new TreeMap<>();
  private final Map<String, Incident> incidents = new TreeMap<>();
  private final List<Evidence> leftOut = new ArrayList<>();

  private final IncidentFold.Kept kept =
      new IncidentFold.Kept() {
        @Override
        public ClusterState load() {
          return ClusterState.load(Shop.CLUSTER, new TreeMap<>(parts), incidents.values());
        }

        @Override
        public void save(ClusterState state) {
          ClusterState.Changed changed = state.drain();
          changed.evidence().forEach((key, value) -> put(parts, key, value));
          changed.incidents().forEach((key, value) -> put(incidents, key, value));
        }

        @Override
        public void leftOut(Evidence piece, RuntimeException why) {
          leftOut.add(piece);
        }
      };

  private static <V> void put(
      Map<String, V> parts, String key, @org.jspecify.annotations.Nullable V value) {
    if (value == null) {
      parts.remove(key);
    } else {
      parts.put(key, value);
    }
  }

  /** Of which nobody can read when it began. */
  private static Evidence unreadable(long second) {
    Evidence evidence = Shop.alert("payment", "Odd", AlertStatus.FIRING, second);
    Alert good = (Alert) evidence.getBody();
    Alert bad =
        new Alert() {
          @Override
          public Instant getStartsAt() {
            throw new IllegalStateException("no time");
          }
        };
    for (var field : good.getSchema().getFields()) {
      bad.put(field.pos(), good.get(field.pos()));
    }
    evidence.setBody(bad);
    return evidence;
  }

  @Test
  void leavesOutWhatFailsAlone() {
    List<Evidence> before = new ArrayList<>(Shop.map());
    before.addAll(Shop.ticks(0, 99));
    ClusterState state = kept.load();
    before.forEach(evidence -> fold.fold(state, evidence));
    kept.save(state);
    List<Evidence> slot =
        List.of(
            Shop.alert("cart", "HighLatency", AlertStatus.FIRING, 100),
            unreadable(100),
            Shop.alert("store", "Full", AlertStatus.FIRING, 100));
    slot.forEach(evidence -> fold.fold(state, evidence));
    kept.save(state);
    Evidence tick = Shop.ticks(103, 103).get(0);
    ClusterState broken = kept.load();
    assertThatThrownBy(() -> fold.fold(broken, tick)).hasMessage("no time");

    List<Incident> updates = fold.foldSingly(kept, tick);

    assertThat(leftOut).extracting(Evidence::getEntity).containsExactly(entity("payment"));
    assertThat(updates)
        .flatExtracting(Incident::getMembers)
        .contains(entity("cart"), entity("store"))
        .doesNotContain(entity("payment"));
    ClusterState after = kept.load();
    assertThat(after.first())
        .as("only the tick waits, for its grace")
        .get()
        .asString()
        .endsWith("9/");
    Shop.ticks(104, 110).forEach(next -> fold.fold(after, next));
    assertThat(after.open()).isNotEmpty();
  }

  @Test
  void aSilenceUntilTheEndOfTimeIsReadAsTheUsualOne() {
    Map<String, String> endless = Map.of("until", "+300000000-01-01T00:00:00Z");
    Playback played = Playback.of(Shop.map()).play(Shop.ticks(0, 90));
    played
        .play(Shop.command(CommandType.MAINTENANCE, entity("cart"), endless, 95))
        .play(Shop.alert("cart", "HighLatency", AlertStatus.FIRING, 100))
        .play(Shop.ticks(101, 110));
    assertThat(played.only().getSilenced()).isTrue();
  }

  @Test
  void twoContainersOfAPodAreHeardThoughTheySayTheSameAtTheSameMoment() {
    Playback played = Playback.of(Shop.map()).play(Shop.ticks(0, 90));
    played
        .play(waiting("app", "OOMKilled"), waiting("sidecar", "Error"))
        .play(Shop.ticks(101, 110));
    assertThat(played.cause().getFault()).isEqualTo("oom-limit-too-low");
  }

  private static Evidence waiting(String container, String lastReason) {
    Map<String, String> said =
        Map.of("container", container, "lastReason", lastReason, "exitCode", "137");
    return Shop.event(
        "cart", "Pod/cart-1", K8sEventType.STATE, "CrashLoopBackOff", "waits", 100, said);
  }
}
