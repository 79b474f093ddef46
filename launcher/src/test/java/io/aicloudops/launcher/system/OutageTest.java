package io.aicloudops.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.launcher.broker.EmbeddedBroker;
import io.aicloudops.launcher.process.Installation;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.launcher.registry.EmbeddedRegistry;
import io.aicloudops.runtime.settings.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What senders see while the broker is away. */
class OutageTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String ALERT =
      "{\"version\":\"4\",\"status\":\"firing\",\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"A\",\"namespace\":\"n\"},"
          + "\"annotations\":{},\"startsAt\":\"2026-01-01T00:00:00Z\",\"endsAt\":\"0001-01-01T00:00:00Z\",\"fingerprint\":\"ab\"}]}";

  @TempDir Path data;

  private static int send(Installation installation) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(installation.http().url() + "/api/v1/alerts/webhook"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(ALERT))
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  @Test
  void acknowledgesNothingWhileTheBrokerIsAwayAndTakesAllWhenItIsBack() throws Exception {
    EmbeddedBroker broker = new EmbeddedBroker(data.resolve("kafka"), 0);
    broker.start();
    try (EmbeddedRegistry registry = new EmbeddedRegistry(broker.bootstrapServers(), 0)) {
      registry.start();
      Settings settings =
          Settings.of(
              Map.of(
                  "kafka.bootstrap.servers",
                  broker.bootstrapServers(),
                  "kafka.schema.registry.url",
                  List.of(registry.url().toString()),
                  "kafka.max-partitions",
                  1,
                  "kafka.delivery-timeout",
                  "3s",
                  "http.port",
                  0,
                  "http.auth.hmac-secret",
                  Rig.SECRET));
      try (Installation installation =
          new Installation(settings, EnumSet.of(Services.CONNECT), data, Clock.systemUTC())) {
        installation.start();
        assertThat(send(installation)).isBetween(200, 204);

        broker.close();
        assertThat(send(installation)).isEqualTo(503);

        broker = new EmbeddedBroker(data.resolve("kafka"), 0);
        broker.start();
        await()
            .atMost(Duration.ofSeconds(60))
            .untilAsserted(() -> assertThat(send(installation)).isBetween(200, 204));
      }
    } finally {
      broker.close();
    }
  }
}
