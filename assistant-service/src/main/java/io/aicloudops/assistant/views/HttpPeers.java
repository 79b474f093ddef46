package io.aicloudops.assistant.views;

import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;

/** Asks other replicas over their HTTP servers; see {@link PeerRoutes}. */
final class HttpPeers implements Peers {

  private final HttpClient client;
  private final String scheme;
  private final EventSerdes serdes;
  private final Supplier<String> token;
  private final Duration timeout;

  /**
   * @param scheme http or https
   * @param token a fresh token that the others accept
   */
  HttpPeers(String scheme, EventSerdes serdes, Supplier<String> token, Duration timeout) {
    this.client = HttpClient.newBuilder().connectTimeout(timeout).build();
    this.scheme = scheme;
    this.serdes = serdes;
    this.token = token;
    this.timeout = timeout;
  }

  @Override
  public <V extends SpecificRecord> List<V> of(String host, View<V> view, String key) {
    return rows(host, view.name() + "?key=" + encoded(key), view.topic());
  }

  @Override
  public <V extends SpecificRecord> List<V> all(String host, View<V> view) {
    return rows(host, view.name(), view.topic());
  }

  @Override
  public List<SignalBatch> signals(String host, String entity, Instant from, Instant to) {
    String query = "?key=" + encoded(entity) + "&from=" + from + "&to=" + to;
    return rows(host, SignalKeeper.STORE + query, Topics.SIGNALS);
  }

  private <V extends SpecificRecord> List<V> rows(String host, String path, Topic<V> topic) {
    URI uri = URI.create(scheme + "://" + host + PeerRoutes.PATH + path);
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .timeout(timeout)
            .header("Authorization", "Bearer " + token.get())
            .build();
    try {
      HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
      if (response.statusCode() != 200) {
        throw new ViewsUnavailableException(
            "replica " + host + " holds this and answers " + response.statusCode());
      }
      return Frames.read(response.body(), serdes.of(topic), topic.name());
    } catch (IOException e) {
      throw new ViewsUnavailableException(
          "replica " + host + " holds this and does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ViewsUnavailableException("interrupted while asking replica " + host, e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
