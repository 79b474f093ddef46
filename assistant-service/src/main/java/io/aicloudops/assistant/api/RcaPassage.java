package io.aicloudops.assistant.api;

import io.aicloudops.runtime.http.BoundedClient;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.Principal;
import io.aicloudops.runtime.http.Problem;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.http.Tokens;
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
import java.util.List;
import java.util.Objects;

/**
 * {@code POST /api/v1/rca} where the analysis runs in a process of its own: who asks is checked
 * here, and the question goes on under the caller's name with the right to read and no more.
 */
public final class RcaPassage implements HttpModule {

  private static final String PATH = "/api/v1/rca";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final Duration VALIDITY = Duration.ofMinutes(1);
  private static final long LARGEST = 16L << 20;

  private final String rca;
  private final Tokens tokens;
  private final BoundedClient client = new BoundedClient(TIMEOUT, LARGEST);

  /**
   * @param url base URL of the process that answers
   * @param tokens signs what that process accepts: both know the same secret
   */
  public RcaPassage(String url, Tokens tokens) {
    this.rca = url.replaceAll("/+$", "") + PATH;
    this.tokens = tokens;
  }

  @Override
  public void configure(JavalinConfig config) {
    config.routes.post(PATH, this::pass, Role.VIEWER);
  }

  private void pass(Context context) {
    String language = new Params(context, "lang").text("lang");
    // A language that is given, though empty, outdoes the header that goes on, too.
    String query =
        language.isEmpty() ? "" : "?lang=" + URLEncoder.encode(language, StandardCharsets.UTF_8);
    Principal who = HttpServer.principal(context);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(rca + query))
            .header("Authorization", "Bearer " + tokens.issue(who.name(), Role.VIEWER, VALIDITY))
            .POST(BodyPublishers.ofByteArray(context.bodyAsBytes()));
    for (String name : List.of("Content-Type", "Accept-Language")) {
      String value = Objects.requireNonNullElse(context.header(name), "");
      if (!value.isEmpty()) {
        request.header(name, value);
      }
    }
    answer(context, ask(request));
  }

  private HttpResponse<byte[]> ask(HttpRequest.Builder request) {
    try {
      return client.send(request);
    } catch (IOException e) {
      throw Problem.of(502, "Bad gateway", "the rca service does not answer: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Problem.unavailable("interrupted");
    }
  }

  private static void answer(Context context, HttpResponse<byte[]> response) {
    if (response.statusCode() == 401 || response.statusCode() == 403) {
      throw Problem.of(
          502, "Bad gateway", "the rca service refuses our token: is http.auth the same for both?");
    }
    context.status(response.statusCode());
    response.headers().firstValue("Content-Type").ifPresent(context::contentType);
    response.headers().firstValue("Retry-After").ifPresent(v -> context.header("Retry-After", v));
    context.result(response.body());
  }
}
