package io.aicloudops.assistant.insight;

import io.aicloudops.schemas.event.Forecast;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Picks the forecast that tells how much is asked of a workload. */
public final class LoadForecast {

  private LoadForecast() {}

  /** The forecast of the requests a workload serves; empty if none of these is. */
  public static Optional<Forecast> of(Collection<Forecast> ofOneWorkload) {
    return ofOneWorkload.stream()
        .filter(f -> f.getSignal().endsWith(":rate") && f.getSignal().indexOf('{') < 0)
        .filter(f -> !f.getSignal().contains("cpu"))
        .min(
            Comparator.comparing((Forecast f) -> f.getSignal().contains("client"))
                .thenComparing(f -> !f.getSignal().contains("request"))
                .thenComparing(Forecast::getSignal));
  }
}
