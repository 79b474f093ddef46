package io.aicloudops.assistant.views;

import io.aicloudops.runtime.http.BoundedClient;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;

/** Asks other replicas over their HTTP servers; see {@link PeerRoutes}. */
final class HttpPeers implements Peers {

  /** What a replica holds of one view fits into memory here as it does there. */
  private static final long LARGEST = 256L << 20;

  private final BoundedClient client;
  private final String scheme;
  private final EventSerdes serdes;
  private final Supplier<String> token;

  /**
   * @param scheme http or https
   * @param token a fresh token that the others accept
   */
  HttpPeers(String scheme, EventSerdes serdes, Supplier<String> token, Duration timeout) {
    this.client = new BoundedClient(timeout, LARGEST);
    this.scheme = scheme;
    this.serdes = serdes;
    this.token = token;
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
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token.get());
    try {
      HttpResponse<byte[]> response = client.send(request);
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
