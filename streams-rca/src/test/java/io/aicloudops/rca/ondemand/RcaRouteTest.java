package io.aicloudops.rca.ondemand;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.rca.correlate.ClusterState;
import io.aicloudops.rca.correlate.FoldRules;
import io.aicloudops.rca.correlate.IncidentFold;
import io.aicloudops.rca.correlate.Shop;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.SignalRole;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RcaRouteTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private final Recent recent = new Recent(Duration.ofHours(1), 1000, Clock.systemUTC());
  private final HttpClient client = HttpClient.newHttpClient();
  private final HttpServer server =
      new HttpServer(
          Settings.of(Map.of("http.port", 0)).read(HttpSettings.SECTION),
          "0123456789abcdef0123456789abcdef",
          new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
          Clock.systemUTC());

  RcaRouteTest() {
    server.add(new RcaRoute(recent));
    server.start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> post(String body, String... headers)
      throws IOException, InterruptedException {
    return post("", body.getBytes(StandardCharsets.UTF_8), headers);
  }

  private HttpResponse<String> post(String query, byte[] body, String... headers)
      throws IOException, InterruptedException {
    String token = server.tokens().issue("ann", Role.VIEWER, Duration.ofMinutes(5));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + server.port() + "/api/v1/rca" + query))
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private void crash() {
    List<Evidence> log = new ArrayList<>(Shop.map());
    log.add(Shop.rollout("cart", "6", "5", 98));
    log.add(Shop.event("cart", "cart-1", "CrashLoopBackOff", "back-off", 100));
    log.addAll(Shop.ticks(101, 110));
    ClusterState state = new ClusterState(Shop.CLUSTER);
    IncidentFold fold = new IncidentFold(FoldRules.DEFAULT);
    for (Evidence evidence : log) {
      List<Incident> updates = fold.fold(state, evidence);
      updates.forEach(recent::hear);
      recent.hear((SpecificRecord) evidence.getBody());
    }
    recent.hear(
        new SignalBatch(
            Shop.entity("cart"),
            Shop.at(110),
            1000L,
            List.of("x:value"),
            List.of(SignalRole.OTHER),
            List.of(1.0),
            List.of(1.0),
            List.of(1.0),
            List.of(1.0),
            List.of(0.0)));
  }

  @Test
  void answersWithTheFieldsOfOldInChineseAndInEnglish() throws Exception {
    crash();
    String body =
        "{\"metrics\": [\"cpu_usage\"], \"time_range\": \"30m\", \"namespace\": \"shop\"}";
    HttpResponse<String> answer = post(body);
    assertThat(answer.statusCode()).isEqualTo(200);
    JsonNode cause = JSON.readTree(answer.body()).path("analysis").path("root_causes").get(0);
    assertThat(cause.path("cause").asText()).contains("发布后反复崩溃");
    assertThat(cause.path("confidence").asDouble()).isGreaterThan(0.5);
    assertThat(cause.path("affected_resources").get(0).asText()).isEqualTo(Shop.entity("cart"));
    assertThat(cause.path("recommendations")).isNotEmpty();
    assertThat(JSON.readTree(answer.body()).path("analysis").path("correlations").isArray())
        .isTrue();

    String english = post(body, "Accept-Language", "en-GB,en;q=0.8").body();
    assertThat(english).contains("Crash loop after a rollout");
  }

  @Test
  void anEmptyBodyAsksForTheLastHalfHour() throws Exception {
    assertThat(post("").statusCode()).isEqualTo(200);
    assertThat(post("{}").statusCode()).isEqualTo(200);
  }

  @Test
  void namesTheFieldThatIsWrong() throws Exception {
    assertThat(wrong("{\"metrics\": \"cpu\"}")).isEqualTo("metrics");
    assertThat(wrong("{\"metrics\": [1]}")).isEqualTo("metrics");
    assertThat(wrong("{\"time_range\": \"soon\"}")).isEqualTo("time_range");
    assertThat(wrong("{\"time_range\": \"0m\"}")).isEqualTo("time_range");
    assertThat(wrong("{\"time_range\": {\"start\": \"x\"}}")).isEqualTo("time_range.start");
    assertThat(
            wrong(
                "{\"time_range\": {\"start\": \"2026-01-01T10:00:00Z\", \"end\": \"2026-01-01T09:00:00Z\"}}"))
        .isEqualTo("time_range");
    String[] extremes = {"-1000000000-01-01T00:00:00Z", "-999999999-01-01T00:00:00Z"};
    for (String start : extremes) {
      assertThat(wrong("{\"time_range\": {\"start\": \"" + start + "\"}}"))
          .as(start)
          .isEqualTo("time_range.start");
    }
    assertThat(
            wrong(
                "{\"time_range\": {\"start\": \"2026-01-01T10:00:00Z\", \"end\": \"+999999999-01-01T00:00:00Z\"}}"))
        .isEqualTo("time_range.end");
    assertThat(wrong("{\"namespace\": 7}")).isEqualTo("namespace");
    assertThat(post("[]").statusCode()).isEqualTo(400);
    assertThat(post("{").statusCode()).isEqualTo(400);
    byte[] noText = {0, 0, (byte) 0xff, (byte) 0xfe};
    assertThat(post("", noText).statusCode()).as("bytes of no encoding").isEqualTo(400);
    assertThat(post("{}", "Content-Type", "text/plain").statusCode()).isEqualTo(415);
  }

  @Test
  void refusesWhatItDoesNotKnow() throws Exception {
    assertThat(wrong("{\"metric\": [\"cpu\"]}")).isEqualTo("metric");
    assertThat(wrong("{\"namespace\": \"shop\", \"lang\": \"en\"}")).isEqualTo("lang");
    assertThat(wrong("{\"time_range\": {\"start\": \"2026-01-01T10:00:00Z\", \"stop\": 1}}"))
        .isEqualTo("time_range.stop");
    assertThat(field(post("?namespace=shop", new byte[0]))).isEqualTo("namespace");
    assertThat(post("?lang=en", new byte[0]).statusCode()).isEqualTo(200);
  }

  private String wrong(String body) throws Exception {
    return field(post(body));
  }

  private static String field(HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).isEqualTo(400);
    return JSON.readTree(answer.body()).path("field").asText();
  }

  @Test
  void theListenerReadsEveryPartitionAndStops() {
    MockConsumer<String, SpecificRecord> consumer = empty();
    consumer.schedulePollTask(
        () ->
            consumer.addRecord(
                new ConsumerRecord<>(
                    "t",
                    0,
                    0,
                    "k",
                    new SignalBatch(
                        Shop.entity("cart"),
                        Shop.at(500),
                        1000L,
                        List.of("x:value"),
                        List.of(SignalRole.OTHER),
                        List.of(1.0),
                        List.of(1.0),
                        List.of(1.0),
                        List.of(1.0),
                        List.of(0.0)))));
    Listener listener =
        new Listener("t", () -> consumer, Optional.empty(), recent, Clock.systemUTC());
    listener.start();
    await().untilAsserted(() -> assertThat(recent.now()).isEqualTo(Shop.at(500)));
    assertThat(listener.health()).isEqualTo(Health.healthy());
    listener.close();
    await().until(consumer::closed);
  }

  @Test
  void aListenerThatCannotReadSaysSoAndTriesAgain() {
    AtomicInteger made = new AtomicInteger();
    Listener listener =
        new Listener(
            "t",
            () -> {
              MockConsumer<String, SpecificRecord> consumer = empty();
              if (made.incrementAndGet() == 1) {
                consumer.setPollException(new KafkaException("no broker"));
              }
              return consumer;
            },
            Optional.empty(),
            recent,
            Clock.systemUTC());
    listener.start();
    await().untilAsserted(() -> assertThat(listener.health().message()).contains("no broker"));
    await().until(() -> listener.health().equals(Health.healthy()));
    assertThat(made).hasValue(2);
    listener.close();
  }

  private static MockConsumer<String, SpecificRecord> empty() {
    MockConsumer<String, SpecificRecord> consumer = new MockConsumer<>("earliest");
    TopicPartition partition = new TopicPartition("t", 0);
    Node node = new Node(0, "localhost", 1);
    consumer.updatePartitions(
        "t", List.of(new PartitionInfo("t", 0, node, new Node[] {node}, new Node[] {node})));
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.updateEndOffsets(Map.of(partition, 0L));
    return consumer;
  }
}
