package io.aicloudops.remediator.notify.channel;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.runtime.http.BoundedClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** Posts JSON and reads the answer as a channel would have it. */
final class Poster {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MOST_OF_ANSWER = 200;

  private static final long LARGEST_ANSWER = 1L << 20;

  private final BoundedClient client;
  private final URI url;

  /**
   * @param url is a secret for most channels, so it is never shown
   */
  Poster(String url) {
    this(url, TIMEOUT);
  }

  Poster(String url, Duration timeout) {
    this.url = URI.create(url);
    this.client = new BoundedClient(timeout, LARGEST_ANSWER);
  }

  /**
   * Posts once.
   *
   * @param onOk judges the body of a 2xx answer
   */
  Channel.Delivery post(
      JsonNode body, Map<String, String> headers, Function<String, Channel.Delivery> onOk) {
    return post("", body, headers, onOk);
  }

  /**
   * Posts once.
   *
   * @param query added to the URL, encoded; empty for none
   * @param onOk judges the body of a 2xx answer
   */
  Channel.Delivery post(
      String query,
      JsonNode body,
      Map<String, String> headers,
      Function<String, Channel.Delivery> onOk) {
    String separator = query.isEmpty() ? "" : url.getRawQuery() == null ? "?" : "&";
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + separator + query))
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(body.toString()));
    headers.forEach(request::header);
    try {
      return judge(client.send(request), onOk);
    } catch (IOException e) {
      return new Channel.Delivery.Later(Duration.ZERO, e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Channel.Delivery.Later(Duration.ZERO, "interrupted");
    }
  }

  private static Channel.Delivery judge(
      HttpResponse<byte[]> answer, Function<String, Channel.Delivery> onOk) {
    int code = answer.statusCode();
    String body = new String(answer.body(), StandardCharsets.UTF_8);
    if (code >= 200 && code < 300) {
      return onOk.apply(body);
    }
    String said = body.length() > MOST_OF_ANSWER ? body.substring(0, MOST_OF_ANSWER) : body;
    String why = "HTTP " + code + (said.isBlank() ? "" : ": " + said.strip());
    if (code == 429 || code == 408 || code >= 500) {
      Duration after =
          answer
              .headers()
              .firstValue("Retry-After")
              .filter(text -> text.matches("\\d{1,5}"))
              .map(text -> Duration.ofSeconds(Long.parseLong(text)))
              .orElse(Duration.ZERO);
      return new Channel.Delivery.Later(after, why);
    }
    return new Channel.Delivery.Never(why);
  }
}
