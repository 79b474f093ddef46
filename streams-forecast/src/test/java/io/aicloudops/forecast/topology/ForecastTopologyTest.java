package io.aicloudops.forecast.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.forecast.ForecastSettings;
import io.aicloudops.forecast.workload.FakeWorkload;
import io.aicloudops.forecast.workload.ForecastRules;
import io.aicloudops.runtime.kafka.StreamsService;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Forecast;
import io.aicloudops.schemas.event.Scaling;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForecastTopologyTest {

  private static final long START = 1_760_000_000_000L;

  private final EventSerdes serdes = new EventSerdes(new InMemorySchemaRegistry());
  private final ForecastRules rules =
      Settings.of(Map.of("forecast.period", "10s", "forecast.stale-after", "2m"))
          .read(ForecastSettings.SECTION)
          .rules();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Topology topology =
      ForecastTopology.build(
          StreamsService.strictBuilder(), serdes, rules, new RecommendationGauges(meters));
  private final TopologyTestDriver driver;
  private final TestInputTopic<String, SignalBatch> signals;
  private final TestInputTopic<String, TopologyEntity> deployments;
  private final TestOutputTopic<String, Forecast> forecasts;
  private final TestOutputTopic<String, Scaling> scaling;
  private final TestOutputTopic<String, Alert> alerts;
  private final FakeWorkload front = new FakeWorkload(3, true);
  private long now = START;
  private boolean closed;

  ForecastTopologyTest(@TempDir Path state) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    driver = new TopologyTestDriver(topology, properties, Instant.ofEpochMilli(START));
    signals = input(Topics.SIGNALS);
    deployments = input(Topics.TOPOLOGY);
    forecasts = output(Topics.FORECASTS);
    scaling = output(Topics.SCALING);
    alerts = output(Topics.ALERTS);
  }

  @AfterEach
  void close() {
    if (!closed) {
      closed = true;
      driver.close();
    }
  }

  private <V extends SpecificRecord> TestInputTopic<String, V> input(Topic<V> topic) {
    return driver.createInputTopic(
        topic.name(), Serdes.String().serializer(), serdes.of(topic).serializer());
  }

  private <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> topic) {
    return driver.createOutputTopic(
        topic.name(), Serdes.String().deserializer(), serdes.of(topic).deserializer());
  }

  private void deploy() {
    deployments.pipeInput(FakeWorkload.ENTITY, front.deployed(now), now);
  }

  private void run(int seconds, double load) {
    for (int i = 0; i < seconds; i++) {
      now += 1000;
      signals.pipeInput(FakeWorkload.ENTITY, front.batch(now, 1000, load), now);
    }
  }

  /**
   * Before changing the golden file: node names are part of the running application's identity.
   * Renaming a store or adding a repartition loses state or needs a reset of the application.
   */
  @Test
  void hasTheGoldenTopology() throws IOException {
    try (var golden = ForecastTopologyTest.class.getResourceAsStream("/topology.txt")) {
      String expected =
          new String(Objects.requireNonNull(golden).readAllBytes(), StandardCharsets.UTF_8);
      assertThat(topology.describe().toString().strip()).isEqualTo(expected.strip());
    }
  }

  @Test
  void forecastsAndAsksForInstancesUnderASurge() {
    deploy();
    run(90, 60);
    List<TestRecord<String, Forecast>> made = forecasts.readRecordsToList();
    String load = FakeWorkload.ENTITY + "/" + FakeWorkload.LOAD;
    assertThat(made).anyMatch(r -> r.key().equals(load + "/1000"));
    assertThat(scaling.readValuesToList()).isNotEmpty().allMatch(s -> s.getRecommended() == 2);
    run(7, 165);
    assertThat(scaling.readRecordsToList())
        .anyMatch(r -> r.key().equals(FakeWorkload.ENTITY) && r.value().getRecommended() >= 3);
    assertThat(alerts.isEmpty()).isTrue();
  }

  @Test
  void theLatestAdviceIsAGaugeUntilTheWorkloadIsGone() {
    deploy();
    run(90, 60);
    String mine = "cluster=\"demo\",kind=\"Deployment\",namespace=\"shop\",workload=\"front\"";
    assertThat(meters.scrape())
        .contains("aiops_recommended_instances{bound=\"advised\"," + mine + "} 2.0")
        .contains("aiops_recommended_instances{bound=\"current\"," + mine + "} 2.0")
        .contains("aiops_forecast_load{bound=\"upper\"," + mine);
    deployments.pipeInput(FakeWorkload.ENTITY, null, now);
    assertThat(meters.scrape()).doesNotContain("aiops_recommended_instances{");
    deploy();
    run(90, 60);
    assertThat(meters.scrape()).contains("aiops_recommended_instances{");
    close();
    assertThat(meters.scrape()).doesNotContain("aiops_recommended_instances{");
  }

  @Test
  void aSilentWorkloadIsNoticedWhileOthersGoOn() {
    deploy();
    run(60, 60);
    SignalBatch other = front.batch(now, 1000, 5);
    other.setEntity("demo/shop/Deployment/other");
    for (int i = 0; i < 30; i++) {
      now += 10_000;
      other.setTime(Instant.ofEpochMilli(now));
      signals.pipeInput("demo/shop/Deployment/other", other, now);
    }
    List<Alert> raised = alerts.readValuesToList();
    assertThat(raised).hasSize(1);
    assertThat(raised.get(0).getEntity()).isEqualTo(FakeWorkload.ENTITY);
    run(40, 60);
    assertThat(alerts.readRecordsToList())
        .anyMatch(
            r ->
                r.value().getStatus() == AlertStatus.RESOLVED
                    && r.key().equals(raised.get(0).getFingerprint()));
  }

  @Test
  void aSenderWhoseClockIsAheadMakesNobodySilent() {
    deploy();
    run(60, 60);
    SignalBatch other = front.batch(now, 15_000, 5);
    other.setEntity("demo/shop/Deployment/other");
    for (int i = 0; i < 20; i++) {
      run(15, 60);
      other.setTime(Instant.ofEpochMilli(now + 480_000));
      signals.pipeInput("demo/shop/Deployment/other", other, now + 480_000);
    }
    assertThat(alerts.isEmpty()).isTrue();
  }

  @Test
  void whatIsGoneIsForgotten() {
    deploy();
    run(60, 60);
    deployments.pipeInput(FakeWorkload.ENTITY, null, now);
    try (var left = driver.getKeyValueStore(ForecastTopology.STORE).all()) {
      assertThat(left.hasNext()).isFalse();
    }
    TopologyEntity ending = front.deployed(now);
    ending.setGone(true);
    deployments.pipeInput(FakeWorkload.ENTITY, ending, now);
    assertThat(alerts.isEmpty()).isTrue();
  }
}
