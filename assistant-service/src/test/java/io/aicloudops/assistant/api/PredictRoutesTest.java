package io.aicloudops.assistant.api;

import static io.aicloudops.assistant.Events.CART;
import static io.aicloudops.assistant.Events.FRONT;
import static io.aicloudops.assistant.Events.LOAD;
import static io.aicloudops.assistant.Events.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.aicloudops.assistant.ApiServer;
import io.aicloudops.assistant.Events;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PredictRoutesTest {

  @TempDir Path directory;
  private ApiServer api;

  @BeforeEach
  void start() {
    api = new ApiServer(directory);
    api.views.put(Topics.TOPOLOGY, FRONT, Events.workload(FRONT, 2, 2, CART), NOW);
    api.views.put(Topics.TOPOLOGY, CART, Events.workload(CART, 2, 2), NOW);
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private void put(Forecast forecast) {
    api.views.put(
        Topics.FORECASTS,
        forecast.getEntity() + "/" + forecast.getSignal() + "/" + forecast.getStepMs(),
        forecast,
        NOW);
  }

  @Test
  void answersWithTheFieldsOfTheContract() {
    put(Events.forecast(FRONT, 24));
    api.views.put(Topics.SCALING, FRONT, Events.scaling(FRONT, 50), NOW);

    var answer = api.get("/api/v1/predict?hours=24&confidence=0.95&service=front");

    assertThat(answer.status()).isEqualTo(200);
    var body = answer.body();
    assertThat(body.path("predictions")).hasSize(24);
    var first = body.path("predictions").path(0);
    assertThat(first.path("timestamp").asText()).isEqualTo("2026-03-01T13:00:00Z");
    assertThat(first.path("predicted_qps").asDouble()).isEqualTo(100);
    assertThat(first.path("confidence").asDouble()).isEqualTo(0.95);
    assertThat(first.path("lower").asDouble()).isCloseTo(80, within(1e-9));
    assertThat(first.path("upper").asDouble()).isCloseTo(120, within(1e-9));
    assertThat(first.path("suggested_instances").asInt()).isEqualTo(3);
    assertThat(body.path("summary").path("max_qps").asDouble()).isEqualTo(123);
    assertThat(body.path("summary").path("avg_qps").asDouble()).isCloseTo(111.5, within(1e-9));
    assertThat(body.path("summary").path("recommended_instances").asInt()).isEqualTo(3);
    assertThat(body.path("model").asText()).isEqualTo("seasonal");
    assertThat(body.path("backtest_error").asDouble()).isEqualTo(0.7);
    assertThat(body.has("note")).isFalse();
  }

  @Test
  void aHigherConfidenceGivesAWiderInterval() {
    put(Events.forecast(FRONT, 3));

    double[] widths = new double[3];
    String[] confidences = {"0.5", "0.95", "0.99"};
    for (int i = 0; i < 3; i++) {
      var point =
          api.get("/api/v1/predict?hours=1&service=front&confidence=" + confidences[i])
              .body()
              .path("predictions")
              .path(0);
      widths[i] = point.path("upper").asDouble() - point.path("lower").asDouble();
    }

    // For a normal forecast the half widths are in the ratio of its quantiles.
    assertThat(widths[1]).isCloseTo(40, within(1e-6));
    assertThat(widths[0]).isCloseTo(40 * 0.67449 / 1.95996, within(1e-3));
    assertThat(widths[2]).isCloseTo(40 * 2.57583 / 1.95996, within(1e-3));
  }

  @Test
  void saysThatTheLoadHasLeftItsCourse() {
    Forecast forecast = Events.forecast(FRONT, 3);
    put(forecast);
    assertThat(api.get("/api/v1/predict?service=front").body().path("new_regime").booleanValue())
        .isFalse();
    forecast.setNewRegime(true);
    put(forecast);
    assertThat(api.get("/api/v1/predict?service=front").body().path("new_regime").booleanValue())
        .isTrue();
  }

  @Test
  void withoutAServiceItIsTheOneThatNobodyCalls() {
    put(Events.forecast(CART, 5));
    put(Events.forecast(FRONT, 5));

    assertThat(api.get("/api/v1/predict").body().path("service").asText()).isEqualTo(FRONT);
  }

  @Test
  void theFinestForecastThatReachesSoFarAnswers() {
    Forecast minutes = Events.forecast(FRONT, 60);
    minutes.setStepMs(60_000);
    for (int i = 0; i < 60; i++) {
      minutes.getPoints().get(i).setTime(NOW.plus(Duration.ofMinutes(i + 1L)));
    }
    put(minutes);
    put(Events.forecast(FRONT, 168));

    var hour = api.get("/api/v1/predict?hours=1&service=front").body();
    assertThat(hour.path("step_ms").asInt()).isEqualTo(60_000);
    assertThat(hour.path("predictions")).hasSize(60);
    for (int hours : new int[] {24, 48, 168}) {
      var body = api.get("/api/v1/predict?service=front&hours=" + hours).body();
      assertThat(body.path("step_ms").asInt()).isEqualTo(3_600_000);
      assertThat(body.path("predictions")).hasSize(hours);
    }
  }

  @Test
  void saysWhatItDoesNotKnow() {
    put(Events.forecast(FRONT, 5));

    var body = api.get("/api/v1/predict?hours=48&service=front").body();

    assertThat(body.path("summary").path("recommended_instances").isNull()).isTrue();
    assertThat(body.path("predictions").path(0).path("suggested_instances").isNull()).isTrue();
    assertThat(body.path("note").asText()).contains("not learned");
    api.views.put(Topics.SCALING, FRONT, Events.scaling(FRONT, 50), NOW);
    assertThat(api.get("/api/v1/predict?hours=48&service=front").body().path("note").asText())
        .contains("until 2026-03-01T17:00:00Z only");
  }

  @Test
  void neverMakesUpAForecast() {
    assertThat(api.get("/api/v1/predict").status()).isEqualTo(409);
    assertThat(api.get("/api/v1/predict?service=front").status()).isEqualTo(409);
    Forecast old = Events.forecast(FRONT, 1);
    old.getPoints().get(0).setTime(NOW.minus(Duration.ofHours(1)));
    put(old);
    var ended = api.get("/api/v1/predict?service=front");
    assertThat(ended.status()).isEqualTo(409);
    assertThat(ended.detail()).contains("has ended");
  }

  @Test
  void refusesWhatMakesNoSense() {
    for (String hours : new String[] {"0", "169", "-1", "1e9", "1000000000", "soon", "1.5"}) {
      var answer = api.get("/api/v1/predict?hours=" + hours);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.field()).isEqualTo("hours");
    }
    for (String confidence : new String[] {"0", "1", "-0.1", "1.5", "95", "NaN", "high"}) {
      var answer = api.get("/api/v1/predict?confidence=" + confidence);
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.field()).isEqualTo("confidence");
    }
    var unknown = api.get("/api/v1/predict?service=nobody");
    assertThat(unknown.status()).isEqualTo(422);
    assertThat(unknown.field()).isEqualTo("service");
    assertThat(unknown.detail()).contains(CART);
    assertThat(api.get("/api/v1/predict?days=1").field()).isEqualTo("days");
  }

  @Test
  void ignoresForecastsThatAreNotOfTheLoad() {
    Forecast memory = Events.forecast(FRONT, 3);
    memory.setSignal("container_memory_working_set_bytes:value");
    put(memory);

    assertThat(api.get("/api/v1/predict?service=front").status()).isEqualTo(409);
    put(Events.forecast(FRONT, 3));
    assertThat(api.get("/api/v1/predict?service=front").body().path("signal").asText())
        .isEqualTo(LOAD);
  }
}
