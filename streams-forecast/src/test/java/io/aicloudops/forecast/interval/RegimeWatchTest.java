package io.aicloudops.forecast.interval;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RegimeWatchTest {

  private final RegimeWatch watch = new RegimeWatch();

  private void observe(double actual) {
    watch.observe(actual, 80, 100, 120);
  }

  @Test
  void noiseIsNoNewRegime() {
    int alarms = 0;
    for (long seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      RegimeWatch fresh = new RegimeWatch();
      boolean before = false;
      for (int i = 0; i < 2000; i++) {
        fresh.observe(100 + 10 * random.nextGaussian(), 80, 100, 120);
        alarms += fresh.changed() && !before ? 1 : 0;
        before = fresh.changed();
      }
    }
    assertThat(alarms).as("alarms in 40 000 checks").isLessThan(40);
  }

  @Test
  void aLevelThatStaysElsewhereIs() {
    int checks = 0;
    while (!watch.changed() && checks < 100) {
      observe(135);
      checks++;
    }
    assertThat(checks).isBetween(3, 6);
  }

  @Test
  void belowCountsAsAbove() {
    for (int i = 0; i < 6; i++) {
      observe(65);
    }
    assertThat(watch.changed()).isTrue();
  }

  @Test
  void oneOutlierIsNot() {
    observe(1e9);
    observe(Double.NaN);
    assertThat(watch.changed()).isFalse();
    assertThat(watch.inDoubt()).isTrue();
    for (int i = 0; i < 3; i++) {
      observe(100);
    }
    assertThat(watch.inDoubt()).isFalse();
  }

  @Test
  void isOldOnceForecastsHoldAgain() {
    for (int i = 0; i < 6; i++) {
      observe(140);
    }
    StateWriter out = new StateWriter(1);
    watch.write(out);
    RegimeWatch restored = new RegimeWatch();
    restored.read(new StateReader(out.bytes(), 1));
    assertThat(restored.changed()).isTrue();
    for (int i = 0; i < 25; i++) {
      restored.observe(101, 80, 100, 120);
    }
    assertThat(restored.changed()).isFalse();
  }
}
