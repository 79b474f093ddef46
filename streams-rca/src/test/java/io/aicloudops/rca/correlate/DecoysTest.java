package io.aicloudops.rca.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of many changes before the trouble, the one that fits it is held responsible. */
class DecoysTest {

  private static final List<String> OTHERS = List.of("front", "cart", "checkout", "inventory");

  /** Changes of others and of other kinds, some of them later than the true one. */
  private static List<Evidence> decoys(Random random) {
    List<Evidence> decoys = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      String name = OTHERS.get(random.nextInt(OTHERS.size()));
      long second = 40L + random.nextInt(58);
      ChangeKind kind =
          List.of(ChangeKind.SCALE, ChangeKind.CONFIG, ChangeKind.POLICY).get(random.nextInt(3));
      decoys.add(
          Shop.change(name, kind, "decoy-" + i, second, Map.of("k", "a"), Map.of("k", "b"), ""));
    }
    decoys.add(Shop.rollout("cart", "3", "2", 70L + random.nextInt(25)));
    return decoys;
  }

  @Test
  void theReleaseOfWhatFailsIsBlamedWhateverElseChanged() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      List<Evidence> all = new ArrayList<>(Shop.map());
      all.addAll(decoys(random));
      all.add(Shop.rollout("payment", "6", "5", 90));
      all.add(Shop.errors("payment", 98));
      all.add(Shop.errors("checkout", 99));
      all.add(Shop.errors("front", 100));
      Collections.shuffle(all, random);
      all.addAll(Shop.ticks(0, 125));
      Playback played = new Playback().playSorted(all);

      assertThat(played.cause().getEntity()).isEqualTo(Shop.entity("payment"));
      assertThat(played.cause().getChangeId()).isEqualTo("rollout-payment-6");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 3_000})
  void aReleaseLongAgoIsNotBlamed(int before) {
    List<Evidence> all = new ArrayList<>(Shop.map());
    all.add(Shop.rollout("payment", "6", "5", 4_000 - before));
    for (long second = 0; second < 3_990; second += 300) {
      all.add(Shop.tick(second));
    }
    all.add(Shop.errors("payment", 4_000));
    all.add(Shop.errors("checkout", 4_001));
    all.addAll(Shop.ticks(3_990, 4_030));
    Playback played = new Playback().playSorted(all);

    assertThat(played.cause().getFault()).isEqualTo(FaultKind.ERROR_BURST.id());
    assertThat(played.cause().getChangeId()).isEmpty();
  }
}
