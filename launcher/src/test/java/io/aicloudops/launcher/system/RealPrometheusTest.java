package io.aicloudops.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.launcher.demo.Demo;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.simulator.DemoWorld;
import io.fabric8.kubernetes.api.model.Pod;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An unmodified Prometheus scrapes the shop and writes to us; an unmodified Alertmanager posts its
 * alerts. What they count as sent is compared with what is in the log. Skipped where they are
 * neither installed nor to be had (Debian: prometheus, prometheus-alertmanager).
 */
class RealPrometheusTest {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final String ALERT = "ReplicasMissing";

  /** Longer than Prometheus takes to write the stale markers of targets that were taken away. */
  private static final Duration QUIET = Duration.ofSeconds(4);

  @TempDir static Path programs;
  private static Path prometheus;
  private static Path alertmanager;

  @TempDir Path directory;
  private final List<Process> processes = new ArrayList<>();

  @BeforeAll
  static void find() throws Exception {
    prometheus = find("prometheus");
    alertmanager = find("prometheus-alertmanager");
  }

  private static Path find(String name) throws Exception {
    Optional<Path> program = DebianProgram.find(name, Path.of("/usr/bin", name), programs);
    assumeTrue(
        program.isPresent(), name + " is not installed and cannot be downloaded with apt-get");
    return program.orElseThrow();
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(150));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static String targets(DemoWorld world) {
    List<Pod> pods = world.cluster().client().pods().inNamespace("shop").list().getItems();
    return pods.stream()
        .filter(pod -> pod.getStatus().getPodIP() != null)
        .map(
            pod ->
                """
                      - targets: ["%s:%s"]
                        labels: {namespace: shop, pod: %s}
                """
                    .formatted(
                        pod.getStatus().getPodIP(),
                        pod.getMetadata().getAnnotations().get("prometheus.io/port"),
                        pod.getMetadata().getName()))
        .collect(Collectors.joining());
  }

  private Path prometheusConfig(URI ours, String more) throws IOException {
    return Files.writeString(
        directory.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s, external_labels: {cluster: rig}}
        remote_write:
          - url: %s/api/v1/metrics/write
            queue_config: {batch_send_deadline: 500ms}
        %s"""
            .formatted(ours, more));
  }

  private String work(DemoWorld world, int alertmanagerPort) throws IOException {
    Path rules =
        Files.writeString(
            directory.resolve("rules.yml"),
            """
            groups:
              - name: shop
                interval: 1s
                rules:
                  - alert: %s
                    expr: kube_deployment_status_replicas_available{deployment="payment"} < 2
                    labels: {severity: critical}
                    annotations: {summary: "payment lacks replicas"}
            """
                .formatted(ALERT));
    URI api = URI.create(world.cluster().url());
    return """
        rule_files: [%s]
        alerting:
          alertmanagers: [{static_configs: [{targets: ["localhost:%d"]}]}]
        scrape_configs:
          - job_name: kube
            honor_labels: true
            metrics_path: /metrics/cadvisor
            static_configs: [{targets: ["%s:%d"]}]
          - job_name: shop
            static_configs:
        %s"""
        .formatted(rules, alertmanagerPort, api.getHost(), api.getPort(), targets(world));
  }

  private Path alertmanagerConfig(URI ours) throws IOException {
    return Files.writeString(
        directory.resolve("alertmanager.yml"),
        """
        route: {receiver: aiops, group_by: [alertname], group_wait: 1s, group_interval: 2s, repeat_interval: 1h}
        receivers:
          - name: aiops
            webhook_configs: [{url: "%s/api/v1/alerts/webhook", send_resolved: true}]
        """
            .formatted(ours));
  }

  private void run(Path program, String... options) throws IOException {
    List<String> command = new ArrayList<>(List.of(program.toString()));
    command.addAll(List.of(options));
    processes.add(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(program.getFileName() + ".log").toFile())
            .start());
  }

  /** A counter of theirs, over all its labels; 0 if it has counted nothing. */
  private static long count(int port, String metric) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/metrics")).build();
    return (long)
        HTTP.send(request, HttpResponse.BodyHandlers.ofString())
            .body()
            .lines()
            .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
            .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
            .sum();
  }

  private static void replicas(DemoWorld world, int count) {
    var deployments = world.cluster().client().apps().deployments();
    deployments.inNamespace("shop").withName("payment").scale(count);
  }

  private static JsonNode incident(Rig rig, String id) {
    JsonNode incident = rig.api(Role.VIEWER).get("/api/v1/incidents/" + id);
    String into = incident.path("merged_into").asText();
    return into.isEmpty() ? incident : incident(rig, into);
  }

  /** The alert among an incident's evidence; missing if it is not there. */
  private static JsonNode alertIn(JsonNode incident) {
    for (JsonNode evidence : incident.path("evidence")) {
      if (evidence.path("what").asText().equals(ALERT)) {
        return evidence;
      }
    }
    return incident.path("no such evidence");
  }

  private static List<String> openIncidentsWithTheAlert(Rig rig) {
    List<String> ids = new ArrayList<>();
    for (JsonNode one : rig.api(Role.VIEWER).get("/api/v1/incidents?status=open").path("items")) {
      String id = one.path("id").asText();
      if (alertIn(incident(rig, id)).path("active").asBoolean()) {
        ids.add(id);
      }
    }
    return ids;
  }

  @Test
  void losesNoSampleAndNoAlertAndClosesWhatIsResolved() throws Exception {
    int prometheusPort = freePort();
    int alertmanagerPort = freePort();
    try (DemoWorld world = DemoWorld.start(7);
        Rig rig =
            Rig.start(
                directory.resolve("data"),
                EnumSet.of(Services.CONNECT, Services.RCA, Services.ASSISTANT),
                Demo.incidentTimes());
        Arrivals arrivals = new Arrivals(rig)) {
      patiently().until(() -> world.health().problems().isEmpty());
      URI ours = rig.installation.http().url();
      run(
          alertmanager,
          "--config.file=" + alertmanagerConfig(ours),
          "--storage.path=" + directory.resolve("am"),
          "--web.listen-address=127.0.0.1:" + alertmanagerPort,
          "--cluster.listen-address=");
      run(
          prometheus,
          "--config.file=" + prometheusConfig(ours, work(world, alertmanagerPort)),
          "--storage.tsdb.path=" + directory.resolve("tsdb"),
          "--web.enable-lifecycle",
          "--web.listen-address=127.0.0.1:" + prometheusPort);
      patiently().until(() -> arrivals.samples() > 1000);

      replicas(world, 1);
      patiently().untilAsserted(() -> assertThat(arrivals.alerts()).contains(AlertStatus.FIRING));
      patiently()
          .ignoreExceptions()
          .untilAsserted(() -> assertThat(openIncidentsWithTheAlert(rig)).hasSize(1));
      String incident = openIncidentsWithTheAlert(rig).get(0);

      replicas(world, 2);
      patiently().untilAsserted(() -> assertThat(arrivals.alerts()).endsWith(AlertStatus.RESOLVED));
      patiently()
          .untilAsserted(
              () ->
                  assertThat(alertIn(incident(rig, incident)).path("active").asBoolean(true))
                      .isFalse());
      patiently()
          .untilAsserted(
              () ->
                  assertThat(incident(rig, incident).path("status").asText())
                      .isEqualTo("resolved"));

      prometheusConfig(ours, "");
      assertThat(reload(prometheusPort)).isEqualTo(200);
      nothingOfPrometheusIsMissing(prometheusPort, arrivals);
      nothingOfAlertmanagerIsMissing(prometheusPort, alertmanagerPort, arrivals);
    } finally {
      for (Process process : processes) {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
        process.destroyForcibly();
      }
    }
  }

  private static int reload(int port) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/-/reload"))
            .POST(HttpRequest.BodyPublishers.noBody())
            .build();
    return HTTP.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  /**
   * Prometheus scrapes nothing any more: every sample it ever took in has to be in the log, and
   * none beyond those that it says it sent twice.
   */
  private static void nothingOfPrometheusIsMissing(int port, Arrivals arrivals) {
    String prefix = "prometheus_remote_storage_samples_";
    patiently()
        .during(QUIET)
        .untilAsserted(
            () -> {
              long taken = count(port, prefix + "in_total");
              long again = count(port, prefix + "retried_total");
              assertThat(taken).isGreaterThan(1000);
              assertThat(arrivals.samples()).isBetween(taken, taken + again);
            });
    patiently()
        .untilAsserted(
            () -> {
              assertThat(count(port, prefix + "failed_total")).isZero();
              assertThat(count(port, prefix + "dropped_total")).isZero();
            });
  }

  /** One rule of one series: each of its notifications carries one alert. */
  private static void nothingOfAlertmanagerIsMissing(
      int prometheusPort, int alertmanagerPort, Arrivals arrivals) throws Exception {
    assertThat(count(prometheusPort, "prometheus_notifications_sent_total")).isPositive();
    assertThat(count(prometheusPort, "prometheus_notifications_dropped_total")).isZero();
    patiently()
        .untilAsserted(
            () ->
                assertThat(arrivals.alerts().size())
                    .isBetween(
                        (int) count(alertmanagerPort, "alertmanager_notifications_total"),
                        (int) count(alertmanagerPort, "alertmanager_notification_requests_total")));
    assertThat(count(alertmanagerPort, "alertmanager_notifications_failed_total")).isZero();
  }
}
