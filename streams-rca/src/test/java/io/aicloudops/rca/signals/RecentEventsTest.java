package io.aicloudops.rca.signals;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import org.junit.jupiter.api.Test;

class RecentEventsTest {

  private final RecentEvents recent = new RecentEvents(2);

  private double[] tick(double bad, double all) {
    return recent.add(new double[] {bad, all}, 1);
  }

  @Test
  void aTickWithEnoughEventsStandsAlone() {
    tick(50, 200);
    assertThat(tick(0, 150)).containsExactly(0, 150);
  }

  @Test
  void fewEventsAreReadWithAsManyTicksAsItTakes() {
    tick(1, 60);
    tick(2, 30);
    assertThat(tick(3, 40)).containsExactly(6, 130);
    // 40 + 90: the tick of 60 is not needed any more.
    assertThat(tick(0, 70)).containsExactly(3, 110);
  }

  @Test
  void troubleIsForgottenAfterSixTicksHoweverFewEventsThereAre() {
    tick(1, 1);
    for (int k = 0; k < 5; k++) {
      assertThat(tick(0, 1)[0]).isEqualTo(1);
    }
    assertThat(tick(0, 1)).containsExactly(0, 6);
  }

  @Test
  void aNewColumnCountsLikeTheOneItIsTakenFor() {
    tick(4, 9);
    recent.insert(1, 0);
    assertThat(recent.add(new double[] {0, 0, 1}, 2)).containsExactly(4, 4, 10);
  }

  @Test
  void goesOnFromItsPackedState() {
    tick(1, 10);
    tick(2, 20);
    Packer packer = new Packer();
    recent.write(packer);
    RecentEvents other = new RecentEvents(2);
    other.read(new Unpacker(packer.toBytes()), 2);
    assertThat(other.add(new double[] {0, 5}, 1)).containsExactly(tick(0, 5));
  }
}
