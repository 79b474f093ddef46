package io.aicloudops.assistant.api;

import io.aicloudops.assistant.views.ViewsUnavailableException;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.Problem;
import io.javalin.config.JavalinConfig;

/** Answers 503 with Retry-After while the views cannot be read. */
public final class Unavailability implements HttpModule {

  private static final String RETRY_SECONDS = "2";

  @Override
  public void configure(JavalinConfig config) {
    config.routes.exception(
        ViewsUnavailableException.class,
        (e, context) -> {
          Problem problem = Problem.unavailable(String.valueOf(e.getMessage()));
          context.status(problem.status()).header("Retry-After", RETRY_SECONDS);
          context.json(problem.document()).contentType("application/problem+json");
        });
  }
}
