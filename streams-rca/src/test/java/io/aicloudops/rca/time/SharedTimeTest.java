package io.aicloudops.rca.time;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedTimeTest {

  private static final long START = 1_700_000_000_000L;

  private final SharedTime time = new SharedTime();

  private boolean heard(long second) {
    return time.heard(START + 1_000 * second);
  }

  private long second() {
    return (time.now() - START) / 1_000;
  }

  @Test
  void goesOnWithWhatIsHeardAndNeverBack() {
    assertThat(heard(0)).isTrue();
    assertThat(heard(60)).isTrue();
    assertThat(heard(30)).isFalse();
    assertThat(second()).isEqualTo(60);
  }

  @Test
  void aClockAheadMovesNothingAsLongAsOthersSpeak() {
    for (int k = 0; k < 1_000; k += 10) {
      heard(k);
      assertThat(heard(k + 540)).isFalse();
      assertThat(heard(k + 545)).as("of another workload on that node").isFalse();
    }
    assertThat(second()).isEqualTo(990);
  }

  @Test
  void aLeapIsBelievedWhenItGoesOnAndNobodyIsLeftBehind() {
    heard(0);
    for (int k = 0; k < 60; k += 10) {
      assertThat(heard(7_200 + k)).isFalse();
    }
    assertThat(heard(7_260)).isTrue();
    assertThat(second()).isEqualTo(7_260);
  }

  @Test
  void followsWhatIsSparse() {
    for (int k = 0; k < 10; k++) {
      heard(300L * k);
    }
    assertThat(second()).isEqualTo(2_400);
  }

  @Test
  void anEarlierClaimIsBelievedBeforeALaterOne() {
    heard(0);
    heard(1_000_000);
    assertThat(heard(100)).isFalse();
    assertThat(heard(160)).isTrue();
    assertThat(second()).isEqualTo(160);
  }

  @Test
  void whatIsToldIsSure() {
    heard(0);
    heard(540);
    assertThat(time.told(START + 1_000)).isTrue();
    assertThat(time.claim()).isZero();
    assertThat(heard(7_200)).isFalse();
    assertThat(time.told(START + 7_200_000)).isTrue();
    assertThat(second()).isEqualTo(7_200);
  }
}
