package io.aicloudops.rca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.kafka.KafkaSettings;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.ServiceContext;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RcaServiceTest {

  @TempDir private Path dir;

  private ServiceContext context(Map<String, Object> values) {
    Settings settings = Settings.of(values);
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    KafkaClients kafka =
        new KafkaClients(
            settings.read(KafkaSettings.SECTION), new InMemorySchemaRegistry(), meters);
    HttpServer http =
        new HttpServer(
            settings.read(HttpSettings.SECTION),
            "0123456789abcdef0123456789abcdef",
            meters,
            Clock.systemUTC());
    return new ServiceContext(settings, kafka, http, meters, Clock.systemUTC(), dir);
  }

  @Test
  void isBuiltFromDefaultsAndCanBeClosedBeforeItStarted() {
    RcaService service = new RcaService(context(Map.of("http.port", 0)));
    assertThat(service.name()).isEqualTo("streams-rca");
    assertThat(service.health().status()).isEqualTo(Health.Status.DEGRADED);
    service.close();
  }

  @Test
  void theDefaultsAreTheFoldsOwn() {
    RcaSettings settings = Settings.of(Map.of()).read(RcaSettings.SECTION);
    assertThat(settings.rules()).isEqualTo(io.aicloudops.rca.correlate.FoldRules.DEFAULT);
  }

  @Test
  void aBoundThatMakesNoSenseIsNamed() {
    Map<String, Object> values = Map.of("http.port", 0, "rca.incidents.max-evidence", 0);
    assertThatThrownBy(() -> new RcaService(context(values)))
        .hasMessageContaining("rca.incidents.max-evidence");
  }
}
