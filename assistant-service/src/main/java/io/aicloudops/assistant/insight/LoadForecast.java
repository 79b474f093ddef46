package io.aicloudops.assistant.insight;

import io.aicloudops.schemas.event.Forecast;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Picks the forecast that tells how much is asked of a workload. */
public final class LoadForecast {

  /** Share of the time asked for that is near enough to all of it. */
  private static final double NEAR = 0.9;

  private LoadForecast() {}

  /**
   * The forecast of the requests a workload serves: of those at several steps the finest that
   * reaches as far as asked, else the one that reaches farthest.
   *
   * @param ahead how far it should reach
   * @return empty if none of these is a forecast of requests
   */
  public static Optional<Forecast> of(
      Collection<Forecast> ofOneWorkload, Instant now, Duration ahead) {
    List<Forecast> loads =
        ofOneWorkload.stream()
            .filter(f -> f.getSignal().endsWith(":rate") && f.getSignal().indexOf('{') < 0)
            .filter(f -> !f.getSignal().contains("cpu"))
            .toList();
    Optional<String> signal =
        loads.stream()
            .map(Forecast::getSignal)
            .min(
                Comparator.comparing((String name) -> name.contains("client"))
                    .thenComparing(name -> !name.contains("request"))
                    .thenComparing(Comparator.naturalOrder()));
    Instant near = now.plusMillis((long) (NEAR * ahead.toMillis()));
    List<Forecast> chosen =
        loads.stream().filter(f -> f.getSignal().equals(signal.orElse(""))).toList();
    return chosen.stream()
        .filter(f -> !end(f).isBefore(near))
        .min(Comparator.comparingLong(Forecast::getStepMs))
        .or(() -> chosen.stream().max(Comparator.comparing(LoadForecast::end)));
  }

  private static Instant end(Forecast forecast) {
    int points = forecast.getPoints().size();
    return points == 0 ? Instant.MIN : forecast.getPoints().get(points - 1).getTime();
  }
}
