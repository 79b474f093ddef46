package io.aicloudops.remediator.notify.channel;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** Posts JSON and reads the answer as a channel would have it. */
final class Poster {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int MOST_OF_ANSWER = 200;

  private final HttpClient client = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final URI url;

  /**
   * @param url is a secret for most channels, so it is never shown
   */
  Poster(String url) {
    this.url = URI.create(url);
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
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(body.toString()));
    headers.forEach(request::header);
    try {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      return judge(answer, onOk);
    } catch (IOException e) {
      return new Channel.Delivery.Later(Duration.ZERO, e.getClass().getSimpleName());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Channel.Delivery.Later(Duration.ZERO, "interrupted");
    }
  }

  private static Channel.Delivery judge(
      HttpResponse<String> answer, Function<String, Channel.Delivery> onOk) {
    int code = answer.statusCode();
    if (code >= 200 && code < 300) {
      return onOk.apply(answer.body());
    }
    String body = answer.body();
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
