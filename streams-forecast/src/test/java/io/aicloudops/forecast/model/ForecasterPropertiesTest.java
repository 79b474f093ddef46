package io.aicloudops.forecast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

class ForecasterPropertiesTest {

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
      @ForAll @IntRange(min = -6, max = 6) int exponent) {
    double unit = Math.scalb(1.0, 3 * exponent); // exact: no rounding turns a near tie
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

  /** Of a forecast's past only the end may be missing: what comes later is not there to be seen. */
  @Property(tries = 30)
  void whatComesLaterChangesNothing(
      @ForAll @IntRange(min = 10, max = 300) int n,
      @ForAll @IntRange(min = 1, max = 50) int later,
      @ForAll @LongRange(min = 0, max = 1000) long seed) {
    double[] longer = series(n + later, seed);
    double[] cut = Arrays.copyOf(longer, n);
    Arrays.fill(longer, n, n + later, Double.MAX_VALUE);
    QuantileForecast one = forecast(Arrays.copyOf(longer, n));
    assertThat(one.quantiles()).isDeepEqualTo(forecast(cut).quantiles());
  }

  @Property(tries = 60)
  void anyHistoryGivesAnAnswer(
      @ForAll @Size(max = 60) List<@From("values") Double> values,
      @ForAll @IntRange(min = 1, max = 50) int horizon) {
    double[] y = values.stream().mapToDouble(Double::doubleValue).toArray();
    ForecastResult result = Forecaster.forecast(y, horizon, LEVELS);
    if (result instanceof ForecastResult.Ready ready) {
      for (double[] q : ready.forecast().quantiles()) {
        assertThat(q).isSorted();
        assertThat(Arrays.stream(q).allMatch(Double::isFinite)).isTrue();
      }
    } else {
      assertThat(Arrays.stream(y).filter(Double::isFinite).count())
          .isLessThan(Forecaster.FEWEST_POINTS);
    }
  }

  /** Ordinary and hostile values: missing, endless, negative, tiny, huge, the same again. */
  @Provide
  Arbitrary<Double> values() {
    return Arbitraries.frequencyOf(
        Tuple.of(10, Arbitraries.doubles().between(-100, 100)),
        Tuple.of(4, Arbitraries.of(0.0, 1.0, 7.0)),
        Tuple.of(2, Arbitraries.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)),
        Tuple.of(1, Arbitraries.of(1e-300, -1e-12, 1e12, -1e12)));
  }
}
