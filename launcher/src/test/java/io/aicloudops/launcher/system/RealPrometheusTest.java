package io.aicloudops.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.aicloudops.launcher.process.Services;
import io.aicloudops.runtime.http.Role;
import io.aicloudops.schemas.event.Alert;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.topics.Topics;
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
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An unmodified Prometheus scrapes the shop and writes to us; an unmodified Alertmanager posts its
 * alerts. Skipped where they are not installed (Debian: prometheus, prometheus-alertmanager).
 */
class RealPrometheusTest {

  private static final Path PROMETHEUS = Path.of("/usr/bin/prometheus");
  private static final Path ALERTMANAGER = Path.of("/usr/bin/prometheus-alertmanager");
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path directory;

  @BeforeAll
  static void installed() {
    assumeTrue(
        Files.isExecutable(PROMETHEUS) && Files.isExecutable(ALERTMANAGER),
        "prometheus and prometheus-alertmanager are not installed");
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

  private Path prometheusConfig(DemoWorld world, URI ours, int alertmanager) throws IOException {
    Path rules =
        Files.writeString(
            directory.resolve("rules.yml"),
            """
            groups:
              - name: shop
                interval: 1s
                rules:
                  - alert: ReplicasMissing
                    expr: kube_deployment_status_replicas_available{deployment="payment"} < 2
                    labels: {severity: critical}
                    annotations: {summary: "payment lacks replicas"}
            """);
    URI api = URI.create(world.cluster().url());
    return Files.writeString(
        directory.resolve("prometheus.yml"),
        """
        global: {scrape_interval: 1s, evaluation_interval: 1s, external_labels: {cluster: rig}}
        rule_files: [%s]
        alerting:
          alertmanagers: [{static_configs: [{targets: ["localhost:%d"]}]}]
        remote_write:
          - url: %s/api/v1/metrics/write
            queue_config: {batch_send_deadline: 500ms}
        scrape_configs:
          - job_name: kube
            honor_labels: true
            metrics_path: /metrics/cadvisor
            static_configs: [{targets: ["%s:%d"]}]
          - job_name: shop
            static_configs:
        %s"""
            .formatted(rules, alertmanager, ours, api.getHost(), api.getPort(), targets(world)));
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

  private Process run(String log, List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve(log).toFile())
        .start();
  }

  private static double sum(int prometheus, String metric) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + prometheus + "/metrics")).build();
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString())
        .body()
        .lines()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void losesNoSampleAndNoAlertAndClosesWhatIsResolved() throws Exception {
    int prometheusPort = freePort();
    int alertmanagerPort = freePort();
    List<Process> processes = new ArrayList<>();
    try (DemoWorld world = DemoWorld.start(7);
        Rig rig =
            Rig.start(
                directory.resolve("data"),
                EnumSet.of(Services.CONNECT, Services.RCA, Services.ASSISTANT),
                Map.of())) {
      await().atMost(PATIENCE).until(() -> world.health().problems().isEmpty());
      URI ours = rig.installation.http().url();
      processes.add(
          run(
              "alertmanager.log",
              List.of(
                  ALERTMANAGER.toString(),
                  "--config.file=" + alertmanagerConfig(ours),
                  "--storage.path=" + directory.resolve("am"),
                  "--web.listen-address=127.0.0.1:" + alertmanagerPort,
                  "--cluster.listen-address=")));
      processes.add(
          run(
              "prometheus.log",
              List.of(
                  PROMETHEUS.toString(),
                  "--config.file=" + prometheusConfig(world, ours, alertmanagerPort),
                  "--storage.tsdb.path=" + directory.resolve("tsdb"),
                  "--web.listen-address=127.0.0.1:" + prometheusPort)));

      try (Watcher watcher = new Watcher(rig)) {
        world
            .cluster()
            .client()
            .apps()
            .deployments()
            .inNamespace("shop")
            .withName("payment")
            .scale(1);
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(watcher.look()).contains(AlertStatus.FIRING));
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(
                            rig.api(Role.VIEWER).get("/api/v1/incidents?status=open").path("items"))
                        .isNotEmpty());

        world
            .cluster()
            .client()
            .apps()
            .deployments()
            .inNamespace("shop")
            .withName("payment")
            .scale(2);
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(watcher.look()).endsWith(AlertStatus.RESOLVED));
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () -> {
                  JsonNode open =
                      rig.api(Role.VIEWER).get("/api/v1/incidents?status=open").path("items");
                  assertThat(open.toString()).doesNotContain("ReplicasMissing");
                });

        double sent = sum(prometheusPort, "prometheus_remote_storage_samples_total");
        assertThat(sent).isGreaterThan(1000);
        assertThat(sum(prometheusPort, "prometheus_remote_storage_samples_failed_total")).isZero();
        assertThat(sum(prometheusPort, "prometheus_remote_storage_samples_dropped_total")).isZero();
        await()
            .atMost(PATIENCE)
            .untilAsserted(() -> assertThat(watcher.samples()).isGreaterThanOrEqualTo((long) sent));
      }
    } finally {
      for (Process process : processes) {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
        process.destroyForcibly();
      }
    }
  }

  /** Reads what arrived in the topics. */
  private static final class Watcher implements AutoCloseable {

    private final Consumer<String, Alert> alerts;
    private final Consumer<String, MetricBatch> metrics;
    private final List<AlertStatus> states = new ArrayList<>();
    private long samples;

    Watcher(Rig rig) {
      alerts = rig.installation.kafka().consumer("alert-watcher", Topics.ALERTS);
      metrics = rig.installation.kafka().consumer("sample-watcher", Topics.METRICS);
      alerts.subscribe(List.of(Topics.ALERTS.name()));
      metrics.subscribe(List.of(Topics.METRICS.name()));
    }

    List<AlertStatus> look() {
      for (ConsumerRecord<String, Alert> record : alerts.poll(Duration.ofMillis(200))) {
        if (record.value().getName().equals("ReplicasMissing")) {
          states.add(record.value().getStatus());
        }
      }
      return states;
    }

    long samples() {
      for (ConsumerRecord<String, MetricBatch> record : metrics.poll(Duration.ofMillis(200))) {
        if (record.value().getSource().startsWith("remote-write")) {
          samples += record.value().getValues().size();
        }
      }
      return samples;
    }

    @Override
    public void close() {
      alerts.close();
      metrics.close();
    }
  }
}
