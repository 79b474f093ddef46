package io.aicloudops.assistant.api;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.assistant.insight.LoadForecast;
import io.aicloudops.assistant.insight.Prediction;
import io.aicloudops.assistant.insight.ServiceMap;
import io.aicloudops.assistant.json.EventJson;
import io.aicloudops.assistant.views.View;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.schemas.event.Forecast;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The load of the coming hours and the instances it takes, as JSON. */
public final class Predictions {

  private final Views views;
  private final EntityLookup entities;
  private final Clock clock;

  public Predictions(Views views, Clock clock) {
    this.views = views;
    this.entities = new EntityLookup(views);
    this.clock = clock;
  }

  /**
   * The prediction of a service's load.
   *
   * @param hours to look ahead
   * @param confidence of the interval, in (0, 1)
   * @param service an entity or a name; empty for the busiest workload that nobody calls
   * @param namespace where the service is; empty for any
   * @throws Problem 422 if the service is unknown, 409 if there is no forecast
   */
  public ObjectNode of(int hours, double confidence, String service, String namespace) {
    Instant now = clock.instant();
    Duration ahead = Duration.ofHours(hours);
    Forecast forecast =
        service.isEmpty()
            ? ofTheDoor(now, ahead)
            : ofWorkload(entities.named("service", service, namespace), now, ahead);
    Prediction prediction =
        Prediction.of(
                forecast, views.one(View.SCALING, forecast.getEntity()), now, ahead, confidence)
            .orElseThrow(
                () ->
                    Problem.conflict(
                        "the newest load forecast of "
                            + forecast.getEntity()
                            + " was made at "
                            + forecast.getMadeAt()
                            + " and has ended; are its metrics still coming in?"));
    return shown(prediction, confidence, now.plus(ahead));
  }

  private Forecast ofWorkload(String entity, Instant now, Duration ahead) {
    List<Forecast> all =
        views.all(View.FORECASTS).rows().stream()
            .filter(forecast -> forecast.getEntity().equals(entity))
            .toList();
    return LoadForecast.of(all, now, ahead)
        .orElseThrow(
            () ->
                Problem.conflict(
                    "there is no load forecast of "
                        + entity
                        + " yet: it takes a while of requests/s measured for this workload"));
  }

  /** Of the workloads that nobody calls, the busiest; where none has a forecast, the busiest. */
  private Forecast ofTheDoor(Instant now, Duration ahead) {
    List<String> doors =
        ServiceMap.of(views.all(View.TOPOLOGY).rows(), List.of(), List.of()).doors();
    var byEntity =
        views.all(View.FORECASTS).rows().stream()
            .collect(java.util.stream.Collectors.groupingBy(Forecast::getEntity));
    return byEntity.values().stream()
        .flatMap(forecasts -> LoadForecast.of(forecasts, now, ahead).stream())
        .max(
            Comparator.comparing((Forecast f) -> doors.contains(f.getEntity()))
                .thenComparing(Predictions::load)
                .thenComparing(Forecast::getEntity))
        .orElseThrow(
            () ->
                Problem.conflict(
                    "there is no load forecast yet: it takes a while of requests/s measured"));
  }

  private static double load(Forecast forecast) {
    return forecast.getPoints().stream().mapToDouble(p -> p.getMean()).average().orElse(0);
  }

  private static ObjectNode shown(Prediction prediction, double confidence, Instant asked) {
    Forecast forecast = prediction.forecast();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    var predictions = node.putArray("predictions");
    for (Prediction.Point point : prediction.points()) {
      ObjectNode one = predictions.addObject();
      one.put("timestamp", point.time().toString());
      one.set("predicted_qps", EventJson.number(point.qps()));
      one.put("confidence", confidence);
      put(one, "suggested_instances", point.instances());
      one.set("lower", EventJson.number(point.lower()));
      one.set("upper", EventJson.number(point.upper()));
    }
    ObjectNode summary = node.putObject("summary");
    summary.set("max_qps", EventJson.number(prediction.maxQps()));
    summary.set("avg_qps", EventJson.number(prediction.avgQps()));
    put(summary, "recommended_instances", prediction.instances());
    node.put("service", forecast.getEntity());
    node.put("signal", forecast.getSignal());
    node.put("model", forecast.getModel());
    node.put("new_regime", forecast.getNewRegime());
    node.set("backtest_error", EventJson.number(forecast.getBacktestMase()));
    node.set("coverage", EventJson.number(forecast.getCoverage()));
    node.put("history", forecast.getHistory());
    node.put("made_at", forecast.getMadeAt().toString());
    node.put("step_ms", forecast.getStepMs());
    node.put("until", prediction.until().toString());
    note(prediction, asked).ifPresent(note -> node.put("note", note));
    return node;
  }

  private static Optional<String> note(Prediction prediction, Instant asked) {
    if (prediction.instances().isEmpty()) {
      return Optional.of(
          "how much one instance serves is not learned yet, so no number of instances is given");
    }
    Duration step = Duration.ofMillis(prediction.forecast().getStepMs());
    boolean shorter = prediction.until().isBefore(asked.minus(step.multipliedBy(2)));
    return shorter
        ? Optional.of("the forecast reaches until " + prediction.until() + " only")
        : Optional.empty();
  }

  private static void put(ObjectNode node, String field, OptionalInt number) {
    if (number.isPresent()) {
      node.put(field, number.getAsInt());
    } else {
      node.putNull(field);
    }
  }
}
