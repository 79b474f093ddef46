package io.aicloudops.rca.detect.entity;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.rca.detect.Verdict;
import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class RoundingTest {

  @RepeatedTest(20)
  void keepsWhatABandCanShowAndLeavesZerosBehind() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    double width = Math.exp(40 * random.nextDouble() - 20);
    double number = width * 1000 * random.nextGaussian();

    double rounded = Rounding.to(Rounding.step(width), number);

    assertThat(Math.abs(rounded - number)).as("seed %d", seed).isLessThanOrEqualTo(width / 512);
    // 1000 widths of 256 to 512 steps each, a few deviations of them: 23 binary digits at most.
    assertThat(Double.doubleToRawLongBits(rounded) & 0xfff_ffffL).as("seed %d", seed).isZero();
  }

  @Test
  void leavesAloneWhatHasNoBand() {
    for (double width : new double[] {Double.NaN, 0, -1, Double.MIN_VALUE, 1 / 0.0}) {
      assertThat(Rounding.to(Rounding.step(width), Math.PI)).as("%s", width).isEqualTo(Math.PI);
    }
    assertThat(Rounding.to(Rounding.step(1), Double.NaN)).isNaN();
    assertThat(Rounding.to(Rounding.step(1), 1e300)).isEqualTo(1e300);
    assertThat(Rounding.to(Rounding.step(1e-290), 1e300)).isEqualTo(1e300);
  }

  @Test
  void hasOneZero() {
    assertThat(Rounding.to(1, -0.2)).isEqualTo(0.0);
    assertThat(Double.doubleToRawLongBits(Rounding.to(1, -0.2))).isZero();
  }

  @Test
  void neverRoundsAScoreUpToAnAnomaly() {
    assertThat(Rounding.score(Math.nextDown(Verdict.THRESHOLD))).isLessThan(Verdict.THRESHOLD);
    assertThat(Rounding.score(Verdict.THRESHOLD)).isEqualTo(Verdict.THRESHOLD);
    assertThat(Rounding.score(0)).isZero();
    assertThat(Rounding.score(1)).isEqualTo(1);
  }
}
