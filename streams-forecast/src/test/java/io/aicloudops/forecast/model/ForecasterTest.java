package io.aicloudops.forecast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForecasterTest {

  private static final double[] LEVELS = Forecaster.defaultLevels();

  private static QuantileForecast ready(double[] history, int horizon) {
    ForecastResult result = Forecaster.forecast(history, horizon, LEVELS);
    assertThat(result).isInstanceOf(ForecastResult.Ready.class);
    return ((ForecastResult.Ready) result).forecast();
  }

  private static double meanAbsoluteError(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += Math.abs(a[k] - b[k]) / a.length;
    }
    return sum;
  }

  @Test
  void followsDayAndWeek() {
    double[] y = Waves.seasonal(24 * 7 * 5, 24, 168, 0.03, 5);
    int n = y.length - 48;
    QuantileForecast forecast = ready(Arrays.copyOf(y, n), 48);
    double[] truth = Arrays.copyOfRange(y, n, y.length);
    assertThat(meanAbsoluteError(forecast.point(), truth)).isLessThan(6);
    assertThat(forecast.model()).isEqualTo("ensemble(24,168)");
    assertThat(forecast.backtestMase()).isLessThan(1);
    assertThat(forecast.coverage()).isBetween(0.8, 1.0);
  }

  @Test
  void itsIntervalsHoldAboutAsOftenAsTheySay() {
    int inside = 0;
    int all = 0;
    for (int seed = 0; seed < 40; seed++) {
      double[] y = Waves.seasonal(24 * 20, 24, 0, 0.08, seed);
      int n = y.length - 24;
      QuantileForecast forecast = ready(Arrays.copyOf(y, n), 24);
      for (int k = 0; k < 24; k++) {
        double[] q = forecast.quantiles()[k];
        inside += y[n + k] >= q[0] && y[n + k] <= q[LEVELS.length - 1] ? 1 : 0;
        all++;
      }
    }
    assertThat((double) inside / all).isBetween(0.9, 0.995);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 11, 13, 20, 30, 47, 60, 100, 170, 333})
  void isSensibleFromTenPointsOn(int n) {
    QuantileForecast forecast = ready(Waves.seasonal(n, 24, 0, 0.05, n), 48);
    for (int k = 0; k < 48; k++) {
      assertThat(forecast.point()[k]).isBetween(0.0, 400.0);
      assertThat(forecast.quantiles()[k]).isSorted().doesNotContain(Double.NaN);
    }
  }

  @Test
  void fewerThanTenPointsAreNotEnough() {
    assertThat(Forecaster.forecast(new double[] {1, 2, 3, Double.NaN}, 5, LEVELS))
        .isEqualTo(new ForecastResult.NotEnoughHistory(3, 10));
    assertThat(Forecaster.forecast(new double[0], 5, LEVELS))
        .isEqualTo(new ForecastResult.NotEnoughHistory(0, 10));
  }

  @Test
  void aConstantStaysWhatItIs() {
    double[] y = new double[50];
    Arrays.fill(y, 7);
    QuantileForecast forecast = ready(y, 3);
    assertThat(forecast.point()).containsExactly(7, 7, 7);
    assertThat(forecast.model()).isEqualTo("constant");
  }

  @Test
  void zerosAndSparseSeriesGiveFiniteForecastsThatAreNotNegative() {
    double[] y = new double[200];
    for (int t = 0; t < y.length; t += 17) {
      y[t] = 5;
    }
    QuantileForecast forecast = ready(y, 24);
    for (double[] q : forecast.quantiles()) {
      assertThat(q[0]).isGreaterThanOrEqualTo(0);
      assertThat(q[q.length - 1]).isFinite();
    }
  }

  @Test
  void missingValuesAreBridged() {
    double[] y = Waves.seasonal(24 * 14, 24, 0, 0.02, 8);
    double[] whole = ready(y, 24).point();
    double[] holes = y.clone();
    holes[0] = Double.NaN;
    holes[100] = Double.NaN;
    holes[101] = Double.POSITIVE_INFINITY;
    holes[200] = Double.NaN;
    assertThat(meanAbsoluteError(ready(holes, 24).point(), whole)).isLessThan(3);
  }

  @Test
  void aWalkIsForecastNearItsLastValue() {
    double[] y = Waves.walk(120, 1, 4);
    assertThat(ready(y, 5).point()[0]).isCloseTo(y[y.length - 1], within(4.0));
  }

  @Test
  void levelsMustAscendInsideTheUnitInterval() {
    double[] y = Waves.walk(50, 1, 1);
    for (double[] bad : new double[][] {{0}, {1}, {0.5, 0.4}, {Double.NaN}, {-1, 0.5}}) {
      assertThatThrownBy(() -> Forecaster.forecast(y, 5, bad))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("levels");
    }
    assertThatThrownBy(() -> Forecaster.forecast(y, 0, LEVELS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("horizon");
  }

  @Test
  void anyStepIsTaken() {
    double[] y = Waves.seasonal(24 * 10, 24, 0, 0.05, 3);
    for (Duration step : new Duration[] {Duration.ofDays(2), Duration.ofMillis(1), Duration.ZERO}) {
      assertThat(Forecaster.forecast(y, 5, LEVELS, step)).isInstanceOf(ForecastResult.Ready.class);
    }
  }
}
