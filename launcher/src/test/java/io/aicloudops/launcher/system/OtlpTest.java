package io.aicloudops.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.launcher.cli.ApiClient;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.service.Health;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spans and lines as a collector sends them, in by HTTP: out come signals, anomalies, edges of the
 * topology and an incident.
 */
class OtlpTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration HISTORY = Duration.ofMinutes(2);
  private static final Duration KNOWN = Duration.ofMinutes(20);

  @TempDir static Path data;
  private static Rig rig;
  private long spans;

  @BeforeAll
  static void start() {
    rig =
        Rig.start(
            data,
            EnumSet.of(Services.CONNECT, Services.RCA, Services.ASSISTANT),
            Map.of("connect.otlp.interval", "1s"));
    await()
        .atMost(PATIENCE)
        .until(
            () ->
                rig.installation.health().values().stream()
                    .allMatch(h -> h.status() == Health.Status.HEALTHY));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static void post(String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(rig.installation.http().url() + path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("{}");
  }

  private static String resource(String service) {
    return """
        "resource":{"attributes":[{"key":"service.name","value":{"stringValue":"%1$s"}},
          {"key":"k8s.namespace.name","value":{"stringValue":"shop"}},
          {"key":"k8s.pod.name","value":{"stringValue":"%1$s-6d4cf56db6-x2k9z"}}]}
        """
        .formatted(service);
  }

  private static String span(long id, long parent, int kind, long end, long tookMs, boolean bad) {
    return """
        {"traceId":"5b8efff798038103d269b633%08x","spanId":"eee19b7e%08x","parentSpanId":"%s","name":"POST /pay",
         "kind":%d,"startTimeUnixNano":"%d","endTimeUnixNano":"%d","status":{"code":%d}}
        """
        .formatted(
            id / 2,
            id,
            parent == 0 ? "" : "eee19b7e%08x".formatted(parent),
            kind,
            (end - tookMs) * 1_000_000,
            end * 1_000_000,
            bad ? 2 : 0);
  }

  /** Calls of a second: cart calls payment, which fails or not. */
  private String calls(long begin, boolean fault, Random random) {
    List<String> made = new ArrayList<>();
    List<String> answered = new ArrayList<>();
    int count = 60 + random.nextInt(20);
    for (int k = 0; k < count; k++) {
      long end = begin + 10L * k;
      boolean bad = random.nextDouble() < (fault ? 0.6 : 0.005);
      long took = 20L + random.nextInt(15);
      spans += 2;
      made.add(span(spans, 0, 3, end, took + 3, bad));
      answered.add(span(spans + 1, spans, 2, end - 1, took, bad));
    }
    return "{\"resourceSpans\":[{"
        + resource("cart")
        + ",\"scopeSpans\":[{\"spans\":["
        + String.join(",", made)
        + "]}]},{"
        + resource("payment")
        + ",\"scopeSpans\":[{\"spans\":["
        + String.join(",", answered)
        + "]}]}]}";
  }

  private static String lines(long begin, boolean fault, Random random) {
    List<String> lines = new ArrayList<>();
    for (int k = 0; k < 30 + random.nextInt(10); k++) {
      lines.add(line(begin + 20L * k, 9, "payment " + random.nextInt(9999) + " accepted"));
    }
    for (int k = 0; fault && k < 20; k++) {
      lines.add(line(begin + 30L * k, 17, "bank refuses token=abc" + k + "SECRET for order " + k));
    }
    return "{\"resourceLogs\":[{"
        + resource("payment")
        + ",\"scopeLogs\":[{\"logRecords\":["
        + String.join(",", lines)
        + "]}]}]}";
  }

  private static String line(long time, int severity, String text) {
    return """
        {"timeUnixNano":"%d","severityNumber":%d,"body":{"stringValue":"%s"}}
        """
        .formatted(time * 1_000_000, severity, text);
  }

  @Test
  void makesSignalsAnomaliesEdgesAndAnIncidentOfSpansAndLines() throws Exception {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    Instant now = Instant.now();
    post("/v1/logs", lines(now.minus(KNOWN).toEpochMilli(), false, random));
    for (Instant at = now.minus(HISTORY); at.isBefore(now); at = at.plusSeconds(1)) {
      second(at, false, random);
    }

    ApiClient api = rig.api(Role.VIEWER);
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              second(Instant.now().minusSeconds(1), true, random);
              String anomalies = api.get("/api/v1/anomalies?limit=1000").toString();
              assertThat(anomalies)
                  .contains("trace_client_calls_total:error_ratio")
                  .contains("trace_server_calls_total:error_ratio")
                  .contains("log_template:new")
                  .contains("bank refuses token=<SECRET>")
                  .doesNotContain("SECRET for");
              assertThat(edges(api)).contains("cart > payment");
              JsonNode incidents = api.get("/api/v1/incidents").path("items");
              assertThat(incidents).isNotEmpty();
              assertThat(incidents.get(0).path("members").toString())
                  .contains("shop/Deployment/payment");
              JsonNode told = api.get("/api/v1/incidents/" + incidents.get(0).path("id").asText());
              JsonNode cause = told.path("causes").path(0);
              assertThat(last(cause.path("entity").asText()))
                  .as("what fails is named, not who calls it")
                  .isEqualTo("payment");
              assertThat(told.path("evidence").findValuesAsText("what"))
                  .as("lines and calls are evidence")
                  .anyMatch(what -> what.startsWith("log_"))
                  .anyMatch(what -> what.startsWith("trace_"));
            });
    String signals =
        api.get(
                "/api/v1/signals?entity="
                    + ApiClient.encode(entity(api, "payment"))
                    + "&from="
                    + now.minus(HISTORY))
            .toString();
    assertThat(signals)
        .contains("trace_server_duration_seconds:p95")
        .contains("log_lines_total:rate");
  }

  private void second(Instant begin, boolean fault, Random random) throws Exception {
    post("/v1/traces", calls(begin.toEpochMilli(), fault, random));
    post("/v1/logs", lines(begin.toEpochMilli(), fault, random));
  }

  private static List<String> edges(ApiClient api) {
    List<String> edges = new ArrayList<>();
    JsonNode topology = api.get("/api/v1/topology");
    topology
        .path("edges")
        .forEach(
            edge ->
                edges.add(
                    last(edge.path("from").asText()) + " > " + last(edge.path("to").asText())));
    return edges;
  }

  private static String entity(ApiClient api, String name) {
    for (JsonNode anomaly : api.get("/api/v1/anomalies?limit=1000").path("items")) {
      String entity = anomaly.path("entity").asText();
      if (last(entity).equals(name)) {
        return entity;
      }
    }
    throw new AssertionError("no anomaly of " + name);
  }

  private static String last(String entity) {
    return entity.substring(entity.lastIndexOf('/') + 1);
  }
}
