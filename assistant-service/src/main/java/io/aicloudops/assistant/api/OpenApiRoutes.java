package io.aicloudops.assistant.api;

import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.Role;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** {@code /api/v1/openapi.json}: the contract, kept by hand and checked against the routes. */
public final class OpenApiRoutes implements HttpModule {

  private final String document = read();

  @Override
  public void configure(JavalinConfig config) {
    config.routes.get(
        "/api/v1/openapi.json",
        context -> context.contentType("application/json").result(document),
        Role.ANYONE);
  }

  private static String read() {
    try (InputStream in = OpenApiRoutes.class.getResourceAsStream("/openapi/openapi.json")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
