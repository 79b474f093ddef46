package io.aicloudops.forecast.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InstanceCapacityTest {

  private static InstanceCapacity taught(int samples) {
    InstanceCapacity capacity = new InstanceCapacity();
    Random random = new Random(3);
    for (int i = 0; i < samples; i++) {
      double load = 30 * (1 + 0.1 * random.nextGaussian());
      capacity.observe(load, load / 66 * (1 + 0.05 * random.nextGaussian()), 0.02, Double.NaN);
    }
    return capacity;
  }

  @Test
  void learnsWhatAnInstanceCarriesFromTheCostOfARequest() {
    InstanceCapacity capacity = taught(60);
    assertThat(capacity.perInstance()).isCloseTo(66, within(4.0));
    assertThat(capacity.uncertainty()).isLessThan(0.15);
    assertThat(capacity.strained()).isFalse();
  }

  @Test
  void saysNothingAtFirst() {
    assertThat(taught(5).perInstance()).isNaN();
    assertThat(taught(5).uncertainty()).isEqualTo(0.5);
  }

  @Test
  void saturationDoesNotMakeRequestsLookCheap() {
    InstanceCapacity capacity = taught(60);
    for (int i = 0; i < 60; i++) {
      capacity.observe(90, 1.0, 0.8, Double.NaN);
    }
    assertThat(capacity.perInstance()).isCloseTo(66, within(4.0));
    assertThat(capacity.strained()).isTrue();
  }

  @Test
  void aRunawayTaskDoesNotPassForASmallerCapacity() {
    InstanceCapacity capacity = taught(300);
    for (int i = 0; i < 60; i++) {
      capacity.observe(30, 0.88, 0.05, Double.NaN);
    }
    assertThat(capacity.perInstance()).isGreaterThan(60);
  }

  @Test
  void withoutCpuItKnowsWhatWasServedInTimeOnceLatencyGrows() {
    InstanceCapacity capacity = new InstanceCapacity();
    for (int i = 0; i < 100; i++) {
      capacity.observe(20 + i % 20, Double.NaN, 0.05, Double.NaN);
    }
    assertThat(capacity.perInstance()).isNaN();
    capacity.observe(80, Double.NaN, 1.5, Double.NaN);
    assertThat(capacity.perInstance()).isBetween(39.0, 50.0);
  }

  @Test
  void withoutCpuAndLatencyAQueueThatGrowsTellsTheSame() {
    InstanceCapacity capacity = new InstanceCapacity();
    for (int i = 0; i < 100; i++) {
      capacity.observe(20 + i % 20, Double.NaN, Double.NaN, i % 2);
    }
    assertThat(capacity.perInstance()).isNaN();
    assertThat(capacity.strained()).isFalse();
    capacity.observe(80, Double.NaN, Double.NaN, 25);
    assertThat(capacity.strained()).isTrue();
    assertThat(capacity.perInstance()).isBetween(39.0, 50.0);
  }

  @Test
  void noLoadTeachesNothing() {
    InstanceCapacity capacity = taught(60);
    double before = capacity.perInstance();
    capacity.observe(0, 0.5, 0.05, Double.NaN);
    capacity.observe(Double.NaN, 0.5, 0.05, Double.NaN);
    assertThat(capacity.perInstance()).isEqualTo(before);
  }

  @Test
  void survivesStorage() {
    InstanceCapacity capacity = taught(60);
    StateWriter out = new StateWriter(1);
    capacity.write(out);
    InstanceCapacity restored = new InstanceCapacity();
    restored.read(new StateReader(out.bytes(), 1));
    assertThat(restored.perInstance()).isEqualTo(capacity.perInstance());
    assertThat(restored.uncertainty()).isEqualTo(capacity.uncertainty());
  }
}
