package io.aicloudops.simulator.shop.process;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Calls other services, balanced over their ready instances, with one retry where an instance
 * cannot be reached.
 */
public final class Downstream {

  private static final Answer UNREACHABLE = new Answer(503, "unreachable");
  private static final Answer TIMED_OUT = new Answer(504, "{}");

  private final HttpClient http;
  private final Discovery discovery;

  Downstream(HttpClient http, Discovery discovery) {
    this.http = http;
    this.discovery = discovery;
  }

  /**
   * Makes a request. The answer's status is 503 if no instance can be reached and 504 after the
   * timeout; it never fails.
   *
   * @param path path and query
   * @param body sent with POST and PUT
   */
  public CompletableFuture<Answer> call(
      String service, String method, String path, String body, Duration timeout) {
    return attempt(service, method, path, body, timeout, Optional.empty());
  }

  private CompletableFuture<Answer> attempt(
      String service,
      String method,
      String path,
      String body,
      Duration timeout,
      Optional<Endpoint> failed) {
    Optional<Endpoint> chosen = discovery.next(service, failed);
    if (chosen.isEmpty()) {
      return CompletableFuture.completedFuture(UNREACHABLE);
    }
    Endpoint endpoint = chosen.get();
    HttpRequest.BodyPublisher content =
        method.equals("GET")
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint.url(path)))
            .method(method, content)
            .timeout(timeout)
            .build();
    endpoint.sent();
    return http.sendAsync(request, HttpResponse.BodyHandlers.ofString())
        .whenComplete((response, error) -> endpoint.done())
        .handle((response, error) -> answer(response, error))
        .thenCompose(
            answer ->
                answer.equals(UNREACHABLE) && failed.isEmpty()
                    ? attempt(service, method, path, body, timeout, Optional.of(endpoint))
                    : CompletableFuture.completedFuture(answer));
  }

  private static Answer answer(@Nullable HttpResponse<String> response, @Nullable Throwable error) {
    if (response != null) {
      return new Answer(response.statusCode(), response.body());
    }
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof HttpTimeoutException ? TIMED_OUT : UNREACHABLE;
  }

  /**
   * What came back.
   *
   * @param status HTTP status
   * @param body as it was sent
   */
  public record Answer(int status, String body) {

    /** True if the server, or the way to it, failed. */
    public boolean failed() {
      return status >= 500;
    }
  }
}
