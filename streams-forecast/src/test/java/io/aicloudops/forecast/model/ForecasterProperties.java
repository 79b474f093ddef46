package io.aicloudops.forecast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

class ForecasterProperties {

  private static final double[] LEVELS = {0.025, 0.5, 0.975};

  private static QuantileForecast forecast(double[] y) {
    return ((ForecastResult.Ready) Forecaster.forecast(y, 24, LEVELS)).forecast();
  }

  private static double[] series(int n, long seed) {
    return seed % 2 == 0
        ? Waves.seasonal(n, 12, 0, 0.1, seed)
        : Arrays.stream(Waves.walk(n, 2, seed)).map(v -> v - 95).toArray();
  }

  @Property(tries = 60)
  void theUnitDoesNotMatter(
      @ForAll @IntRange(min = 10, max = 300) int n,
      @ForAll @LongRange(min = 0, max = 1000) long seed,
      @ForAll @DoubleRange(min = 1e-6, max = 1e6) double unit) {
    double[] y = series(n, seed);
    QuantileForecast one = forecast(y);
    QuantileForecast other = forecast(Arrays.stream(y).map(v -> v * unit).toArray());
    for (int k = 0; k < 24; k++) {
      double tolerance = 1e-4 * (1 + Math.abs(one.point()[k]));
      assertThat(other.point()[k] / unit).isCloseTo(one.point()[k], within(tolerance));
    }
  }

  @Property(tries = 30)
  void theSameHistoryGivesTheSameForecast(
      @ForAll @IntRange(min = 10, max = 300) int n,
      @ForAll @LongRange(min = 0, max = 1000) long seed) {
    double[] y = series(n, seed);
    double[] before = y.clone();
    QuantileForecast one = forecast(y);
    assertThat(forecast(y).quantiles()).isDeepEqualTo(one.quantiles());
    assertThat(y).isEqualTo(before);
  }

  @Property(tries = 60)
  void quantilesAreFiniteAndAscend(
      @ForAll @IntRange(min = 10, max = 400) int n,
      @ForAll @LongRange(min = 0, max = 1000) long seed) {
    for (double[] q : forecast(series(n, seed)).quantiles()) {
      assertThat(q).isSorted();
      assertThat(Arrays.stream(q).allMatch(Double::isFinite)).isTrue();
    }
  }
}
