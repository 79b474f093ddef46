package io.aicloudops.assistant.rules;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.sun.net.httpserver.HttpServer;
import io.aicloudops.runtime.service.Health;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrometheusWatchTest {

  private static final String ONE =
      "{\"status\":\"success\",\"data\":{\"resultType\":\"scalar\",\"result\":[1435781451.7,\"1\"]}}";

  private final List<String> asked = new CopyOnWriteArrayList<>();
  private HttpServer prometheus;
  private volatile String answer = ONE;

  @BeforeEach
  void start() throws IOException {
    prometheus = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    prometheus.createContext(
        "/",
        exchange -> {
          asked.add(exchange.getRequestURI().toString());
          byte[] body = answer.getBytes(UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    prometheus.start();
  }

  @AfterEach
  void stop() {
    prometheus.stop(0);
  }

  private PrometheusWatch watch() {
    String url = "http://127.0.0.1:" + prometheus.getAddress().getPort() + "/prom/";
    return new PrometheusWatch(url, Clock.systemUTC());
  }

  @Test
  void measuresHowLongAQueryTakes() {
    try (PrometheusWatch watch = watch()) {
      assertThat(watch.health().status()).isEqualTo(Health.Status.DEGRADED);
      watch.start();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> watch.health().status() == Health.Status.HEALTHY);
      assertThat(watch.health().details())
          .extractingByKey("response_time", as(InstanceOfAssertFactories.type(JsonNode.class)))
          .satisfies(seconds -> assertThat(seconds.asDouble()).isBetween(1e-6, 30.0));
      assertThat(asked).containsOnly("/prom/api/v1/query?query=1");
    }
  }

  @Test
  void saysWhatIsWrongWithAnAnswerThatIsNone() {
    answer = "<html>a login page</html>";
    assertTrouble("does not answer");
  }

  @Test
  void saysThatNobodyAnswers() {
    prometheus.stop(0);
    assertTrouble("does not answer");
  }

  private void assertTrouble(String message) {
    try (PrometheusWatch watch = watch()) {
      watch.start();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> assertThat(watch.health().message()).contains(message));
      assertThat(watch.health().status()).isEqualTo(Health.Status.DEGRADED);
      assertThat(watch.health().details()).containsEntry("response_time", NullNode.getInstance());
    }
  }

  @Test
  void isDisabledWithoutAnAddress() {
    try (PrometheusWatch watch = new PrometheusWatch("", Clock.systemUTC())) {
      watch.start();
      assertThat(watch.health().status()).isEqualTo(Health.Status.DISABLED);
      assertThat(watch.health().details()).containsEntry("response_time", NullNode.getInstance());
    }
  }
}
