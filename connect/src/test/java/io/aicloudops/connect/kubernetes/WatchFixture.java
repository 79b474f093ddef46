package io.aicloudops.connect.kubernetes;

import static org.awaitility.Awaitility.await;

import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.log.RecordingLog;
import io.aicloudops.connect.topology.TopologyPublisher;
import io.aicloudops.runtime.kubernetes.KubernetesSettings;
import io.aicloudops.runtime.settings.Secret;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.topics.Topics;
import io.aicloudops.simulator.kube.ClusterSettings;
import io.aicloudops.simulator.kube.SimulatedCluster;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;

/** A cluster without workloads, and a watch that has not begun. */
class WatchFixture {

  final SimulatedCluster cluster =
      new SimulatedCluster(
              ClusterSettings.defaults().withNamespaces("shop").withSpeed(20), new ScriptedPods())
          .start();
  final KubernetesClient client = cluster.client();
  final RecordingLog log = new RecordingLog();
  final Workloads workloads = new Workloads("test");
  final CallGraph calls = new CallGraph(workloads, Duration.ofHours(1), 1000);
  final TopologyPublisher topology =
      new TopologyPublisher(calls, log, Clock.systemUTC(), Duration.ofMillis(50));
  final KubernetesWatch watch =
      KubernetesWatch.of(cluster(), settings(), workloads, topology, log, Clock.systemUTC())
          .orElseThrow();

  KubernetesSettings cluster() {
    return new KubernetesSettings(
        KubernetesSettings.Mode.ON, "test", cluster.url(), new Secret(""), "", "", "", List.of());
  }

  static WatchSettings settings() {
    return new WatchSettings(true, Duration.ofMillis(50), Duration.ofSeconds(1));
  }

  static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
  }

  /** Begins to watch what is there. */
  final void watch() {
    topology.start();
    watch.start();
  }

  @AfterEach
  void stop() {
    watch.close();
    topology.close();
    client.close();
    cluster.close();
  }

  Optional<TopologyEntity> last(String entity) {
    return log.of(Topics.TOPOLOGY).stream()
        .filter(e -> e.getEntity().equals(entity))
        .reduce((a, b) -> b);
  }

  static String attribute(TopologyEntity entity, String name) {
    return entity.getAttributes().getOrDefault(name, "");
  }

  List<Change> changes(ChangeKind kind) {
    return log.of(Topics.CHANGES).stream().filter(c -> c.getKind() == kind).toList();
  }
}
