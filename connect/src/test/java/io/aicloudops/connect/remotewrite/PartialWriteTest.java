package io.aicloudops.connect.remotewrite;

import static io.aicloudops.connect.remotewrite.Writes.histogram;
import static io.aicloudops.connect.remotewrite.Writes.message;
import static io.aicloudops.connect.remotewrite.Writes.series;
import static io.aicloudops.connect.remotewrite.Writes.snappy;
import static io.aicloudops.connect.remotewrite.Writes.versionTwo;
import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.connect.HttpRig;
import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Subjects;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.log.RecordingLog;
import io.aicloudops.schemas.topics.Topics;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a sender hears of a request that was not written whole. */
class PartialWriteTest {

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
  private final HttpRig rig =
      new HttpRig(
          meters ->
              new RemoteWriteReceiver(
                  new RemoteWriteSettings(
                      true, 1_000_000, 3_000_000, Duration.ofMinutes(10), List.of()),
                  new Subjects(workloads, List.of()),
                  new CallGraph(workloads, Duration.ofHours(1), 1000),
                  log,
                  meters,
                  Clock.fixed(NOW, ZoneOffset.UTC)));

  @AfterEach
  void stop() {
    rig.close();
  }

  private static byte[] pod(String name, double value, long time, String... more) {
    List<String> labels = new ArrayList<>(List.of("__name__", name, "namespace", "shop"));
    labels.addAll(List.of("pod", "cart-5d9c7b8f6d-2bcdf"));
    labels.addAll(List.of(more));
    return series(new double[] {value}, new long[] {time}, labels.toArray(String[]::new));
  }

  private static String written(HttpResponse<String> answer, String what) {
    return answer
        .headers()
        .firstValue("X-Prometheus-Remote-Write-" + what + "-Written")
        .orElse("not said");
  }

  @Test
  void setsSamplesOfImpossibleTimesApart() {
    HttpResponse<String> answer =
        rig.post(
            PATH,
            snappy(
                pod("a", 1, T),
                pod("a", 2, T + 7_200_000),
                pod("a", 3, T / 1000),
                pod("a", 4, -5),
                pod("a", 5, Long.MAX_VALUE)),
            ONE);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("4 samples").contains(" a 2.0 " + (T + 7_200_000));
    assertThat(log.of(Topics.METRICS)).hasSize(1);
    assertThat(log.deadLetters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.reason()).startsWith("4 samples");
              assertThat(letter.content())
                  .contains("test/shop/Deployment/cart a 2.0 " + (T + 7_200_000));
            });
  }

  @Test
  void takesTheGoodSeriesAndNamesTheBad() {
    HttpResponse<String> answer =
        rig.post(
            PATH,
            snappy(
                pod("a", 1, T),
                series(new double[] {1}, new long[] {T}, "job", "x"),
                pod("b", 1, T, "twice", "1", "twice", "2"),
                pod("c", 1, T, "", "no name")),
            ONE);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).contains("__name__").contains("timeseries");
    assertThat(log.of(Topics.METRICS)).hasSize(1);
    assertThat(log.deadLetters().get(0).content()).contains("twice").contains("without a name");
  }

  @Test
  void tellsASenderOfVersionTwoWhatWasWrittenAndWhatNot() {
    byte[] late = versionTwo(2, 3.5, T, histogram(10, 2.5, T + 7_200_000), "__name__", "queue");

    HttpResponse<String> answer = rig.post(PATH, snappy(late), TWO);

    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
    assertThat(answer.body()).contains("1 samples").contains("queue_count");
    assertThat(written(answer, "Samples")).isEqualTo("1");
    assertThat(written(answer, "Histograms")).isEqualTo("0");
    assertThat(log.of(Topics.METRICS)).hasSize(1);
    assertThat(log.deadLetters()).hasSize(1);
  }

  @Test
  void acceptsExemplarsAndSaysHowMany() {
    byte[] exemplar = message(out -> out.writeDouble(2, 1));
    byte[] series =
        message(
            out -> {
              out.writeByteArray(1, new byte[] {1, 2});
              out.writeByteArray(4, exemplar);
              out.writeByteArray(4, exemplar);
            });
    byte[] body =
        message(
            out -> {
              out.writeString(4, "");
              out.writeString(4, "__name__");
              out.writeString(4, "requests_total");
              out.writeByteArray(5, series);
            });

    HttpResponse<String> answer = rig.post(PATH, snappy(body), TWO);

    assertThat(answer.statusCode()).isEqualTo(204);
    assertThat(written(answer, "Exemplars")).isEqualTo("2");
    assertThat(written(answer, "Samples")).isEqualTo("0");
    assertThat(log.sent()).isEmpty();
  }
}
