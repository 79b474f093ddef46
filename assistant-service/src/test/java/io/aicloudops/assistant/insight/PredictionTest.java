package io.aicloudops.assistant.insight;

import static io.aicloudops.assistant.Events.FRONT;
import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.assistant.Events;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.ForecastPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PredictionTest {

  private static Forecast fine(int points) {
    Forecast forecast = Events.forecast(FRONT, 1);
    List<ForecastPoint> all = new ArrayList<>();
    for (int i = 1; i <= points; i++) {
      double mean = i == 700 ? 500 : 10;
      all.add(
          new ForecastPoint(NOW.plusSeconds(60L * i), mean, List.of(mean - 30, mean, mean + 5)));
    }
    forecast.setPoints(all);
    return forecast;
  }

  private static Prediction predict(Forecast forecast, int hours) {
    return Prediction.of(
            forecast, Optional.of(Events.scaling(FRONT, 100)), NOW, Duration.ofHours(hours), 0.95)
        .orElseThrow();
  }

  @Test
  void aFineForecastIsSummedUpWithoutLosingItsPeak() {
    Prediction prediction = predict(fine(1440), 24);

    assertThat(prediction.points()).hasSizeLessThanOrEqualTo(300);
    assertThat(prediction.points().stream().mapToDouble(Prediction.Point::upper).max())
        .hasValue(505);
    assertThat(prediction.maxQps()).isEqualTo(500);
    assertThat(prediction.instances()).hasValue(6);
  }

  @Test
  void aLoadIsNeverNegativeAndNeverTakesLessThanOneInstance() {
    Prediction prediction = predict(fine(10), 1);

    assertThat(prediction.points()).allMatch(p -> p.lower() == 0);
    assertThat(prediction.points()).allMatch(p -> p.instances().orElseThrow() == 1);
  }

  @Test
  void onlyWhatLiesAheadWithinTheHorizonCounts() {
    Prediction prediction = predict(fine(1440), 2);

    assertThat(prediction.until()).isEqualTo(NOW.plus(Duration.ofHours(2)));
    assertThat(prediction.points()).hasSize(120);
    assertThat(
            Prediction.of(
                fine(5), Optional.empty(), NOW.plusSeconds(301), Duration.ofHours(1), 0.9))
        .isEmpty();
  }

  @Test
  void withoutQuantilesTheMeanIsAllThereIs() {
    Forecast forecast = Events.forecast(FRONT, 2);
    forecast.setLevels(List.of());
    Prediction prediction = predict(forecast, 2);

    assertThat(prediction.points()).allMatch(p -> p.lower() == p.upper() && p.upper() == p.qps());
  }
}
