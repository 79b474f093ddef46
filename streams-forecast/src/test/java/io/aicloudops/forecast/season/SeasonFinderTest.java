package io.aicloudops.forecast.season;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.forecast.model.Waves;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeasonFinderTest {

  @ParameterizedTest
  @CsvSource({"24,168", "33,231", "12,84", "20,140"})
  void findsADayAndAWeekOfAnyLength(int day, int week) {
    double[] y = Waves.seasonal(5 * week, day, week, 0.03, 1);
    assertThat(SeasonFinder.find(y, Duration.ZERO)).isEqualTo(new Seasons(day, week));
  }

  @ParameterizedTest
  @CsvSource({"7", "24", "60"})
  void findsASingleSeason(int season) {
    double[] y = Waves.seasonal(8 * season, season, 0, 0.05, 2);
    Seasons found = SeasonFinder.find(y, Duration.ZERO);
    assertThat(found.shorter()).isEqualTo(season);
    assertThat(found.longer()).isZero();
  }

  @Test
  void findsNoneInARandomWalk() {
    int found = 0;
    for (int seed = 0; seed < 20; seed++) {
      found += SeasonFinder.find(Waves.walk(300, 1, seed), Duration.ZERO).any() ? 1 : 0;
    }
    assertThat(found).isLessThanOrEqualTo(6);
  }

  @Test
  void findsNoneWhereThereIsTooLittle() {
    assertThat(SeasonFinder.find(new double[] {1, 2, 1, 2, 1}, Duration.ZERO))
        .isEqualTo(Seasons.NONE);
  }

  @Test
  void aDayThatDoesNotFitIntoTheDataChangesNothing() {
    for (int seed = 0; seed < 10; seed++) {
      double[] y = Waves.seasonal(720, 60, 0, 0.3, seed);
      assertThat(SeasonFinder.find(y, Duration.ofMinutes(1)))
          .as("seed %d", seed)
          .isEqualTo(SeasonFinder.find(y, Duration.ZERO));
    }
  }

  @Test
  void theStepTellsWhichSeasonsToTryFirst() {
    double[] y = Waves.seasonal(24 * 10, 24, 0, 0.05, 3);
    assertThat(SeasonFinder.find(y, Duration.ofHours(1)).shorter()).isEqualTo(24);
  }
}
