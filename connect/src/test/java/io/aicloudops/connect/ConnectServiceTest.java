package io.aicloudops.connect;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.kafka.KafkaSettings;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.ServiceContext;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.runtime.settings.SettingsException;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectServiceTest {

  private static ServiceContext context(Path data, Map<String, ?> more) {
    Map<String, Object> values = new HashMap<>(more);
    values.put("http.port", 0);
    values.put("kafka.bootstrap.servers", "localhost:1");
    values.put("kafka.delivery-timeout", "3s");
    Settings settings = Settings.of(values);
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    HttpServer http =
        new HttpServer(
            settings.read(HttpSettings.SECTION),
            "a secret that only this test has, long enough",
            meters,
            Clock.systemUTC());
    KafkaClients kafka =
        new KafkaClients(
            settings.read(KafkaSettings.SECTION), new InMemorySchemaRegistry(), meters);
    return new ServiceContext(settings, kafka, http, meters, Clock.systemUTC(), data);
  }

  @Test
  void acknowledgesNothingWithoutABroker(@TempDir Path data)
      throws IOException, InterruptedException {
    ServiceContext context =
        context(data, Map.of("kubernetes.enabled", "off", "connect.scrape.interval", "1s"));
    try (ConnectService service = new ConnectService(context);
        HttpServer http = context.http()) {
      http.start();
      service.start();

      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(URI.create(http.url() + "/api/v1/alerts/webhook"))
                      .header("Content-Type", "application/json")
                      .POST(
                          HttpRequest.BodyPublishers.ofByteArray(
                              "{\"alerts\":[{\"status\":\"firing\",\"labels\":{\"alertname\":\"A\"}}]}"
                                  .getBytes(UTF_8)))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(answer.statusCode()).isEqualTo(503);
      assertThat(service.health().status()).isEqualTo(Health.Status.HEALTHY);
      assertThat(service.health().details()).containsKeys("scrape", "topology");
    }
  }

  @Test
  void saysWhichSettingIsWrong(@TempDir Path data) {
    assertThatThrownBy(() -> new ConnectService(context(data, Map.of("kubernetes.cluster", "a/b"))))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("kubernetes");
    assertThatThrownBy(
            () ->
                new ConnectService(
                    context(data, Map.of("kubernetes.kubeconfig", data.resolve("no").toString()))))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("kubernetes.kubeconfig");
    assertThatThrownBy(
            () -> new ConnectService(context(data, Map.of("connect.remote-write.max-ahead", "2h"))))
        .hasMessageContaining("connect.remote-write");
    assertThatThrownBy(
            () -> new ConnectService(context(data, Map.of("connect.scrape.interval", "1ms"))))
        .hasMessageContaining("connect.scrape");
  }

  @Test
  void guardsEverySourceThatNamesEntities(@TempDir Path data) {
    ServiceContext context = context(data, Map.of("kubernetes.enabled", "off"));
    new ConnectService(context).close();
    context.http().close();

    assertThat(context.meters().find("aiops.connect.entities").gauges())
        .extracting(gauge -> gauge.getId().getTag("source"))
        .containsExactlyInAnyOrder("scrape", "remote-write", "otlp");
  }

  @Test
  void readsTargetsFromTheSettings(@TempDir Path data) {
    ConnectSettings settings =
        context(
                data,
                Map.of(
                    "connect.scrape.targets",
                    List.of(
                        Map.of(
                            "url",
                            "http://localhost:1/metrics",
                            "job",
                            "cadvisor",
                            "honor-labels",
                            true,
                            "labels",
                            Map.of("team", "x")))))
            .settings()
            .read(ConnectSettings.SECTION);
    assertThat(settings.scrape().targets()).hasSize(1);
    assertThat(settings.scrape().targets().get(0).honorLabels()).isTrue();
    assertThat(settings.cdc().enabled()).isFalse();
  }
}
