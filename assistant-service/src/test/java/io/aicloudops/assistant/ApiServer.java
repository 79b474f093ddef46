package io.aicloudops.assistant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.assistant.api.DashboardRoutes;
import io.aicloudops.assistant.commands.Commands;
import io.aicloudops.assistant.views.Views;
import io.aicloudops.assistant.views.ViewsFixture;
import io.aicloudops.runtime.http.HealthModule;
import io.aicloudops.runtime.http.HttpModule;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.Command;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A real server with real views over their real stores; only the broker is missing. */
public final class ApiServer implements AutoCloseable {

  private static final String SECRET = "a secret for tests that is long enough";
  private static final ObjectMapper JSON = new ObjectMapper();

  public final ViewsFixture views;
  public final Clock clock = Clock.fixed(Events.NOW, ZoneOffset.UTC);
  private final EventSerdes serdes = new EventSerdes(new InMemorySchemaRegistry());
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MockProducer<byte[], byte[]> log =
      new MockProducer<>(
          true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
  private final HttpServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  /** The server with the routes over the views and the page. */
  public ApiServer(Path directory) {
    this(directory, api -> routes(api, api.views.views()));
  }

  /** The server with the routes over the views as something lets see them, and the page. */
  public static ApiServer seeing(Path directory, UnaryOperator<Views> through) {
    return new ApiServer(directory, api -> routes(api, through.apply(api.views.views())));
  }

  private static List<HttpModule> routes(ApiServer api, Views views) {
    List<HttpModule> routes = new ArrayList<>();
    routes.addAll(AssistantService.routes(views, api.commands(), api.clock));
    routes.add(new HealthModule("test", Map::of, Map::of, api.clock));
    routes.add(new DashboardRoutes());
    return routes;
  }

  /** The server with routes of one's own. */
  public ApiServer(Path directory, Function<ApiServer, List<HttpModule>> routes) {
    views = new ViewsFixture(directory);
    Settings settings =
        Settings.of(
            Map.of("http.port", 0, "http.rate-burst", 10_000, "http.rate-per-second", 9999));
    // Tokens are checked by the real time of day.
    server = new HttpServer(settings.read(HttpSettings.SECTION), SECRET, meters, Clock.systemUTC());
    routes.apply(this).forEach(server::add);
    server.start();
  }

  /** Commands that go to a log in memory. */
  public Commands commands() {
    return new Commands(
        views.views(), new EventProducer(log, serdes, Duration.ofSeconds(1), meters), clock);
  }

  /** What was commanded and not refused at once. */
  public List<Command> obeyed() {
    return commanded().stream().filter(command -> command.getRefused().isEmpty()).toList();
  }

  /** What was sent to the log so far. */
  public List<Command> commanded() {
    return log.history().stream()
        .filter(record -> record.topic().equals(Topics.COMMANDS.name()))
        .map(r -> serdes.of(Topics.COMMANDS).deserializer().deserialize(r.topic(), r.value()))
        .toList();
  }

  /** A token of {@code ann}. */
  public String token(Role role) {
    return server.tokens().issue("ann", role, Duration.ofMinutes(5));
  }

  public URI uri(String path) {
    return URI.create("http://localhost:" + server.port() + path);
  }

  /** An answer; the body is null if it is no JSON. */
  public record Answer(HttpResponse<String> response, JsonNode body) {
    public int status() {
      return response.statusCode();
    }

    public String field() {
      return body.path("field").asText();
    }

    public String detail() {
      return body.path("detail").asText();
    }
  }

  public Answer get(String path) {
    return send(request(path, Role.VIEWER).GET().build());
  }

  public Answer get(String path, Role role) {
    return send(request(path, role).GET().build());
  }

  public Answer post(String path, Role role, String json) {
    return send(
        request(path, role)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  public HttpRequest.Builder request(String path, Role role) {
    HttpRequest.Builder builder = HttpRequest.newBuilder(uri(path));
    return role == Role.ANYONE ? builder : builder.header("Authorization", "Bearer " + token(role));
  }

  public Answer send(HttpRequest request) {
    try {
      HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
      boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
      return new Answer(response, json ? JSON.readTree(response.body()) : JSON.createObjectNode());
    } catch (IOException e) {
      throw new AssertionError(request.uri() + " failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  public HttpClient client() {
    return client;
  }

  @Override
  public void close() {
    server.close();
    views.close();
  }
}
