package io.aicloudops.forecast.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Series of particular shapes: shifts, growth, odd days, values below zero. */
class ForecasterShapesTest {

  private static final int DAY = 24;

  private static double[] point(double[] history, int horizon) {
    ForecastResult result =
        Forecaster.forecast(history, horizon, Forecaster.defaultLevels(), Duration.ofHours(1));
    assertThat(result).isInstanceOf(ForecastResult.Ready.class);
    return ((ForecastResult.Ready) result).forecast().point();
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  @Test
  void aNewLevelIsTakenUpWithinADay() {
    double[] y = Waves.seasonal(DAY * 15, DAY, 0, 0.02, 1);
    double[] shifted = y.clone();
    for (int t = DAY * 14; t < y.length; t++) {
      shifted[t] += 60;
    }
    assertThat(mean(point(shifted, DAY)) - mean(point(y, DAY))).isBetween(30.0, 75.0);
  }

  @Test
  void growthGoesOnButIsDampedFarAhead() {
    double[] y = Waves.seasonal(DAY * 21, DAY, 0, 0.01, 2);
    for (int t = 0; t < y.length; t++) {
      y[t] *= 1 + 0.02 * t / DAY;
    }
    double lastDay = mean(Arrays.copyOfRange(y, y.length - DAY, y.length));
    double[] ahead = point(y, 7 * DAY);
    double next = mean(Arrays.copyOf(ahead, DAY));
    double week = mean(Arrays.copyOfRange(ahead, 6 * DAY, 7 * DAY));
    assertThat(next).isBetween(lastDay, lastDay * 1.04);
    assertThat(week).isBetween(lastDay * 0.99, lastDay * (1 + 0.02 * 7 * 1.2));
  }

  /** A weekday that goes like a Sunday from its first hours on, as a holiday does. */
  @Test
  void aHolidayIsFollowedLikeTheFreeDaysBefore() {
    Random random = new Random(3);
    double[] y = new double[DAY * 7 * 6 + DAY * 2 + 12];
    int holiday = DAY * 7 * 6 + DAY * 2;
    for (int t = 0; t < y.length; t++) {
      boolean free = t % (7 * DAY) >= 5 * DAY || t >= holiday;
      double day = 100 + 60 * Math.sin(2 * Math.PI * (t % DAY - 6) / DAY);
      y[t] = (free ? 0.4 : 1) * day * (1 + 0.02 * random.nextGaussian());
    }
    double rest = mean(point(y, 8));
    double sunday = 0;
    for (int t = 12; t < 20; t++) {
      sunday += 0.4 * (100 + 60 * Math.sin(2 * Math.PI * (t - 6) / DAY)) / 8;
    }
    double working = sunday / 0.4;
    assertThat(Math.abs(rest - sunday)).isLessThan(Math.abs(rest - working));
  }

  @Test
  void valuesBelowZeroAreForecastBelowZero() {
    double[] y = Waves.seasonal(DAY * 10, DAY, 0, 0.02, 4);
    double[] negative = Arrays.stream(y).map(v -> -v).toArray();
    assertThat(Arrays.stream(point(negative, DAY)).max().orElseThrow()).isNegative();
    assertThat(mean(point(negative, DAY))).isCloseTo(-mean(y), within(15.0));
  }
}
