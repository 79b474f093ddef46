package io.aicloudops.connect;

import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;
import java.util.function.Function;

/** The real HTTP server with one module, and a client. */
public final class HttpRig implements AutoCloseable {

  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** Starts a server on a free port. */
  public HttpRig(Function<MeterRegistry, HttpModule> module) {
    Settings settings = Settings.of(Map.of("http.port", 0));
    server =
        new HttpServer(
            settings.read(HttpSettings.SECTION),
            "a secret that only this test has, long enough",
            meters,
            Clock.systemUTC());
    server.add(module.apply(meters));
    server.start();
  }

  /** Posts a body with headers, names and values in turn. */
  public HttpResponse<String> post(String path, byte[] body, String... headers) {
    return send(HttpRequest.BodyPublishers.ofByteArray(body), path, headers);
  }

  /** Posts a body whose length is not announced. */
  public HttpResponse<String> postChunked(String path, byte[] body, String... headers) {
    return send(
        HttpRequest.BodyPublishers.ofInputStream(() -> new java.io.ByteArrayInputStream(body)),
        path,
        headers);
  }

  /** What a counter counts by now. */
  public double count(String counter) {
    return meters.get(counter).counter().count();
  }

  private HttpResponse<String> send(
      HttpRequest.BodyPublisher body, String path, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(server.url() + path)).POST(body);
    for (int i = 0; i < headers.length; i += 2) {
      request.header(headers[i], headers[i + 1]);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
