package io.aicloudops.connect.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.log.RecordingLog;
import io.aicloudops.connect.topology.TopologyPublisher;
import io.aicloudops.runtime.kubernetes.KubernetesSettings;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.settings.Section;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.simulator.kube.ClusterSettings;
import io.aicloudops.simulator.kube.SimulatedCluster;
import io.aicloudops.simulator.kube.http.Account;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubernetesAccessTest {

  private static final Account READER =
      new Account(
          "system:serviceaccount:aiops:connect",
          List.of(
              new Account.Rule(
                  Set.of("get", "list", "watch"), Set.of("*"), Set.of("*"), Set.of("shop"))));

  private final SimulatedCluster cluster =
      new SimulatedCluster(
              ClusterSettings.defaults()
                  .withNamespaces("shop")
                  .withAccounts(Map.of("reader", READER)),
              new ScriptedPods())
          .start();

  @AfterEach
  void stop() {
    cluster.close();
  }

  private static KubernetesSettings settings(Map<String, ?> values) {
    return Settings.of(values).read(new Section<>("k", KubernetesSettings.class));
  }

  private static Optional<KubernetesWatch> watch(KubernetesSettings settings) {
    RecordingLog log = new RecordingLog();
    Workloads workloads = new Workloads("default");
    TopologyPublisher topology =
        new TopologyPublisher(
            new CallGraph(workloads, Duration.ofHours(1), 1000),
            log,
            Clock.systemUTC(),
            Duration.ofSeconds(1));
    return KubernetesWatch.of(
        settings,
        new WatchSettings(true, Duration.ofMillis(50), Duration.ofSeconds(1)),
        workloads,
        topology,
        log,
        Clock.systemUTC());
  }

  private static void untilHealthIs(KubernetesWatch watch, Health.Status status) {
    await().atMost(Duration.ofSeconds(60)).until(() -> watch.health().status() == status);
  }

  @Test
  void needsToReadOnlyAndInItsNamespacesOnly() {
    try (KubernetesWatch watch =
        watch(
                settings(
                    Map.of(
                        "k.url", cluster.url(),
                        "k.token", "reader",
                        "k.namespaces", List.of("shop"))))
            .orElseThrow()) {
      watch.start();
      untilHealthIs(watch, Health.Status.HEALTHY);
      // What it can do without is waited for by nobody else.
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () ->
                  assertThat(watch.health().details().get("notReadable"))
                      .isEqualTo(List.of("Node")));
      assertThat(cluster.audit()).isEmpty();
    }
  }

  @Test
  void saysWhatItMayNotRead() {
    try (KubernetesWatch watch =
        watch(settings(Map.of("k.url", cluster.url(), "k.token", "stranger"))).orElseThrow()) {
      watch.start();
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> watch.health().message().contains("Pod ("));
      assertThat(watch.health().status()).isEqualTo(Health.Status.DEGRADED);
    }
  }

  @Test
  void readsAKubeconfig(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("config");
    Files.writeString(
        file,
        """
        apiVersion: v1
        kind: Config
        clusters: [{name: c, cluster: {server: "%s"}}]
        users: [{name: u, user: {token: reader}}]
        contexts: [{name: x, context: {cluster: c, user: u}}]
        current-context: x
        """
            .formatted(cluster.url()));
    try (KubernetesWatch watch =
        watch(settings(Map.of("k.kubeconfig", file.toString(), "k.namespaces", "shop")))
            .orElseThrow()) {
      watch.start();
      untilHealthIs(watch, Health.Status.HEALTHY);
    }
  }

  @Test
  void isAbsentWhereItIsTurnedOff() {
    assertThat(watch(settings(Map.of("k.url", cluster.url(), "k.enabled", "off")))).isEmpty();
  }
}
