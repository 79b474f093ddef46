package io.aicloudops.forecast.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeToFullTest {

  private static double[] filling(int hours, double from, double perDay, long seed) {
    Random random = new Random(seed);
    double[] share = new double[hours];
    for (int t = 0; t < hours; t++) {
      double day = 0.03 * Math.sin(2 * Math.PI * t / 24);
      share[t] = from + perDay * t / 24 + day + 0.002 * random.nextGaussian();
    }
    return share;
  }

  @Test
  void tellsTheDayInSpiteOfTheDaysRhythm() {
    TimeToFull when = TimeToFull.of(filling(24 * 10, 0.4, 0.04, 1), 24);
    assertThat(when.perDay()).isCloseTo(0.04, within(0.002));
    assertThat(when.days()).isCloseTo((1 - 0.83) / 0.04, within(1.0));
    assertThat(when.earliest()).isLessThanOrEqualTo(when.days());
    assertThat(when.within(5)).isTrue();
    assertThat(when.within(3)).isFalse();
  }

  @Test
  void outliersAndGapsDoNotBendIt() {
    double[] share = filling(24 * 10, 0.4, 0.04, 2);
    share[30] = 1;
    share[100] = 0;
    Arrays.fill(share, 60, 80, Double.NaN);
    assertThat(TimeToFull.of(share, 24).perDay()).isCloseTo(0.04, within(0.003));
  }

  @Test
  void whatDoesNotGrowIsNeverFull() {
    assertThat(TimeToFull.of(filling(240, 0.6, 0, 3), 24).days()).isInfinite();
    assertThat(TimeToFull.of(filling(240, 0.9, -0.03, 4), 24).days()).isInfinite();
    assertThat(TimeToFull.of(new double[240], 24).days()).isInfinite();
  }

  @Test
  void tooLittleHistoryTellsNothing() {
    assertThat(TimeToFull.of(filling(40, 0.4, 0.04, 5), 24).days()).isInfinite();
    double[] unknown = new double[240];
    Arrays.fill(unknown, Double.NaN);
    assertThat(TimeToFull.of(unknown, 24).days()).isInfinite();
    assertThat(TimeToFull.of(new double[0], 24).points()).isZero();
  }
}
