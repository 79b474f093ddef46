package io.aicloudops.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.ServiceContext;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.runtime.settings.SettingsException;
import io.aicloudops.schemas.event.Notification;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the clients do while nobody answers; what they do with a broker is tested where there is
 * one.
 */
class WithoutABrokerTest {

  @TempDir Path data;

  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Settings settings =
      Settings.of(
          Map.of(
              "kafka.bootstrap.servers", "localhost:1",
              "kafka.max-partitions", 3,
              "kafka.delivery-timeout", "3s",
              "kafka.streams.application-server", "localhost:7",
              "kafka.client",
                  Map.of("default.api.timeout.ms", "1500", "request.timeout.ms", "1000")));
  private final KafkaClients clients =
      new KafkaClients(settings.read(KafkaSettings.SECTION), new InMemorySchemaRegistry(), meters);

  private ServiceContext context() {
    HttpServer http =
        new HttpServer(
            settings.read(HttpSettings.SECTION),
            "0123456789abcdef0123456789abcdef",
            meters,
            Clock.systemUTC());
    return new ServiceContext(settings, clients, http, meters, Clock.systemUTC(), data);
  }

  @Test
  void anApplicationWaitsForItsBrokersAndStopsWhenAsked() {
    try (StreamsService service =
        new StreamsService(
            "waiting",
            context(),
            builder -> {
              var unused = builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()));
              return builder.build();
            })) {
      assertThat(service.health().status()).isEqualTo(Health.Status.DEGRADED);

      service.start();

      assertThat(service.name()).isEqualTo("waiting");
      assertThat(service.streams()).isPresent();
      assertThat(service.health().status()).isEqualTo(Health.Status.DEGRADED);
    }
  }

  @Test
  void configuresKafkaStreamsAsItIsSet() {
    Settings set =
        Settings.of(
            Map.of(
                "kafka.bootstrap.servers", "localhost:1",
                "kafka.streams.standby-replicas", 1,
                "kafka.streams.threads", 3,
                "kafka.streams.commit-interval", "250ms",
                "kafka.guarantee", "at-least-once"));
    KafkaClients to =
        new KafkaClients(set.read(KafkaSettings.SECTION), new InMemorySchemaRegistry(), meters);
    ServiceContext other =
        new ServiceContext(set, to, context().http(), meters, Clock.systemUTC(), data);

    StreamsConfig ours = config(context(), Map.of());
    StreamsConfig theirs = config(other, Map.of(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2));

    assertThat(ours.getInt(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG)).isZero();
    assertThat(ours.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
        .isEqualTo(StreamsConfig.EXACTLY_ONCE_V2);
    assertThat(ours.getClass(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG))
        .isEqualTo(SmallRocksDb.class);
    assertThat(theirs.getInt(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG)).isEqualTo(1);
    assertThat(theirs.getInt(StreamsConfig.NUM_STREAM_THREADS_CONFIG)).isEqualTo(2);
    assertThat(theirs.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG)).isEqualTo(250);
    assertThat(theirs.getString(StreamsConfig.PROCESSING_GUARANTEE_CONFIG))
        .isEqualTo(StreamsConfig.AT_LEAST_ONCE);
  }

  @Test
  void compressesAsConfigured() {
    assertThat(compressions(Map.of())).containsOnly("lz4");
    assertThat(compressions(Map.of("kafka.client", Map.of("compression.type", "gzip"))))
        .containsOnly("gzip");
  }

  /** Of a producer of events, and of the producer of an application. */
  private List<Object> compressions(Map<String, Object> values) {
    Settings set = Settings.of(values);
    KafkaSettings kafka = set.read(KafkaSettings.SECTION);
    KafkaClients to = new KafkaClients(kafka, new InMemorySchemaRegistry(), meters);
    ServiceContext other =
        new ServiceContext(set, to, context().http(), meters, Clock.systemUTC(), data);
    return List.of(
        EventProducer.configuration(to.common(), "test", kafka).get("compression.type"),
        config(other, Map.of()).getProducerConfigs("test").get("compression.type"));
  }

  private static StreamsConfig config(ServiceContext context, Map<String, Object> overrides) {
    return new StreamsConfig(
        new StreamsService("configured", context, StreamsBuilder::build, overrides).properties());
  }

  @Test
  void anApplicationWithoutExplicitNamesIsRefused() {
    StreamsService service =
        new StreamsService(
            "nameless",
            context(),
            builder -> {
              var unused =
                  builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                      .groupBy((k, v) -> v)
                      .count(Materialized.with(Serdes.String(), Serdes.Long()));
              return builder.build();
            });

    assertThatThrownBy(service::start).hasMessageContaining("has not been named");
  }

  @Test
  void topicsCannotBeCreatedAndTheAddressIsNamed() {
    TopicAdmin admin = new TopicAdmin(clients);

    assertThat(admin.partitions(Topics.METRICS)).isEqualTo(3);
    assertThatThrownBy(admin::createMissing)
        .isInstanceOf(LogUnavailableException.class)
        .hasMessageContaining("localhost:1");
    assertThatThrownBy(admin::existing)
        .isInstanceOf(LogUnavailableException.class)
        .hasMessageContaining("localhost:1");
  }

  @Test
  void nothingThatIsSentCountsAsTaken() {
    try (EventProducer producer = clients.producer("test")) {
      assertThatThrownBy(
              () ->
                  producer.await(
                      List.of(producer.send(Topics.NOTIFICATIONS, "k", null, Instant.EPOCH))))
          .isInstanceOf(LogUnavailableException.class);
    }
  }

  @Test
  void consumersCommitNothingByThemselves() {
    try (Consumer<String, Notification> consumer =
        clients.consumer("readers", Topics.NOTIFICATIONS)) {
      assertThat(consumer.groupMetadata().groupId()).isEqualTo("aiops-readers");
    }
  }

  @Test
  void tooShortADeliveryTimeoutIsRefused() {
    assertThatThrownBy(
            () -> Settings.of(Map.of("kafka.delivery-timeout", "1s")).read(KafkaSettings.SECTION))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining("delivery-timeout");
  }
}
