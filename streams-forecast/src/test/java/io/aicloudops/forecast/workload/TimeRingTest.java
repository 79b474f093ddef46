package io.aicloudops.forecast.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import org.junit.jupiter.api.Test;

class TimeRingTest {

  private final TimeRing ring = new TimeRing(1000, 5);

  @Test
  void averagesASlotAndCompletesItWithTheNext() {
    assertThat(ring.add(10_100, 1)).isFalse();
    assertThat(ring.add(10_900, 3)).isFalse();
    assertThat(ring.history()).isEmpty();
    assertThat(ring.newest()).isNaN();
    assertThat(ring.add(11_000, 9)).isTrue();
    assertThat(ring.history()).containsExactly(2);
    assertThat(ring.newest()).isEqualTo(2);
    assertThat(ring.openTime()).isEqualTo(11_000);
  }

  @Test
  void gapsAreUnknown() {
    ring.add(10_000, 1);
    ring.add(13_000, 4);
    assertThat(ring.history()).containsExactly(1, Double.NaN, Double.NaN);
    ring.add(99_000, 5);
    assertThat(ring.history()).hasSize(5).containsOnly(Double.NaN);
    assertThat(ring.known(5)).isZero();
  }

  @Test
  void keepsTheNewestOnly() {
    for (int t = 0; t <= 9; t++) {
      ring.add(t * 1000L, t);
    }
    assertThat(ring.history()).containsExactly(4, 5, 6, 7, 8);
  }

  @Test
  void lateValuesAreIgnored() {
    ring.add(10_000, 1);
    ring.add(11_000, 2);
    assertThat(ring.add(10_500, 100)).isFalse();
    ring.add(12_000, 3);
    assertThat(ring.history()).containsExactly(1, 2);
  }

  @Test
  void survivesStorage() {
    for (int t = 0; t <= 7; t++) {
      ring.add(t * 1000L, t);
    }
    StateWriter out = new StateWriter(1);
    ring.writeOpen(out);
    ring.writeSlots(out);
    TimeRing restored = new TimeRing(1000, 5);
    StateReader in = new StateReader(out.bytes(), 1);
    restored.readOpen(in);
    restored.readSlots(in);
    restored.add(8000, 8);
    assertThat(restored.history()).containsExactly(3, 4, 5, 6, 7);
  }
}
