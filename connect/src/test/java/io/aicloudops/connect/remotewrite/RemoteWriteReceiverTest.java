package io.aicloudops.connect.remotewrite;

import static io.aicloudops.connect.remotewrite.Writes.histogram;
import static io.aicloudops.connect.remotewrite.Writes.message;
import static io.aicloudops.connect.remotewrite.Writes.metadata;
import static io.aicloudops.connect.remotewrite.Writes.series;
import static io.aicloudops.connect.remotewrite.Writes.snappy;
import static io.aicloudops.connect.remotewrite.Writes.versionTwo;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.HttpRig;
import io.aicloudops.connect.exposition.Staleness;
import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Subjects;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.log.RecordingLog;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.identity.EntityId;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoteWriteReceiverTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final long T = NOW.toEpochMilli();
  private static final String PATH = "/api/v1/metrics/write";
  private static final String[] ONE = {
    "Content-Type", "application/x-protobuf",
    "Content-Encoding", "snappy",
    "X-Prometheus-Remote-Write-Version", "0.1.0"
  };
  private static final String[] TWO = {
    "Content-Type", "application/x-protobuf;proto=io.prometheus.write.v2.Request",
    "Content-Encoding", "snappy",
    "X-Prometheus-Remote-Write-Version", "2.0.0"
  };

  private final RecordingLog log = new RecordingLog();
  private final Workloads workloads = new Workloads("test");
  private final CallGraph calls = new CallGraph(workloads, Duration.ofHours(1), 1000);
  private final HttpRig rig =
      new HttpRig(
          meters ->
              new RemoteWriteReceiver(
                  new RemoteWriteSettings(
                      true, 1_000_000, 3_000_000, Duration.ofMinutes(10), List.of("replica")),
                  new Subjects(workloads, List.of("replica")),
                  calls,
                  log,
                  meters,
                  Clock.fixed(NOW, ZoneOffset.UTC)));

  @AfterEach
  void stop() {
    rig.close();
  }

  private static byte[] pod(String name, double value, long time, String... more) {
    String[] labels = new String[8 + more.length];
    System.arraycopy(
        new String[] {
          "__name__", name, "namespace", "shop", "pod", "cart-5d9c7b8f6d-2bcdf", "replica", "a"
        },
        0,
        labels,
        0,
        8);
    System.arraycopy(more, 0, labels, 8, more.length);
    return series(new double[] {value}, new long[] {time}, labels);
  }

  @Test
  void makesOneBatchOfAMembersSamplesOfOneTime() {
    HttpResponse<String> answer =
        rig.post(
            PATH,
            snappy(
                pod("requests_total", 5, T, "code", "200"),
                pod("memory_bytes", 7, T),
                pod("memory_bytes", 6, T - 15_000)),
            ONE);

    assertThat(answer.statusCode()).isEqualTo(204);
    List<MetricBatch> batches = log.of(Topics.METRICS);
    assertThat(batches).hasSize(2);
    assertThat(batches.get(0).getTime()).isEqualTo(NOW.minusSeconds(15));
    MetricBatch batch = batches.get(1);
    assertThat(batch.getEntity()).isEqualTo("test/shop/Deployment/cart");
    assertThat(batch.getMember()).isEqualTo("cart-5d9c7b8f6d-2bcdf");
    assertThat(batch.getSeries()).containsExactly("requests_total{code=\"200\"}", "memory_bytes");
    assertThat(batch.getTypes()).containsExactly(MetricType.COUNTER, MetricType.UNKNOWN);
    assertThat(batch.getValues()).containsExactly(5.0, 7.0);
    assertThat(batch.getSource()).isEqualTo("remote-write");
    assertThat(log.sent()).allMatch(s -> s.key().equals("test/shop/Deployment/cart"));
  }

  @Test
  void remembersTheTypesThatMetadataTells() {
    rig.post(PATH, snappy(metadata(2, "memory_bytes"), metadata(3, "latency_seconds")), ONE);
    rig.post(
        PATH,
        snappy(pod("memory_bytes", 1, T), pod("latency_seconds_bucket", 2, T, "le", "+Inf")),
        ONE);

    assertThat(log.of(Topics.METRICS).get(0).getTypes())
        .containsExactly(MetricType.GAUGE, MetricType.HISTOGRAM);
  }

  @Test
  void keepsStaleMarkersNotNumbersInfinitiesAndRepeatedSamples() {
    rig.post(
        PATH,
        snappy(
            pod("a", Staleness.MARKER, T),
            pod("b", Double.NaN, T),
            pod("c", Double.POSITIVE_INFINITY, T),
            pod("a", 1, T - 60_000),
            pod("a", 1, T - 60_000)),
        ONE);

    List<MetricBatch> batches = log.of(Topics.METRICS);
    assertThat(batches.get(0).getValues()).containsExactly(1.0, 1.0);
    List<Double> values = batches.get(1).getValues();
    assertThat(Staleness.isMarker(values.get(0))).isTrue();
    assertThat(values.get(1)).isNaN();
    assertThat(Staleness.isMarker(values.get(1))).isFalse();
    assertThat(values.get(2)).isInfinite();
  }

  @Test
  void understandsVersionTwo() {
    byte[] body =
        versionTwo(
            2,
            3.5,
            T,
            histogram(10, 2.5, T),
            "__name__",
            "queue",
            "job",
            "broker",
            "instance",
            "b:1",
            "topic",
            "t");

    HttpResponse<String> answer = rig.post(PATH, snappy(body), TWO);

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(answer.headers().firstValue("X-Prometheus-Remote-Write-Samples-Written"))
        .hasValue("1");
    assertThat(answer.headers().firstValue("X-Prometheus-Remote-Write-Histograms-Written"))
        .hasValue("1");
    MetricBatch batch = log.of(Topics.METRICS).get(0);
    assertThat(batch.getEntity()).isEqualTo("test/_/Service/broker");
    assertThat(batch.getMember()).isEqualTo("b:1");
    assertThat(batch.getSeries())
        .containsExactly(
            "queue{topic=\"t\"}",
            "queue_count{topic=\"t\"}",
            "queue_sum{topic=\"t\"}",
            "queue_bucket{gt=\"-Inf\",le=\"+Inf\",topic=\"t\"}");
    assertThat(batch.getTypes())
        .containsExactly(
            MetricType.GAUGE, MetricType.HISTOGRAM, MetricType.HISTOGRAM, MetricType.HISTOGRAM);
    assertThat(batch.getValues()).containsExactly(3.5, 10.0, 2.5, 10.0);
  }

  @Test
  void refusesReferencesToTextsThatAreNotThere() {
    byte[] body = message(out -> out.writeByteArray(5, message(s -> s.writeUInt32(1, 7))));
    assertThat(rig.post(PATH, snappy(body), TWO).statusCode()).isEqualTo(400);
  }

  @Test
  void refusesBombsBeforeItTakesMemory() {
    byte[] claimsFourGigabytes = {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f, 0, 0};
    byte[] claimsMuch = {(byte) 0x80, (byte) 0x80, 0x40, 0, 1, 2};
    byte[] tooLarge = snappy(new byte[4_000_000]);
    byte[] manyParts = new byte[1_899_000];
    for (int i = 0; i < manyParts.length; i += 2) {
      manyParts[i] = 0x0a;
    }

    assertThat(rig.post(PATH, claimsFourGigabytes, ONE).statusCode()).isEqualTo(400);
    assertThat(rig.post(PATH, claimsMuch, ONE).statusCode()).isEqualTo(400);
    assertThat(rig.post(PATH, tooLarge, ONE).statusCode()).isEqualTo(413);
    assertThat(rig.post(PATH, new byte[1_100_000], ONE).statusCode()).isEqualTo(413);
    assertThat(log.deadLetters()).as("each is kept").hasSize(4);
    assertThat(rig.post(PATH, snappy(manyParts), ONE).body()).contains("__name__");
    byte[] more = new byte[300_000];
    System.arraycopy(manyParts, 0, more, 0, more.length);
    assertThat(rig.post(PATH, snappy(manyParts, more), ONE).body()).contains("smaller requests");
  }

  @Test
  void refusesWhatIsNoRequest() {
    assertThat(rig.post(PATH, new byte[0], ONE).statusCode()).isEqualTo(400);
    assertThat(rig.post(PATH, "hello".getBytes(UTF_8), ONE).statusCode()).isEqualTo(400);
    assertThat(rig.post(PATH, snappy("hello hello".getBytes(UTF_8)), ONE).statusCode())
        .isEqualTo(400);
    assertThat(log.deadLetters()).hasSize(3);
  }

  @Test
  void refusesOtherTypesEncodingsAndVersions() {
    byte[] body = snappy(pod("a", 1, T));
    String type = "Content-Type";
    String encoding = "Content-Encoding";
    String protobuf = "application/x-protobuf";
    assertThat(rig.post(PATH, body, type, "application/json", encoding, "snappy").statusCode())
        .isEqualTo(415);
    assertThat(rig.post(PATH, body, type, protobuf).statusCode()).isEqualTo(415);
    assertThat(rig.post(PATH, body, type, protobuf, encoding, "gzip").statusCode()).isEqualTo(415);
    assertThat(
            rig.post(
                    PATH,
                    body,
                    type,
                    protobuf + ";proto=io.prometheus.write.v3.Request",
                    encoding,
                    "snappy")
                .statusCode())
        .isEqualTo(415);
    assertThat(
            rig.post(
                    PATH,
                    body,
                    type,
                    protobuf,
                    encoding,
                    "snappy",
                    "X-Prometheus-Remote-Write-Version",
                    "9.0.0")
                .statusCode())
        .isEqualTo(415);
    assertThat(
            rig.post(
                    PATH,
                    body,
                    type,
                    protobuf + "; proto=prometheus.WriteRequest",
                    encoding,
                    "snappy")
                .statusCode())
        .isEqualTo(204);
  }

  @Test
  void acknowledgesNothingWhileTheLogIsAway() {
    log.fail(new IOException("no broker"));
    HttpResponse<String> answer =
        rig.post(PATH, snappy(pod("a", 1, T), pod("a", 1, T - 1), pod("a", 1, T - 2)), ONE);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(log.attempts()).as("each may block for seconds").isEqualTo(1);
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
  }

  @Test
  void learnsWhoCallsWhom() {
    EntityId payment = new EntityId("test", "shop", "Deployment", "payment");
    rig.post(PATH, snappy(pod("http_client_requests_total", 1, T, "target", "payment:8080")), ONE);
    workloads.service("shop", "payment", payment);

    List<String> edges = new java.util.ArrayList<>();
    calls.forEach((from, to) -> to.forEach(t -> edges.add(from + " > " + t)));
    assertThat(edges).containsExactly("test/shop/Deployment/cart > " + payment);
  }
}
