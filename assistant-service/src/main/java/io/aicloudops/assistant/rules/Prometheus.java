package io.aicloudops.assistant.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.runtime.http.BoundedClient;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;

/** The HTTP API of a Prometheus server, as far as rules go, and whether it answers. */
public final class Prometheus {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long LARGEST = 64L << 20;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final URI rules;
  private final URI query;
  private final BoundedClient client = new BoundedClient(TIMEOUT, LARGEST);

  /**
   * @param base URL of the server, with the path it is served under
   */
  public Prometheus(String base) {
    String api = base.replaceAll("/+$", "") + "/api/v1/";
    this.rules = URI.create(api + "rules");
    this.query = URI.create(api + "query?query=1");
  }

  /**
   * Asks it for the number one.
   *
   * @throws IOException if it does not answer as a Prometheus does
   */
  public void ping() throws IOException, InterruptedException {
    var response = client.send(HttpRequest.newBuilder(query));
    JsonNode answer = JSON.readTree(response.body());
    if (response.statusCode() != 200 || !answer.path("status").asText().equals("success")) {
      throw new IOException("HTTP " + response.statusCode() + ", and no result of a query");
    }
  }

  /**
   * The groups of rules that it runs, as its API has them.
   *
   * @throws IOException if it does not answer as a Prometheus does
   */
  public JsonNode groups() throws IOException, InterruptedException {
    var response = client.send(HttpRequest.newBuilder(rules));
    JsonNode answer = JSON.readTree(response.body());
    JsonNode groups = answer == null ? null : answer.at("/data/groups");
    if (response.statusCode() != 200 || groups == null || !groups.isArray()) {
      throw new IOException("HTTP " + response.statusCode() + ", and no groups of rules");
    }
    return groups;
  }
}
