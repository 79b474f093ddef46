package io.aicloudops.runtime.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FrontierTest {

  private static final long START = 1_700_000_000_000L;
  private static final long YEAR = 365 * 86_400_000L;

  private final Frontier frontier = new Frontier();

  private void two(long from, long to) {
    for (long time = from; time <= to; time += 15_000) {
      frontier.heard("a", time);
      frontier.heard("b", time + 4_000);
    }
  }

  @Test
  void goesOnWithTheBatches() {
    two(START, START + 60_000);

    assertThat(frontier.now()).isEqualTo(START + 64_000);
    assertThat(frontier.heard("a", START + 50_000)).isFalse();
    assertThat(frontier.heard("a", START + 75_000)).isTrue();
  }

  @Test
  void knowsNothingFromOneBatch() {
    assertThat(frontier.heard("a", START)).isFalse();
    assertThat(frontier.now()).isZero();
  }

  @Test
  void aSingleWrongClockMovesNobodysTime() {
    two(START, START + 60_000);
    for (int k = 5; k < 200; k++) {
      frontier.heard("wrong", START + YEAR + 15_000L * k);
      frontier.heard("a", START + 15_000L * k);
    }

    assertThat(frontier.now()).isEqualTo(START + 15_000L * 199);
  }

  @Test
  void aWrongClockThatSpeaksFirstIsNotBelieved() {
    frontier.heard("wrong", START + YEAR);
    two(START, START + 60_000);

    assertThat(frontier.now()).isEqualTo(START + 64_000);
  }

  @Test
  void afterAnOutageOfAllItGoesOnWithTheSecondWorkload() {
    two(START, START + 60_000);
    long later = START + YEAR;

    assertThat(frontier.heard("a", later)).isFalse();
    assertThat(frontier.heard("b", later - 3_000)).isTrue();
    assertThat(frontier.now()).isEqualTo(later);
  }

  @Test
  void aWorkloadThatIsAloneIsBelievedInTheEnd() {
    for (int k = 0; k < 19; k++) {
      assertThat(frontier.heard("a", START + 15_000L * k)).isFalse();
    }

    assertThat(frontier.heard("a", START + 15_000L * 19)).isTrue();
    assertThat(frontier.now()).isEqualTo(START + 15_000L * 19);
  }

  @Test
  void theSameMomentSaidOftenIsSaidOnce() {
    for (int k = 0; k < 100; k++) {
      assertThat(frontier.heard("a", START)).isFalse();
    }
  }
}
