package io.aicloudops.forecast.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RightSizeTest {

  private static UseProfile profile(double unit, int minutes, long seed) {
    Random random = new Random(seed);
    UseProfile use = new UseProfile();
    for (int i = 0; i < minutes; i++) {
      use.add(unit * Math.exp(0.3 * random.nextGaussian()));
    }
    return use;
  }

  @Test
  void quantilesAreThoseOfTheValues() {
    Random random = new Random(1);
    UseProfile use = new UseProfile();
    double[] values = random.doubles(3000, 0.1, 0.9).toArray();
    Arrays.stream(values).forEach(use::add);
    assertThat(use.quantile(0.5)).isCloseTo(0.5, within(0.04));
    assertThat(use.quantile(0.95)).isCloseTo(0.86, within(0.05));
    assertThat(use.quantile(1)).isLessThanOrEqualTo(use.peak());
    assertThat(use.peak()).isCloseTo(Arrays.stream(values).max().orElse(0), within(0.1));
  }

  @Test
  void wastefulRequestsAreLowered() {
    RightSize size = RightSize.of(RightSize.Kind.CPU, profile(0.1, 3000, 2), 2, 4);
    assertThat(size.advises()).isTrue();
    assertThat(size.request()).isBetween(0.15, 0.25);
    assertThat(size.limit()).isBetween(size.request(), 1.0);
    assertThat(size.evidence()).contains("50 hours").contains("95 %");
  }

  @Test
  void aLimitThatKillsIsRaised() {
    RightSize size = RightSize.of(RightSize.Kind.MEMORY, profile(5e8, 3000, 3), 2e8, 5e8);
    assertThat(size.limit()).isGreaterThan(1e9);
    assertThat(size.request()).isGreaterThan(5e8);
  }

  @Test
  void whatFitsIsLeftAlone() {
    UseProfile use = profile(0.1, 3000, 4);
    RightSize first = RightSize.of(RightSize.Kind.CPU, use, 2, 4);
    RightSize again =
        RightSize.of(RightSize.Kind.CPU, use, first.request() * 1.1, first.limit() * 0.9);
    assertThat(again.advises()).isFalse();
  }

  @Test
  void aDayIsNeeded() {
    RightSize size = RightSize.of(RightSize.Kind.CPU, profile(0.1, 1000, 5), 2, 4);
    assertThat(size.request()).isNaN();
    assertThat(size.advises()).isFalse();
  }

  @Test
  void missingLimitsAreAdvised() {
    UseProfile use = profile(0.1, 3000, 6);
    assertThat(RightSize.of(RightSize.Kind.CPU, use, Double.NaN, Double.NaN).advises()).isTrue();
  }

  @Test
  void wrongValuesAreIgnoredAndStateSurvives() {
    UseProfile use = profile(0.1, 2000, 7);
    use.add(Double.NaN);
    use.add(-1);
    use.add(Double.POSITIVE_INFINITY);
    assertThat(use.samples()).isEqualTo(2000);
    StateWriter out = new StateWriter(1);
    use.write(out);
    UseProfile restored = new UseProfile();
    restored.read(new StateReader(out.bytes(), 1));
    assertThat(restored.quantile(0.9)).isEqualTo(use.quantile(0.9));
    assertThat(new UseProfile().quantile(0.5)).isNaN();
  }
}
