package io.aicloudops.assistant.api;

import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.Role;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;

/** {@code /api/v1/predict}. */
public final class PredictRoutes implements HttpModule {

  private static final int MOST_HOURS = 168;

  private final Predictions predictions;

  public PredictRoutes(Predictions predictions) {
    this.predictions = predictions;
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.get("/api/v1/predict", this::predict, Role.VIEWER);
  }

  private void predict(Context context) {
    Params params = new Params(context, "hours", "confidence", "service", "namespace");
    context.json(
        predictions.of(
            params.number("hours", 24, 1, MOST_HOURS),
            params.fraction("confidence", 0.95, 0, 1),
            params.text("service"),
            params.text("namespace")));
  }
}
