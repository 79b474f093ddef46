package io.aicloudops.assistant.api;

import io.aicloudops.runtime.http.BoundedClient;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Collectors;

/** {@code /api/v1/demo/}: passes on to the demo's own control API. */
public final class DemoRoutes implements HttpModule {

  private static final String PATH = "/api/v1/demo/";
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long LARGEST = 16L << 20;

  private final String control;
  private final BoundedClient client = new BoundedClient(TIMEOUT, LARGEST);

  /**
   * @param control base URL of the control API; empty if this is no demo
   */
  public DemoRoutes(String control) {
    this.control = control.endsWith("/") ? control.substring(0, control.length() - 1) : control;
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.get(PATH + "shop", context -> pass(context, "/shop"), Role.VIEWER);
    config.routes.get(PATH + "faults", context -> pass(context, "/faults"), Role.VIEWER);
    config.routes.post(PATH + "faults/{id}", this::fault, Role.OPERATOR);
    config.routes.delete(PATH + "faults/{id}", this::fault, Role.OPERATOR);
  }

  private void fault(Context context) {
    pass(context, "/faults/" + encoded(context.pathParam("id")));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The caller's parameters, encoded anew: browsers send characters which no URI may have. */
  private static String query(Context context) {
    return context.queryParamMap().entrySet().stream()
        .flatMap(p -> p.getValue().stream().map(v -> encoded(p.getKey()) + "=" + encoded(v)))
        .collect(
            Collectors.collectingAndThen(Collectors.joining("&"), q -> q.isEmpty() ? "" : "?" + q));
  }

  private void pass(Context context, String path) {
    if (control.isEmpty()) {
      throw Problem.notFound("this is no demo: there are no faults to inject");
    }
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(control + path + query(context)))
            .header("Content-Type", "application/json")
            .method(context.method().name(), BodyPublishers.ofByteArray(context.bodyAsBytes()));
    try {
      HttpResponse<byte[]> response = client.send(request);
      context.status(response.statusCode());
      response.headers().firstValue("Content-Type").ifPresent(context::contentType);
      context.result(response.body());
    } catch (IOException e) {
      throw Problem.of(502, "Bad gateway", "the demo's control API does not answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable("interrupted");
    }
  }
}
