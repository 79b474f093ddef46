package io.aicloudops.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.kafka.DeadLetterHeaders;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.topics.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All services in one process on a real broker, through the doors that users use. */
class WholeFlowTest {

  private static final Duration PATIENCE = Duration.ofSeconds(150);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir static Path data;
  private static Rig rig;

  @BeforeAll
  static void start() {
    rig = Rig.start(data, EnumSet.allOf(Services.class), Map.of());
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

  private static int post(String path, String body, String type) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(rig.installation.http().url() + path))
            .header("Content-Type", type)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  private static String webhook(String status, Instant startsAt) {
    String ends = status.equals("resolved") ? Instant.now().toString() : "0001-01-01T00:00:00Z";
    return """
        {"version":"4","groupKey":"{}","status":"%1$s","receiver":"aiops","groupLabels":{},"commonLabels":{},
         "commonAnnotations":{},"externalURL":"http://am","truncatedAlerts":0,
         "alerts":[{"status":"%1$s","labels":{"alertname":"HighErrorRate","severity":"critical","namespace":"shop",
           "pod":"payment-6d4cf56db6-x2k9z"},"annotations":{"summary":"5xx above 20 %%"},"startsAt":"%2$s","endsAt":"%3$s",
           "generatorURL":"http://prom","fingerprint":"f00dfeed"}]}
        """
        .formatted(status, startsAt, ends);
  }

  @Test
  void makesAnIncidentOfAnAlertAndEndsItWhenTheAlertIsResolved() throws Exception {
    Instant started = Instant.now();
    assertThat(post("/api/v1/alerts/webhook", webhook("firing", started), "application/json"))
        .isBetween(200, 204);

    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(rig.api(Role.VIEWER).get("/api/v1/incidents").path("items"))
                    .isNotEmpty());
    JsonNode incident = rig.api(Role.VIEWER).get("/api/v1/incidents").path("items").get(0);
    assertThat(incident.path("members").toString()).contains("shop/Deployment/payment");
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(
                        rig.api(Role.VIEWER)
                            .post("/api/v1/rca", Map.of("time_range", "30m", "namespace", "shop"))
                            .path("analysis")
                            .path("root_causes")
                            .toString())
                    .as("what is asked on demand knows of it, too")
                    .contains("shop/Deployment/payment"));

    assertThat(post("/api/v1/alerts/webhook", webhook("resolved", started), "application/json"))
        .isBetween(200, 204);
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(
                        rig.api(Role.VIEWER)
                            .get("/api/v1/incidents/" + incident.path("id").asText())
                            .path("status")
                            .asText())
                    .isEqualTo("resolved"));
  }

  @Test
  void keepsPoisonInTheDeadLettersAndGoesOn() throws Exception {
    Map<String, Object> kafka = Map.of("bootstrap.servers", rig.log.bootstrapServers());
    byte[] poison = "\u0000\u0000\u0000\u0000\u0001not avro".getBytes(StandardCharsets.UTF_8);
    byte[] plain = "{\"json\":true}".getBytes(StandardCharsets.UTF_8);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      producer
          .send(
              new ProducerRecord<>(
                  Topics.METRICS.name(), "x".getBytes(StandardCharsets.UTF_8), poison))
          .get();
      producer
          .send(
              new ProducerRecord<>(
                  Topics.ALERTS.name(), "x".getBytes(StandardCharsets.UTF_8), plain))
          .get();
    }

    List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
    Map<String, Object> reading =
        Map.of(
            "bootstrap.servers",
            rig.log.bootstrapServers(),
            "group.id",
            "letters",
            "auto.offset.reset",
            "earliest");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(Topics.DEAD_LETTERS.name()));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> {
                for (ConsumerRecord<byte[], byte[]> letter :
                    consumer.poll(Duration.ofMillis(200))) {
                  letters.add(letter);
                }
                assertThat(letters)
                    .extracting(ConsumerRecord::value)
                    .anyMatch(v -> java.util.Arrays.equals(v, poison))
                    .anyMatch(v -> java.util.Arrays.equals(v, plain));
              });
    }
    assertThat(letters)
        .allSatisfy(
            letter -> {
              assertThat(letter.headers().lastHeader(DeadLetterHeaders.SOURCE).value())
                  .as("the source is the key")
                  .isEqualTo(letter.key());
              assertThat(letter.headers().lastHeader(DeadLetterHeaders.REASON)).isNotNull();
            });
    assertThat(rig.installation.health().values()).allMatch(h -> h.alive());
  }

  @Test
  void answersTheSeedsQuestions() {
    JsonNode components = rig.api(Role.VIEWER).get("/api/v1/health").path("components");
    assertThat(components.has("connect")).isTrue();
    for (String name : List.of("llm", "prometheus", "vector_store")) {
      assertThat(components.path(name).path("status").asText()).as(name).isNotEmpty();
      assertThat(components.path(name).has("response_time")).as(name).isTrue();
    }
    JsonNode answer =
        rig.api(Role.VIEWER)
            .post("/api/v1/assistant/query", Map.of("query", "如何优化Kubernetes集群性能？"));
    assertThat(answer.path("response").asText()).isNotBlank();
    assertThat(answer.path("sources")).isNotEmpty();
    assertThat(answer.path("suggestions").isArray()).isTrue();
    JsonNode rca =
        rig.api(Role.VIEWER)
            .post(
                "/api/v1/rca",
                Map.of(
                    "metrics",
                    List.of("cpu_usage", "memory_usage"),
                    "time_range",
                    "30m",
                    "namespace",
                    "default"));
    assertThat(rca.path("analysis").has("root_causes")).isTrue();
    assertThat(rca.path("analysis").has("correlations")).isTrue();
  }

  @Test
  void analysesOnDemandWhatItHeardOfLately() {
    String cart = "test/asked/Deployment/cart";
    Instant start = Instant.now().minusSeconds(120);
    try (EventProducer producer = rig.installation.kafka().producer("test")) {
      for (int i = 0; i < 60; i++) {
        double load = 10 + 3 * Math.sin(i / 5.0);
        Instant at = start.plusSeconds(2L * i);
        SignalBatch batch =
            new SignalBatch(
                cart,
                at,
                2000L,
                List.of("cpu_usage:value", "queue_depth:value"),
                List.of(SignalRole.RESOURCE, SignalRole.SATURATION),
                List.of(load, 5 * load),
                List.of(10.0, 50.0),
                List.of(0.0, 0.0),
                List.of(20.0, 100.0),
                List.of(0.1, 0.1));
        producer.sendAndAwait(Topics.SIGNALS, cart, batch, at);
      }
    }
    Map<String, Object> asked =
        Map.of("metrics", List.of("cpu", "queue"), "time_range", "30m", "namespace", "asked");
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(
            () ->
                assertThat(
                        rig.api(Role.VIEWER)
                            .post("/api/v1/rca", asked)
                            .path("analysis")
                            .path("correlations"))
                    .singleElement()
                    .satisfies(
                        pair -> {
                          assertThat(pair.path("metric_a").asText()).contains("cart/");
                          assertThat(pair.path("correlation").asDouble()).isGreaterThan(0.95);
                        }));
  }

  @Test
  void refusesBadInputWithoutEverBlamingItself() throws Exception {
    assertThat(post("/api/v1/alerts/webhook", "{broken", "application/json")).isEqualTo(400);
    assertThat(post("/api/v1/alerts/webhook", "{}", "text/plain")).isEqualTo(415);
    assertThat(post("/api/v1/metrics/write", "garbage", "application/x-protobuf"))
        .isBetween(400, 415);
    assertThat(post("/api/v1/rca", "{\"metrics\":3}", "application/json")).isBetween(400, 401);
  }
}
