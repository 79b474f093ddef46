package io.aicloudops.connect.scrape;

import io.aicloudops.runtime.http.BoundedClient;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.zip.GZIPInputStream;

/** Asks for metrics pages over HTTP, within limits of time and size. */
final class PageReader {

  private static final String ACCEPT =
      "application/openmetrics-text;version=1.0.0;escaping=underscores;q=0.8,"
          + "text/plain;version=0.0.4;escaping=underscores;q=0.5,*/*;q=0.1";

  /**
   * A page.
   *
   * @param openMetrics true if it says that it is OpenMetrics
   */
  record Page(String text, boolean openMetrics) {}

  private final BoundedClient client;
  private final Duration timeout;
  private final long maxPage;

  PageReader(HttpClient client, Duration timeout, long maxPage) {
    this.client = new BoundedClient(client, timeout, maxPage);
    this.timeout = timeout;
    this.maxPage = maxPage;
  }

  /** The target's page, or the reason why there is none. */
  CompletableFuture<Page> read(Target target) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(target.url())
            .header("Accept", ACCEPT)
            .header("Accept-Encoding", "gzip")
            .header("User-Agent", "ai-cloudops")
            .header("X-Prometheus-Scrape-Timeout-Seconds", Double.toString(seconds()));
    target.token().value().ifPresent(t -> request.header("Authorization", "Bearer " + t));
    return client.ask(request).thenApply(this::page);
  }

  private double seconds() {
    return timeout.toMillis() / 1000.0;
  }

  private Page page(HttpResponse<byte[]> response) {
    if (response.statusCode() / 100 == 3) {
      throw new CompletionException(
          new IOException(
              "HTTP status "
                  + response.statusCode()
                  + ", and redirects are not followed; name the address it points to"));
    }
    if (response.statusCode() != 200) {
      throw new CompletionException(new IOException("HTTP status " + response.statusCode()));
    }
    String type = response.headers().firstValue("Content-Type").orElse("");
    boolean zipped =
        response.headers().firstValue("Content-Encoding").orElse("").equalsIgnoreCase("gzip");
    try {
      byte[] body = zipped ? unzip(response.body()) : response.body();
      return new Page(
          new String(body, StandardCharsets.UTF_8),
          type.startsWith("application/openmetrics-text"));
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private byte[] unzip(byte[] body) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(body))) {
      byte[] page = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, maxPage + 1));
      if (page.length > maxPage) {
        throw new IOException("the page is larger than " + maxPage + " bytes");
      }
      return page;
    }
  }
}
