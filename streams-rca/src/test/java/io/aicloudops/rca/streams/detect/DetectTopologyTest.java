package io.aicloudops.rca.streams.detect;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.rca.detect.entity.FakeShop;
import io.aicloudops.rca.streams.TestDrive;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.topics.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DetectTopologyTest {

  private static final long START = 1_700_000_000_000L;

  @TempDir private Path directory;

  private TestDrive drive;
  private TopologyTestDriver driver;
  private TestInputTopic<String, MetricBatch> metrics;
  private TestOutputTopic<String, SignalBatch> signals;
  private TestOutputTopic<String, Anomaly> anomalies;

  private Topology topology() {
    return DetectTopology.build(
        drive.serdes(), DetectSettings.defaults(), drive.config("detect-test"));
  }

  @BeforeEach
  void start() {
    drive = new TestDrive(directory);
    driver = drive.driver(topology(), "detect-test", START);
    metrics = drive.in(driver, Topics.METRICS);
    signals = drive.out(driver, Topics.SIGNALS);
    anomalies = drive.out(driver, Topics.ANOMALIES);
  }

  @AfterEach
  void stop() {
    driver.close();
  }

  private void pipe(MetricBatch batch) {
    metrics.pipeInput(batch.getEntity(), batch, batch.getTime());
  }

  private void run(FakeShop shop, int from, int to) {
    for (int second = from; second < to; second++) {
      shop.tick(START + 1000L * second, 1).forEach(this::pipe);
    }
  }

  /**
   * The names in the golden file are those of the changelog topic and of the metrics. A changed
   * store name loses every baseline; a changed store format needs a new version in EntityDetection
   * that still reads the old.
   */
  @Test
  void hasTheTopologyOfTheGoldenFile() throws Exception {
    assertThat(topology().describe().toString()).isEqualTo(TestDrive.golden("detect"));
  }

  @Test
  void publishesSignalsWithWhatWasExpected() {
    run(new FakeShop(1, "cart-a", "cart-b"), 0, 60);

    List<SignalBatch> batches = signals.readValuesToList();
    assertThat(batches).hasSize(60);
    SignalBatch last = batches.get(59);
    int rate = last.getSignals().indexOf("http_server_requests_total:rate");
    assertThat(last.getExpected().get(rate)).isBetween(20.0, 40.0);
    assertThat(last.getLower().get(rate)).isLessThan(last.getUpper().get(rate));
    assertThat(last.getIntervalMs()).isEqualTo(1000);
  }

  @Test
  void opensAndClosesOneAnomalyForEachSignalAndEpisode() {
    FakeShop shop = new FakeShop(2, "cart-a", "cart-b");
    run(shop, 0, 100);
    shop.errorShare = 0.4;
    run(shop, 100, 130);
    shop.errorShare = 0;
    run(shop, 130, 170);

    List<Anomaly> errors =
        anomalies.readValuesToList().stream()
            .filter(a -> a.getSignal().equals("http_server_requests_total:error_ratio"))
            .toList();
    assertThat(errors.stream().map(Anomaly::getId).distinct()).hasSize(1);
    assertThat(errors.get(0).getStatus()).isEqualTo(AnomalyStatus.OPEN);
    assertThat(errors.get(errors.size() - 1).getStatus()).isEqualTo(AnomalyStatus.CLOSED);
    assertThat(errors.get(0).getTime()).isBefore(Instant.ofEpochMilli(START + 105_000));
  }

  @Test
  void noticesAWorkloadThatFallsSilent() {
    FakeShop shop = new FakeShop(3, "cart-a");
    run(shop, 0, 60);
    MetricBatch other = new FakeShop(4, "pay-a").tick(START + 70_000, 1).get(0);
    other.setEntity("demo/shop/Deployment/pay");

    pipe(other);

    List<Anomaly> silent = anomalies.readValuesToList();
    assertThat(silent).hasSize(1);
    assertThat(silent.get(0).getKind()).isEqualTo(AnomalyKind.MISSING);
    assertThat(silent.get(0).getEntity()).isEqualTo(FakeShop.ENTITY);
    assertThat(silent.get(0).getSince()).isEqualTo(Instant.ofEpochMilli(START + 60_000));

    run(shop, 80, 82);
    assertThat(anomalies.readValuesToList())
        .singleElement()
        .satisfies(a -> assertThat(a.getStatus()).isEqualTo(AnomalyStatus.CLOSED));
  }

  @Test
  void aWrongClockMakesNobodySilentAndNobodyDeaf() {
    FakeShop shop = new FakeShop(3, "cart-a");
    for (int second = 0; second < 60; second++) {
      pipe(of("pay", second));
      run(shop, second, second + 1);
    }
    pipe(of("wrong", 365 * 86_400));
    run(shop, 60, 62);
    assertThat(anomalies.readValuesToList()).isEmpty();

    run(shop, 62, 80);

    assertThat(anomalies.readValuesToList())
        .singleElement()
        .satisfies(
            a -> {
              assertThat(a.getKind()).isEqualTo(AnomalyKind.MISSING);
              assertThat(a.getEntity()).isEqualTo("demo/shop/Deployment/pay");
            });
  }

  private static MetricBatch of(String workload, int second) {
    MetricBatch batch = new FakeShop(4, workload + "-a").tick(START + 1000L * second, 1).get(0);
    batch.setEntity("demo/shop/Deployment/" + workload);
    return batch;
  }

  @Test
  void refusesABatchWhoseArraysDifferInLength() {
    MetricBatch broken = new FakeShop(5, "cart-a").tick(START, 1).get(0);
    broken.getValues().remove(0);

    assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> pipe(broken)))
        .hasRootCauseInstanceOf(IllegalArgumentException.class)
        .rootCause()
        .hasMessageContaining("same length");
  }
}
