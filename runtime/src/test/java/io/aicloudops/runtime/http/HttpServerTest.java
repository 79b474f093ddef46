package io.aicloudops.runtime.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.runtime.kafka.LogUnavailableException;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.settings.Settings;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {

  private static final String SECRET = "0123456789abcdef0123456789abcdef";
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient client = HttpClient.newHttpClient();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private HttpServer server = started(Map.of());

  private HttpServer started(Map<String, Object> more) {
    Map<String, Object> values = new HashMap<>(more);
    values.put("http.port", 0);
    HttpServer created =
        new HttpServer(
            Settings.of(values).read(HttpSettings.SECTION), SECRET, meters, Clock.systemUTC());
    created.add(
        config -> {
          config.routes.get("/open", c -> c.result("hello"), Role.ANYONE);
          config.routes.get("/view", c -> c.result(HttpServer.principal(c).name()), Role.VIEWER);
          config.routes.post("/act", c -> c.result("done"), Role.OPERATOR);
          config.routes.post("/ingest", c -> c.result("taken " + c.body().length()), Role.INGEST);
          config.routes.get("/forgotten", c -> c.result("no role"));
          config.routes.get("/broken", c -> broken(), Role.ANYONE);
          config.routes.get("/away", c -> away(), Role.ANYONE);
          config.routes.post(
              "/json", c -> c.json(HttpServer.json().readTree(c.body())), Role.ANYONE);
          config.routes.get("/field", c -> field(), Role.ANYONE);
          config.routes.ws("/socket", ws -> ws.onConnect(c -> c.send("hello")), Role.OPERATOR);
        });
    created.start();
    return created;
  }

  private static void broken() {
    throw new IllegalStateException("secret detail");
  }

  private static void away() {
    throw new LogUnavailableException("Kafka is away", new IOException());
  }

  private static void field() {
    throw Problem.badField("hours", "must be from 1 to 168");
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> call(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + server.port() + path))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private String bearer(Role role) {
    return "Bearer " + server.tokens().issue("ann", role, Duration.ofMinutes(1));
  }

  @Test
  void letsARoleDoWhatItMayAndNoMore() throws Exception {
    assertThat(call("GET", "/open", "").statusCode()).isEqualTo(200);
    assertThat(call("GET", "/view", "").statusCode()).isEqualTo(401);
    assertThat(call("GET", "/view", "", "Authorization", bearer(Role.VIEWER)).body())
        .isEqualTo("ann");
    assertThat(call("POST", "/act", "", "Authorization", bearer(Role.VIEWER)).statusCode())
        .isEqualTo(403);
    assertThat(call("POST", "/act", "", "Authorization", bearer(Role.OPERATOR)).statusCode())
        .isEqualTo(200);
    assertThat(call("GET", "/view", "", "Authorization", bearer(Role.INGEST)).statusCode())
        .isEqualTo(403);
    assertThat(call("GET", "/forgotten", "", "Authorization", bearer(Role.OPERATOR)).statusCode())
        .isEqualTo(403);
    assertThat(call("GET", "/forgotten", "", "Authorization", bearer(Role.ADMIN)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void refusesTokensThatAreNotOurs() throws Exception {
    String other =
        new Tokens(server.settings().auth(), SECRET.replace('0', 'x'), Clock.systemUTC())
            .issue("eve", Role.ADMIN, Duration.ofHours(1));
    String expired = server.tokens().issue("ann", Role.ADMIN, Duration.ofMinutes(-5));
    String none = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJldmUiLCJyb2xlIjoiYWRtaW4ifQ.";

    for (String token : List.of(other, expired, none, "garbage")) {
      assertThat(call("GET", "/view", "", "Authorization", "Bearer " + token).statusCode())
          .isEqualTo(401);
    }
    assertThat(call("GET", "/view", "", "Authorization", "Basic abc").statusCode()).isEqualTo(401);
  }

  @Test
  void logsABrowserInOnceByALink() throws Exception {
    URI once = server.loginLink(new Principal("bob", Role.OPERATOR));
    String link = once.getPath() + "?" + once.getQuery();
    HttpResponse<String> login = call("GET", link, "");
    String cookie = login.headers().firstValue("Set-Cookie").orElseThrow();
    String pair = cookie.substring(0, cookie.indexOf(';'));

    assertThat(cookie).contains("HttpOnly").contains("SameSite=Strict");
    assertThat(call("GET", "/view", "", "Cookie", pair).body()).isEqualTo("bob");
    assertThat(call("GET", link, "").statusCode()).isEqualTo(401);
    String origin = "http://localhost:" + server.port();
    assertThat(call("POST", "/act", "", "Cookie", pair, "Origin", origin).statusCode())
        .isEqualTo(200);
    assertThat(
            call("POST", "/act", "", "Cookie", pair, "Origin", "http://evil.example").statusCode())
        .isEqualTo(403);
    assertThat(call("POST", "/act", "", "Cookie", pair).statusCode()).isEqualTo(403);
    assertThat(call("POST", "/logout", "", "Cookie", pair, "Origin", origin).statusCode())
        .isEqualTo(204);
  }

  @Test
  void turnsATokenIntoALoginLink() throws Exception {
    String answer = call("POST", "/login/link", "", "Authorization", bearer(Role.VIEWER)).body();
    URI link = URI.create(JSON.readTree(answer).path("url").asText());

    assertThat(call("GET", link.getPath() + "?" + link.getQuery(), "").statusCode()).isEqualTo(200);
    assertThat(call("POST", "/login/link", "").statusCode()).isEqualTo(401);
  }

  @Test
  void aLoginByATokenEndsWithTheToken() throws Exception {
    String token =
        server.tokens().issue("ann", Role.VIEWER, Duration.ofMinutes(10)); // a session has 12 h
    String asking = "Bearer " + token;
    for (int i = 0; i < 3; i++) {
      String[] caller =
          asking.startsWith("Bearer")
              ? new String[] {"Authorization", asking}
              : new String[] {"Cookie", asking, "Origin", "http://localhost:" + server.port()};
      String answer = call("POST", "/login/link", "", caller).body();
      URI link = URI.create(JSON.readTree(answer).path("url").asText());
      String cookie =
          call("GET", link.getPath() + "?" + link.getQuery(), "")
              .headers()
              .firstValue("Set-Cookie")
              .orElseThrow();
      String session = cookie.substring(Access.COOKIE.length() + 1, cookie.indexOf(';'));
      assertThat(server.tokens().login(session).until())
          .isBeforeOrEqualTo(server.tokens().login(token).until());
      assertThat(call("GET", "/view", "", "Cookie", Access.COOKIE + "=" + session).body())
          .isEqualTo("ann");
      asking = Access.COOKIE + "=" + session; // from now on each login asks for the next
    }
  }

  @Test
  void takesMetricsOfThisMachineButNotThroughABrowser() throws Exception {
    assertThat(call("POST", "/ingest", "abc").body()).isEqualTo("taken 3");
    assertThat(call("POST", "/ingest", "abc", "Origin", "http://evil.example").statusCode())
        .isEqualTo(403);
    String own = "http://localhost:" + server.port();
    assertThat(call("POST", "/ingest", "abc", "Origin", own).statusCode()).isEqualTo(401);

    server.close();
    server = started(Map.of("http.auth.open-local-ingest", false));

    assertThat(call("POST", "/ingest", "abc").statusCode()).isEqualTo(401);
    assertThat(call("POST", "/ingest", "abc", "Authorization", bearer(Role.INGEST)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void takesNoMetricsThatAProxyOnThisMachinePassesOn() throws Exception {
    for (String header :
        List.of("Forwarded", "X-Forwarded-For", "x-forwarded-host", "Via", "X-Real-IP")) {
      assertThat(call("POST", "/ingest", "abc", header, "10.1.2.3").statusCode())
          .as(header)
          .isEqualTo(401);
    }
    server.close();
    server = started(Map.of("http.allowed-hosts", List.of("aiops.example")));

    assertThat(raw("POST /ingest", "Host: aiops.example")).startsWith("HTTP/1.1 401");
    assertThat(raw("POST /ingest", "Host: 127.0.0.1:" + server.port())).startsWith("HTTP/1.1 200");
  }

  private String raw(String request, String... headers) throws IOException {
    try (Socket socket = new Socket("localhost", server.port())) {
      socket.setSoTimeout(30_000);
      String head = request + " HTTP/1.1\r\n" + String.join("\r\n", headers);
      OutputStream out = socket.getOutputStream();
      out.write(
          (head + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void aForeignPageCanDoNothingEvenWithoutTokens() throws Exception {
    server.close();
    server = started(Map.of("http.auth.enabled", false));
    String own = "http://localhost:" + server.port();

    assertThat(call("POST", "/act", "").body()).isEqualTo("done");
    assertThat(call("POST", "/act", "", "Origin", own).body()).isEqualTo("done");
    for (String foreign : List.of("http://evil.example", "null", "http://[", "a b", "%%")) {
      assertThat(call("POST", "/act", "", "Origin", foreign).statusCode())
          .as(foreign)
          .isEqualTo(403);
    }
    String[] upgrade = {
      "Host: localhost:" + server.port(),
      "Upgrade: websocket",
      "Connection: Upgrade",
      "Sec-WebSocket-Version: 13",
      "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
      "Origin: http://evil.example"
    };
    assertThat(raw("GET /socket", upgrade)).startsWith("HTTP/1.1 403");
  }

  @Test
  void answersToNamesOfLoopbackOnly() throws Exception {
    assertThat(raw("GET /open", "Host: rebound.example")).startsWith("HTTP/1.1 421");
  }

  @Test
  void answersMistakesWithProblemJson() throws Exception {
    HttpResponse<String> field = call("GET", "/field", "");
    JsonNode problem = JSON.readTree(field.body());
    assertThat(field.statusCode()).isEqualTo(400);
    assertThat(field.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("application/problem+json");
    assertThat(problem.path("field").asText()).isEqualTo("hours");

    assertThat(call("GET", "/nowhere", "").statusCode()).isEqualTo(404);
    assertThat(JSON.readTree(call("GET", "/nowhere", "").body()).path("status").asInt())
        .isEqualTo(404);
    assertThat(call("DELETE", "/open", "").statusCode()).isEqualTo(405);
    assertThat(call("POST", "/json", "{nope").statusCode()).isEqualTo(400);
    for (String charset : List.of("klingon", "a b", "\"\"")) {
      String type = "application/json; charset=" + charset;
      assertThat(call("POST", "/json", "{}", "Content-Type", type).statusCode())
          .as(charset)
          .isEqualTo(415);
    }
    HttpResponse<String> away = call("GET", "/away", "");
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.headers().firstValue("Retry-After")).isPresent();
    HttpResponse<String> broken = call("GET", "/broken", "");
    assertThat(broken.statusCode()).isEqualTo(500);
    assertThat(broken.body()).doesNotContain("secret detail").doesNotContain("Exception");
  }

  @Test
  void refusesBodiesThatAreTooLarge() throws Exception {
    server.close();
    server = started(Map.of("http.max-body", 100));

    assertThat(call("POST", "/ingest", "x".repeat(101)).statusCode()).isEqualTo(413);
  }

  @Test
  void slowsDownACallerWhoAsksTooMuch() throws Exception {
    server.close();
    server = started(Map.of("http.rate-per-second", 1, "http.rate-burst", 3));

    int refused = 0;
    for (int i = 0; i < 100 && refused == 0; i++) {
      HttpResponse<String> response = call("GET", "/open", "");
      if (response.statusCode() == 429) {
        refused++;
        assertThat(response.headers().firstValue("Retry-After")).isPresent();
      }
    }
    assertThat(refused).isEqualTo(1);
  }

  @Test
  void servesMetricsAndSecurityHeaders() throws Exception {
    meters.counter("tested").increment();
    HttpResponse<String> plain = call("GET", "/metrics", "");

    assertThat(plain.body()).contains("tested_total 1.0");
    assertThat(plain.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'self'");
    assertThat(plain.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    assertThat(call("GET", "/metrics", "", "Accept", "application/openmetrics-text").body())
        .endsWith("# EOF\n");
  }

  @Test
  void tellsHealthByComponent() throws Exception {
    server.close();
    Map<String, Health> parts =
        new HashMap<>(Map.of("a", Health.healthy(), "b", Health.degraded("starting")));
    HttpServer created =
        new HttpServer(
            Settings.of(Map.of("http.port", 0)).read(HttpSettings.SECTION),
            SECRET,
            meters,
            Clock.systemUTC());
    created.add(
        new HealthModule(
            "9.9", () -> parts, () -> Map.of("llm", Health.unhealthy("away")), Clock.systemUTC()));
    created.start();
    server = created;

    JsonNode health = JSON.readTree(call("GET", "/api/v1/health", "").body());
    assertThat(health.path("status").asText()).isEqualTo("unhealthy");
    assertThat(health.path("components").path("llm").path("message").asText()).isEqualTo("away");
    assertThat(health.path("version").asText()).isEqualTo("9.9");
    assertThat(health.path("components").path("b").path("message").asText()).isEqualTo("starting");
    assertThat(call("GET", "/api/v1/health/live", "").statusCode()).isEqualTo(200);
    assertThat(call("GET", "/api/v1/health/ready", "").statusCode()).isEqualTo(503);
    parts.put("b", Health.unhealthy("dead"));
    assertThat(call("GET", "/api/v1/health/live", "").statusCode()).isEqualTo(503);
  }

  @Test
  void namesTheSettingWhenItsPortIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      HttpServer second =
          new HttpServer(
              Settings.of(Map.of("http.port", taken.getLocalPort())).read(HttpSettings.SECTION),
              SECRET,
              meters,
              Clock.systemUTC());
      assertThatThrownBy(second::start)
          .hasMessageContaining("http.port")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()));
    }
  }
}
