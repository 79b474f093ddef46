package io.aicloudops.assistant.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.aicloudops.assistant.ApiServer;
import io.aicloudops.runtime.http.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuleRoutesTest {

  private static final String PATH = "/api/v1/rules";
  private static final String RUNNING =
      """
      {"status":"success","data":{"groups":[{"name":"shop","file":"/rules/shop.yaml","rules":[
        {"type":"alerting","name":"CartErrors","query":"rate(errors_total[5m]) > 1","duration":300,
         "state":"firing","health":"ok","labels":{"severity":"critical"},"annotations":{},
         "alerts":[{},{}]},
        {"type":"recording","name":"job:up:sum","query":"sum(up)","health":"err","lastError":"x"}]}]}}
      """;
  private static final String GOOD =
      """
      apiVersion: monitoring.coreos.com/v1
      kind: PrometheusRule
      spec:
        groups:
          - name: shop
            interval: 30s
            rules:
              - alert: CartErrors
                expr: rate(errors_total[5m]) > 2
                for: 5m
                labels: {severity: critical}
                annotations: {summary: "Cart fails"}
              - record: job:errors:rate5m
                expr: sum by (job) (rate(errors_total[5m]))
      """;

  @TempDir Path directory;
  private HttpServer prometheus;
  private ApiServer api;
  private volatile int status = 200;

  @BeforeEach
  void start() throws IOException {
    prometheus = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    prometheus.createContext(
        "/prom/api/v1/rules",
        exchange -> {
          byte[] body = RUNNING.getBytes(UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    prometheus.start();
    api = server("http://127.0.0.1:" + prometheus.getAddress().getPort() + "/prom/");
  }

  private ApiServer server(String url) {
    return new ApiServer(directory.resolve("" + url.length()), a -> List.of(new RuleRoutes(url)));
  }

  @AfterEach
  void stop() {
    api.close();
    prometheus.stop(0);
  }

  private ApiServer.Answer propose(String query, String yaml) {
    return api.send(
        api.request(PATH + query, Role.OPERATOR)
            .header("Content-Type", "application/yaml")
            .POST(BodyPublishers.ofString(yaml))
            .build());
  }

  @Test
  void showsWhatPrometheusRuns() {
    var all = api.get(PATH).body();
    assertThat(all.path("total").asInt()).isEqualTo(2);
    assertThat(all.at("/items/0/name").asText()).isEqualTo("CartErrors");
    assertThat(all.at("/items/0/firing").asInt()).isEqualTo(2);
    assertThat(all.at("/items/0/labels/severity").asText()).isEqualTo("critical");
    assertThat(all.at("/items/1/last_error").asText()).isEqualTo("x");
    assertThat(api.get(PATH + "?state=firing").body().path("total").asInt()).isEqualTo(1);
    assertThat(api.get(PATH + "?group=other").body().path("total").asInt()).isZero();
    assertThat(api.get(PATH + "?state=loud").field()).isEqualTo("state");
  }

  @Test
  void saysWhenPrometheusIsAwayOrUnknown() {
    status = 500;
    assertThat(api.get(PATH).status()).isEqualTo(502);
    prometheus.stop(0);
    assertThat(api.get(PATH).status()).isEqualTo(502);
    try (ApiServer without = server("")) {
      var answer = without.get(PATH);
      assertThat(answer.status()).isEqualTo(404);
      assertThat(answer.detail()).contains("assistant.prometheus-url");
    }
  }

  @Test
  void aGoodProposalComesBackAsAManifest() {
    var answer = propose("?name=shop-rules&namespace=shop", GOOD);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().path("valid").asBoolean()).isTrue();
    assertThat(answer.body().path("rules").asInt()).isEqualTo(2);
    assertThat(answer.body().path("running_already"))
        .extracting(n -> n.asText())
        .containsExactly("CartErrors");
    assertThat(answer.body().path("new"))
        .extracting(n -> n.asText())
        .containsExactly("job:errors:rate5m");
    assertThat(answer.body().path("manifest").asText())
        .contains("kind: \"PrometheusRule\"")
        .contains("name: \"shop-rules\"")
        .contains("rate(errors_total[5m]) > 2");
  }

  @Test
  void whatIsWrongIsNamedWithItsPath() {
    var answer =
        propose(
            "",
            """
            groups:
              - name: a
                rules:
                  - alert: X
                    expr: rate(errors_total[5m]
                    for: soon
                    labels: {"a-b": "1", n: 2}
                  - {record: "1bad", expr: up, for: 5m}
                  - {alert: X, record: y, expr: ""}
              - {name: a, intervall: 5m, rules: []}
            """);
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().path("valid").asBoolean()).isFalse();
    assertThat(answer.body().path("problems"))
        .extracting(problem -> problem.path("path").asText())
        .containsExactly(
            "groups[0].rules[0].expr",
            "groups[0].rules[0].for",
            "groups[0].rules[0].labels.a-b",
            "groups[0].rules[0].labels.n",
            "groups[0].rules[1].record",
            "groups[0].rules[1]",
            "groups[0].rules[2]",
            "groups[0].rules[2].expr",
            "groups[1].intervall",
            "groups[1].name",
            "groups[1].rules");
    assertThat(answer.body().has("manifest")).isFalse();
  }

  @Test
  void whatIsNoFileOfRulesIsRefused() {
    assertThat(propose("", "groups: [").body().at("/problems/0/path").asText()).startsWith("line");
    assertThat(propose("", "").status()).isEqualTo(422);
    assertThat(propose("", "a: b").body().at("/problems/0/path").asText()).isEqualTo("groups");
    assertThat(propose("?name=A_B", GOOD).field()).isEqualTo("name");
    assertThat(api.post(PATH, Role.OPERATOR, "{}").status()).isEqualTo(415);
    assertThat(api.post(PATH, Role.VIEWER, "{}").status()).isEqualTo(403);
  }
}
