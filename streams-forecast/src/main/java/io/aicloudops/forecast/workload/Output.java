package io.aicloudops.forecast.workload;

import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.Scaling;

/** What the fold says. */
public sealed interface Output {

  /** The expected course of a signal. */
  record Forecasted(Forecast event) implements Output {}

  /** How many instances there should be. */
  record Advised(Scaling event) implements Output {}

  /** A forecast is missing or stale, or no longer. */
  record Alerted(Alert event) implements Output {}

  /** What the instances need of their resources; for people and metrics, no topic carries it. */
  record Sized(ResourceAdvice advice) implements Output {}
}
