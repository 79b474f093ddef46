package io.aicloudops.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.aicloudops.connect.alerts.AlertSettings;
import io.aicloudops.connect.alerts.AlertWebhook;
import io.aicloudops.connect.exposition.Staleness;
import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Subjects;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.log.RecordingLog;
import io.aicloudops.connect.remotewrite.RemoteWriteReceiver;
import io.aicloudops.connect.remotewrite.RemoteWriteSettings;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import io.aicloudops.schemas.topics.Topics;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Replays requests that a real Prometheus and a real Alertmanager sent, headers and all. They are
 * not part of the project: the system property {@code aiops.captures} names their folder.
 */
class CapturesTest {

  private static final Path FOLDER =
      Path.of(System.getProperty("aiops.captures", "../../shared/captures"));

  private final RecordingLog log = new RecordingLog();
  private final Workloads workloads = new Workloads("default");

  @BeforeAll
  static void look() {
    assumeTrue(
        Files.isDirectory(FOLDER), "no captures at " + FOLDER + "; -Daiops.captures names them");
  }

  private static List<Path> files(String prefix, String suffix) throws IOException {
    try (Stream<Path> all = Files.list(FOLDER)) {
      return all.filter(f -> f.getFileName().toString().startsWith(prefix))
          .filter(f -> f.getFileName().toString().endsWith(suffix))
          .sorted()
          .toList();
    }
  }

  private static HttpResponse<String> replay(HttpRig rig, String path, Path body)
      throws IOException {
    String name = body.getFileName().toString();
    Path headers = body.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".headers");
    List<String> pairs = new ArrayList<>();
    for (String line : Files.readAllLines(headers)) {
      int colon = line.indexOf(": ");
      boolean ours = line.startsWith("Host") || line.startsWith("Content-Length");
      if (colon > 0 && !ours) {
        pairs.add(line.substring(0, colon));
        pairs.add(line.substring(colon + 2));
      }
    }
    return rig.post(path, Files.readAllBytes(body), pairs.toArray(String[]::new));
  }

  @Test
  void takesEveryAlertOfEveryCapture() throws IOException {
    try (HttpRig rig =
        new HttpRig(
            meters ->
                new AlertWebhook(
                    new AlertSettings(true, 1 << 20),
                    new Subjects(workloads, List.of()),
                    log,
                    meters,
                    Clock.systemUTC()))) {
      int expected = 0;
      for (Path file : files("alertmanager-webhook", ".json")) {
        JsonNode payload = new ObjectMapper().readTree(file.toFile());
        log.clear();
        assertThat(replay(rig, "/api/v1/alerts/webhook", file).statusCode()).isEqualTo(200);
        List<Alert> alerts = log.of(Topics.ALERTS);
        assertThat(alerts).hasSameSizeAs(payload.path("alerts"));
        for (int i = 0; i < alerts.size(); i++) {
          JsonNode sent = payload.path("alerts").get(i);
          assertThat(alerts.get(i).getFingerprint()).isEqualTo(sent.path("fingerprint").asText());
          boolean resolved = sent.path("status").asText().equals("resolved");
          assertThat(alerts.get(i).getStatus())
              .isEqualTo(resolved ? AlertStatus.RESOLVED : AlertStatus.FIRING);
          assertThat(alerts.get(i).getEndsAt() != null).isEqualTo(resolved);
        }
        // The fingerprint that we would compute is Alertmanager's own.
        String without = payload.toString().replaceAll(",\"fingerprint\":\"[0-9a-f]{16}\"", "");
        log.clear();
        rig.post(
            "/api/v1/alerts/webhook",
            without.getBytes(java.nio.charset.StandardCharsets.UTF_8),
            "Content-Type",
            "application/json");
        assertThat(log.of(Topics.ALERTS))
            .extracting(Alert::getFingerprint)
            .isEqualTo(alerts.stream().map(Alert::getFingerprint).toList());
        expected += alerts.size();
      }
      assertThat(expected).isGreaterThan(5);
    }
  }

  private static List<SentSamples.Sample> logged(List<MetricBatch> batches) {
    List<SentSamples.Sample> logged = new ArrayList<>();
    for (MetricBatch batch : batches) {
      for (int i = 0; i < batch.getSeries().size(); i++) {
        String series = batch.getSeries().get(i);
        int brace = series.indexOf('{');
        logged.add(
            new SentSamples.Sample(
                brace < 0 ? series : series.substring(0, brace),
                batch.getTime().toEpochMilli(),
                Double.doubleToRawLongBits(batch.getValues().get(i))));
      }
    }
    return logged;
  }

  @Test
  void takesEverySampleMetadataAndStaleMarker() throws IOException {
    try (HttpRig rig =
        new HttpRig(
            meters ->
                new RemoteWriteReceiver(
                    new RemoteWriteSettings(
                        true, 1 << 24, 1 << 26, Duration.ofMinutes(59), List.of("replica")),
                    new Subjects(workloads, List.of("replica")),
                    new CallGraph(workloads, Duration.ofHours(1), 1000),
                    log,
                    meters,
                    // The requests were recorded by a machine whose clock may be ahead of ours.
                    Clock.offset(Clock.systemUTC(), Duration.ofDays(3650))))) {
      List<Path> all = new ArrayList<>(files("remote-write-metadata", ".bin"));
      all.addAll(files("remote-write-samples", ".bin"));
      all.addAll(files("remote-write-stale", ".bin"));
      assertThat(all).hasSizeGreaterThan(5);
      for (Path file : all) {
        log.clear();
        assertThat(replay(rig, "/api/v1/metrics/write", file).statusCode()).isEqualTo(204);
        List<MetricBatch> batches = log.of(Topics.METRICS);
        assertThat(logged(batches))
            .as(file.toString())
            .containsExactlyInAnyOrderElementsOf(SentSamples.of(Files.readAllBytes(file)));
        boolean stale =
            batches.stream().flatMap(b -> b.getValues().stream()).anyMatch(Staleness::isMarker);
        if (file.getFileName().toString().contains("stale")) {
          assertThat(stale).as(file + " has stale markers").isTrue();
        }
        if (file.getFileName().toString().contains("samples")) {
          assertThat(batches).isNotEmpty();
          assertThat(batches.stream().flatMap(b -> b.getTypes().stream()))
              .as("types that metadata told")
              .contains(MetricType.COUNTER, MetricType.GAUGE, MetricType.HISTOGRAM);
        }
        assertThat(batches).noneMatch(b -> String.join("", b.getSeries()).contains("replica="));
      }
      assertThat(log.deadLetters()).isEmpty();
    }
  }
}
