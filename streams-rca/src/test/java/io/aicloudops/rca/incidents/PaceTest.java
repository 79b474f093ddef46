package io.aicloudops.rca.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {

  private static final long START = 1_700_000_000_000L;
  private static final long AHEAD = 540_000;

  private static Pace heard(Pace before, long second, long offset) {
    long now = START + 1_000 * second;
    return Pace.of(before, now + offset, now);
  }

  private static Pace first(long offset) {
    return Pace.of(null, START + offset, START);
  }

  @Test
  void followsSmallDifferencesAtOnce() {
    assertThat(heard(first(-1_000), 1, -5_000).offset()).isEqualTo(-5_000);
  }

  @Test
  void aClockAheadAndAnOldStoryCountForNothingWhileOthersSpeak() {
    Pace pace = first(-1_000);
    for (int second = 1; second < 100; second += 3) {
      pace = heard(pace, second, AHEAD);
      assertThat(pace.offset()).isEqualTo(-1_000);
      pace = heard(pace, second + 1, -3_600_000);
      assertThat(pace.offset()).isEqualTo(-1_000);
      pace = heard(pace, second + 2, -1_000);
    }
  }

  @Test
  void whatIsSaidForLongIsSo() {
    Pace pace = first(-1_000);
    for (int second = 1; second <= 30; second++) {
      pace = heard(pace, second, AHEAD);
      assertThat(pace.offset()).isEqualTo(-1_000);
    }
    assertThat(heard(pace, 31, AHEAD).offset()).isEqualTo(AHEAD);
  }

  @Test
  void aFirstThatWasAheadOrLateIsMendedByTheNext() {
    assertThat(heard(first(AHEAD), 1, -1_000).offset()).isEqualTo(-1_000);
    assertThat(heard(first(-3_600_000), 1, -1_000).offset()).isEqualTo(-1_000);
  }

  @Test
  void isTheSameAfterARestart() {
    assertThat(Pace.read(first(-700).bytes())).isEqualTo(first(-700));
  }
}
