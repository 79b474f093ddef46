package io.aicloudops.forecast.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import org.junit.jupiter.api.Test;

class StartupTimeTest {

  private static final long CONFIGURED = 120_000;

  private final StartupTime startup = new StartupTime();
  private long now = 1_000_000;

  private void rise(int from, int to, long took) {
    startup.observe(now, from, from);
    startup.observe(now + 1, to, from);
    startup.observe(now + took / 2, to, to - 1);
    startup.observe(now + 1 + took, to, to);
    now += 10_000_000;
  }

  @Test
  void theConfiguredTimeHoldsUntilARiseWasSeen() {
    startup.observe(now, 2, 1);
    startup.observe(now + 50_000, 2, 2);
    assertThat(startup.millis(CONFIGURED)).isEqualTo(CONFIGURED);
    rise(2, 4, 40_000);
    assertThat(startup.seen()).isEqualTo(1);
    assertThat(startup.millis(CONFIGURED)).isEqualTo(50_000);
  }

  @Test
  void ofManyRisesOneMayBeFreakish() {
    for (long took : new long[] {40_000, 42_000, 900_000, 45_000, 41_000}) {
      rise(2, 3, took);
    }
    assertThat(startup.millis(CONFIGURED)).isEqualTo(45_000);
  }

  @Test
  void whatWasTakenBackOrReplacedIsNoStart() {
    startup.observe(now, 2, 2);
    startup.observe(now + 1, 4, 2);
    startup.observe(now + 2, 2, 2);
    startup.observe(now + 500_000, 2, 1);
    startup.observe(now + 900_000, 2, 2);
    assertThat(startup.seen()).isZero();
  }

  @Test
  void survivesStorageInTheMiddleOfARise() {
    startup.observe(now, 2, 2);
    startup.observe(now + 1, 3, 2);
    StateWriter out = new StateWriter(1);
    startup.write(out);
    StartupTime restored = new StartupTime();
    restored.read(new StateReader(out.bytes(), 1));
    restored.observe(now + 60_001, 3, 3);
    assertThat(restored.millis(CONFIGURED)).isEqualTo(75_000);
  }
}
