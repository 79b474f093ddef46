package io.aicloudops.rca.streams.content;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.rca.streams.TestDrive;
import io.aicloudops.rca.streams.detect.DetectSettings;
import io.aicloudops.rca.streams.detect.DetectTopology;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.CallBatch;
import io.aicloudops.schemas.event.CallGroup;
import io.aicloudops.schemas.event.CallSide;
import io.aicloudops.schemas.event.LogBatch;
import io.aicloudops.schemas.event.LogLine;
import io.aicloudops.schemas.event.LogSeverity;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentTopologyTest {

  private static final long START = 1_700_000_000_000L;
  private static final String CART = "demo/shop/Deployment/cart";

  @TempDir private Path directory;

  private TestDrive drive;
  private TopologyTestDriver driver;
  private TestInputTopic<String, CallBatch> calls;
  private TestInputTopic<String, LogBatch> logs;
  private TestOutputTopic<String, MetricBatch> metrics;
  private TestOutputTopic<String, Anomaly> anomalies;

  private Topology topology() {
    return ContentTopology.build(
        drive.serdes(),
        new ContentSettings(true, 100, Duration.ofHours(1)),
        drive.config("content-test"));
  }

  @BeforeEach
  void start() {
    drive = new TestDrive(directory);
    driver = drive.driver(topology(), "content-test", START);
    calls = drive.in(driver, Topics.CALLS);
    logs = drive.in(driver, Topics.LOGS);
    metrics = drive.out(driver, Topics.METRICS);
    anomalies = drive.out(driver, Topics.ANOMALIES);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  /** As a receiver writes it: within the interval, under a time of before its end. */
  private void calls(String entity, int interval, CallGroup... groups) {
    long end = START + 10_000L * interval;
    calls.pipeInput(
        entity,
        new CallBatch(
            entity, "a", Instant.ofEpochMilli(end), 10_000L, entity + interval, List.of(groups)),
        Instant.ofEpochMilli(end - 2_000));
  }

  private void lines(int interval, LogLine... lines) {
    long end = START + 10_000L * interval;
    logs.pipeInput(
        CART,
        new LogBatch(
            CART, "a", Instant.ofEpochMilli(end), 10_000L, "id" + interval, List.of(lines)),
        Instant.ofEpochMilli(end - 2_000));
  }

  private static CallGroup made(String target, List<Long> good, List<Long> bad) {
    return new CallGroup(CallSide.MADE, target, good, bad, List.of());
  }

  /** The names in the golden file are those of the changelog topics: a renamed store is empty. */
  @Test
  void hasTheTopologyOfTheGoldenFile() throws Exception {
    assertThat(topology().describe().toString()).isEqualTo(TestDrive.golden("content"));
  }

  @Test
  void oneMembersTimeGoesOnByWhatOthersSay() {
    calls(CART, 1, made("stock", List.of(5_000L), List.of()));
    calls("demo/shop/Deployment/web", 3, made("cart", List.of(5_000L), List.of()));

    List<MetricBatch> batches = metrics.readValuesToList();
    assertThat(batches).isNotEmpty().allMatch(batch -> batch.getEntity().equals(CART));
    assertThat(batches.get(batches.size() - 1).getTime())
        .isEqualTo(Instant.ofEpochMilli(START + 20_000));
  }

  @Test
  void aNodeWhoseClockIsAheadTakesNothingFromTheOthers() {
    String web = "demo/shop/Deployment/web";
    for (int n = 1; n <= 40; n++) {
      calls(CART, n, made("stock", List.of(5_000L), List.of()));
      calls(web, n + 54, made("cart", List.of(5_000L), List.of()));
    }

    List<MetricBatch> batches =
        metrics.readValuesToList().stream().filter(b -> b.getEntity().equals(CART)).toList();
    assertThat(batches.get(batches.size() - 1).getTime())
        .isEqualTo(Instant.ofEpochMilli(START + 390_000));
    assertThat(total(batches, "trace_client_calls_total{status=\"ok\",target=\"stock\"}"))
        .isEqualTo(39);
    assertThat(dropped()).isZero();
  }

  @Test
  void countsWhatCameTooLate() {
    calls(CART, 1, made("stock", List.of(5_000L), List.of()));
    for (int n = 2; n <= 60; n++) {
      calls("demo/shop/Deployment/web", n, made("cart", List.of(5_000L), List.of()));
    }
    calls(CART, 3, made("stock", List.of(5_000L), List.of()));

    assertThat(dropped()).isEqualTo(1);
  }

  private double dropped() {
    return driver.metrics().values().stream()
        .filter(metric -> metric.metricName().name().equals("dropped-calls-total"))
        .mapToDouble(metric -> (double) metric.metricValue())
        .sum();
  }

  @Test
  void aRestartLosesAndRepeatsNothing() {
    calls(CART, 1, made("stock", List.of(5_000L), List.of()));
    lines(1, new LogLine(LogSeverity.ERROR, "no stock", 1));
    Map<String, byte[]> counted = state("calls-state");
    Map<String, byte[]> mined = state("logs-state");
    driver.close();
    start();
    counted.forEach(driver.<String, byte[]>getKeyValueStore("calls-state")::put);
    mined.forEach(driver.<String, byte[]>getKeyValueStore("logs-state")::put);
    calls(CART, 1, made("stock", List.of(5_000L), List.of()));
    calls(CART, 3, made("stock", List.of(5_000L), List.of()));
    lines(3, new LogLine(LogSeverity.ERROR, "no stock", 1));

    List<MetricBatch> batches = metrics.readValuesToList();
    assertThat(total(batches, "trace_client_calls_total{status=\"ok\",target=\"stock\"}"))
        .isEqualTo(1);
    assertThat(total(batches, "log_errors_total{template=\"no stock\"}")).isEqualTo(1);
  }

  private Map<String, byte[]> state(String store) {
    Map<String, byte[]> state = new TreeMap<>();
    try (var all = driver.<String, byte[]>getKeyValueStore(store).all()) {
      all.forEachRemaining(entry -> state.put(entry.key, entry.value));
    }
    return state;
  }

  private static double total(List<MetricBatch> batches, String series) {
    double newest = Double.NaN;
    for (MetricBatch batch : batches) {
      int at = batch.getSeries().indexOf(series);
      newest = at < 0 ? newest : batch.getValues().get(at);
    }
    return newest;
  }

  /** What comes out goes into the real detection: no part of it knows of spans or lines. */
  @Test
  void detectionFindsCallsThatFailAndBurstsOfErrorsInIt() {
    long seed = new Random().nextLong();
    System.out.println("seed " + seed);
    Random random = new Random(seed);
    for (int n = 1; n <= 120; n++) {
      boolean fault = n > 100;
      List<Long> good = new ArrayList<>();
      List<Long> bad = new ArrayList<>();
      for (int k = 0; k < 80 + random.nextInt(40); k++) {
        boolean fails = random.nextDouble() < (fault ? 0.5 : 0.005);
        (fails ? bad : good).add(4_000L + random.nextInt(4_000));
      }
      calls(CART, n, made("stock", good, bad));
      List<LogLine> lines = new ArrayList<>();
      lines.add(new LogLine(LogSeverity.INFO, "served", 100 + random.nextInt(20)));
      lines.add(new LogLine(LogSeverity.ERROR, "cannot parse item", 1 + random.nextInt(3)));
      if (fault) {
        lines.add(new LogLine(LogSeverity.ERROR, "stock answers with 503", 40));
      }
      lines(n, lines.toArray(LogLine[]::new));
    }

    List<Anomaly> found = anomalies.readValuesToList();
    assertThat(found)
        .singleElement()
        .satisfies(
            fresh ->
                assertThat(fresh.getSignal())
                    .isEqualTo("log_template:new{template=\"stock answers with <*>\"}"));
    List<Anomaly> detected = detected(metrics.readValuesToList());
    assertThat(detected)
        .extracting(Anomaly::getSignal)
        .contains("trace_client_calls_total:error_ratio{target=\"stock\"}")
        .anyMatch(signal -> signal.startsWith("log_errors_total:rate"));
    assertThat(detected)
        .filteredOn(anomaly -> anomaly.getStatus() == AnomalyStatus.OPEN)
        .filteredOn(anomaly -> anomaly.getScore() >= 0.5)
        .allMatch(anomaly -> anomaly.getSince().isAfter(Instant.ofEpochMilli(START + 950_000)));
  }

  private List<Anomaly> detected(List<MetricBatch> batches) {
    Topology detection =
        DetectTopology.build(
            drive.serdes(), DetectSettings.defaults(), drive.config("detect-test"));
    try (TopologyTestDriver detecting = drive.driver(detection, "detect-test", START)) {
      TestInputTopic<String, MetricBatch> in = drive.in(detecting, Topics.METRICS);
      batches.forEach(batch -> in.pipeInput(batch.getEntity(), batch, batch.getTime()));
      return drive.out(detecting, Topics.ANOMALIES).readValuesToList();
    }
  }
}
