package io.aicloudops.assistant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.NullNode;
import com.sun.net.httpserver.HttpServer;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.runtime.settings.SettingsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The service as it is made in production; its broker is away, its demo control API is real. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AssistantServiceTest {

  private final List<String> controlled = new CopyOnWriteArrayList<>();
  private final HttpClient client = HttpClient.newHttpClient();
  private HttpServer control;
  private AssistantService service;
  private io.aicloudops.runtime.http.HttpServer http;

  @BeforeAll
  void start(@TempDir Path data) throws IOException {
    control = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    control.createContext(
        "/",
        exchange -> {
          controlled.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          byte[] body = "[{\"id\":\"memory-leak\"}]".getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(202, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    control.start();
    var made = new io.aicloudops.runtime.http.HttpServer[1];
    Map<String, ?> values =
        Map.of(
            "http.port",
            0,
            "kafka.bootstrap.servers",
            "localhost:1",
            "assistant.demo-control-url",
            "http://localhost:" + control.getAddress().getPort() + "/");
    service = RoutesOfTheService.service(values, data, made);
    http = made[0];
    http.start();
  }

  @AfterAll
  void stop() {
    http.close();
    service.close();
    control.stop(0);
  }

  private HttpResponse<String> send(String method, String path, Role role)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + http.port() + path))
            .method(method, HttpRequest.BodyPublishers.noBody());
    if (role != Role.ANYONE) {
      String token = http.tokens().issue("ann", role, Duration.ofMinutes(5));
      request.header("Authorization", "Bearer " + token);
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  @Test
  void thePageAndItsLibrariesNeedNoToken() throws Exception {
    var page = send("GET", "/", Role.ANYONE);
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.body()).contains("AI-CloudOps");
    for (String library :
        List.of(
            "/webjars/uplot/1.6.30/dist/uPlot.esm.js",
            "/webjars/preact/10.28.0/dist/preact.module.js",
            "/webjars/cytoscape/3.33.1/dist/cytoscape.esm.min.mjs")) {
      var answer = send("GET", library, Role.ANYONE);
      assertThat(answer.statusCode()).as(library).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .as(library)
          .contains("javascript");
      assertThat(answer.headers().firstValue("Cache-Control")).hasValue("public, max-age=86400");
    }
    assertThat(send("GET", "/api/v1/incidents", Role.ANYONE).statusCode()).isEqualTo(401);
  }

  @Test
  void saysTryAgainWhileTheViewsAreNotThere() throws Exception {
    for (String path :
        List.of("/api/v1/incidents", "/api/v1/remediations/r1", "/api/v1/topology")) {
      var answer = send("GET", path, Role.VIEWER);
      assertThat(answer.statusCode()).as(path).isEqualTo(503);
      assertThat(answer.headers().firstValue("Retry-After")).hasValue("2");
      assertThat(answer.headers().firstValue("Content-Type").orElse(""))
          .startsWith("application/problem+json");
    }
    assertThat(service.health().status()).isEqualTo(Health.Status.DEGRADED);
    assertThat(service.dependencies()).containsOnlyKeys("llm", "prometheus", "vector_store");
    assertThat(service.name()).isEqualTo("assistant");
  }

  @Test
  void whatIsNotConfiguredOrNotUsedYetHasNoResponseTime() {
    Map<String, Health> parts = service.dependencies();
    assertThat(parts).containsOnlyKeys("llm", "prometheus", "vector_store");
    parts.forEach(
        (name, part) ->
            assertThat(part.status())
                .as(name)
                .isEqualTo(
                    name.equals("vector_store") ? Health.Status.HEALTHY : Health.Status.DISABLED));
    assertThat(parts.values())
        .allSatisfy(
            part ->
                assertThat(part.details()).containsEntry("response_time", NullNode.getInstance()));
  }

  @Test
  void theDemosControlIsPassedOn() throws Exception {
    var faults = send("GET", "/api/v1/demo/faults", Role.VIEWER);
    assertThat(faults.statusCode()).isEqualTo(202);
    assertThat(faults.body()).contains("memory-leak");
    send("POST", "/api/v1/demo/faults/memory-leak?service=cart", Role.OPERATOR);
    send("DELETE", "/api/v1/demo/faults/a%2Fb", Role.OPERATOR);
    assertThat(send("POST", "/api/v1/demo/faults/x", Role.VIEWER).statusCode()).isEqualTo(403);

    assertThat(controlled)
        .contains("GET /faults", "POST /faults/memory-leak?service=cart")
        .noneMatch(call -> call.endsWith("/faults/x"));
  }

  @Test
  void charactersWhichNoUriMayHaveAreEncodedOnTheWayToTheDemo() throws Exception {
    String token = http.tokens().issue("ann", Role.OPERATOR, Duration.ofMinutes(5));
    try (Socket socket = new Socket("localhost", http.port())) {
      String request =
          "POST /api/v1/demo/faults/y?service=a|{b} HTTP/1.1\r\nHost: localhost\r\n"
              + "Content-Length: 0\r\nConnection: close\r\nAuthorization: Bearer "
              + token
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(answer).startsWith("HTTP/1.1 202");
    }
    assertThat(controlled).contains("POST /faults/y?service=a%7C%7Bb%7D");
  }

  @Test
  void badSettingsAreNamed() {
    assertThatThrownBy(
            () ->
                Settings.of(Map.of("assistant.listeners", 0))
                    .read(AssistantServiceSettings.SECTION))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("listeners");
    assertThatThrownBy(
            () ->
                Settings.of(Map.of("assistant.views.keep", "1s"))
                    .read(AssistantServiceSettings.SECTION))
        .hasMessageContaining("keep");
    assertThatThrownBy(
            () ->
                Settings.of(Map.of("assistant.colour", "red"))
                    .read(AssistantServiceSettings.SECTION))
        .hasMessageContaining("assistant.colour");
  }
}
