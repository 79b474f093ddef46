package io.aicloudops.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.runtime.kafka.EventProducer;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.topics.Topics;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Samples of a node's disk go in, days until it is full come out: as an alert of the API and as a
 * gauge.
 */
class FullDiskTest {

  private static final String FILLING = "c/_/Node/n1";
  private static final String CALM = "c/_/Node/n2";
  private static final String DISK = "{device=\"/dev/sda1\",fstype=\"ext4\"}";
  private static final double SIZE = 1e11;
  private static final int HALF_HOURS = 7 * 48 / 2;

  @TempDir static Path data;
  private static Rig rig;

  @BeforeAll
  static void start() {
    rig =
        Rig.start(
            data,
            EnumSet.of(Services.RCA, Services.FORECAST, Services.ASSISTANT),
            Map.of("forecast.period", "6h"));
    try (EventProducer producer = rig.installation.kafka().producer("test")) {
      Instant first = Instant.now().minus(Duration.ofMinutes(30L * HALF_HOURS));
      for (int i = 0; i <= HALF_HOURS; i++) {
        Instant time = first.plus(Duration.ofMinutes(30L * i));
        send(producer, FILLING, time, 0.5 + 0.1 * i / 48);
        send(producer, CALM, time, 0.5);
      }
    }
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static void send(EventProducer producer, String node, Instant time, double used) {
    MetricBatch batch =
        MetricBatch.newBuilder()
            .setEntity(node)
            .setTime(time)
            .setSource("test")
            .setSeries(
                List.of("node_filesystem_size_bytes" + DISK, "node_filesystem_avail_bytes" + DISK))
            .setTypes(Collections.nCopies(2, MetricType.GAUGE))
            .setValues(List.of(SIZE, SIZE * (1 - used)))
            .build();
    producer.sendAndAwait(Topics.METRICS, node, batch, time);
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofMinutes(3)).ignoreExceptions();
  }

  private static JsonNode alerts(String entity) {
    return rig.api(Role.VIEWER).get("/api/v1/alerts?status=firing&entity=" + entity).path("items");
  }

  @Test
  void aDiskThatFillsUpIsForeseenFromItsSamples() {
    soon().until(() -> !alerts(FILLING).isEmpty());
    JsonNode alert = alerts(FILLING).path(0);
    assertThat(alert.path("name").asText()).isEqualTo("ResourceFullSoon");
    assertThat(alert.path("annotations").path("summary").asText())
        .startsWith("node_filesystem:saturation{device=\"/dev/sda1\"} will be full in about")
        .contains("of the limit a day over");

    // The last sample leaves 15 % of room, and 10 % go each day.
    Pattern gauge = Pattern.compile("aiops_resource_full_days\\{.*workload=\"n1\".*\\} ([0-9.]+)");
    soon().untilAsserted(() -> assertThat(days(gauge)).isBetween(1.2, 1.9));
    assertThat(alerts(CALM)).isEmpty();
  }

  private static double days(Pattern gauge) throws Exception {
    String token =
        rig.installation.http().tokens().issue("tester", Role.VIEWER, Duration.ofMinutes(5));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(rig.installation.http().url() + "/metrics"))
            .header("Authorization", "Bearer " + token)
            .build();
    String shown = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    Matcher match = gauge.matcher(shown);
    assertThat(match.find()).as("days until full among %d characters", shown.length()).isTrue();
    return Double.parseDouble(match.group(1));
  }
}
