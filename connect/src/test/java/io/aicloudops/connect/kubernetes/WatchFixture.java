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
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.K8sEventType;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.topics.Topics;
import io.aicloudops.simulator.kube.ClusterSettings;
import io.aicloudops.simulator.kube.SimulatedCluster;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A cluster with a workload of two pods, and the watch of it. */
class WatchFixture {

  static final String CART = "test/shop/Deployment/cart";

  final SimulatedCluster cluster =
      new SimulatedCluster(
              ClusterSettings.defaults().withNamespaces("shop").withSpeed(20), new ScriptedPods())
          .start();
  final KubernetesClient client = cluster.client();
  final RecordingLog log = new RecordingLog();
  final Workloads workloads = new Workloads("test");
  final CallGraph calls = new CallGraph(workloads, Duration.ofHours(1));
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

  @BeforeEach
  void start() {
    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("cart-config")
                .withNamespace("shop")
                .endMetadata()
                .addToData("level", "info")
                .build())
        .create();
    client.resource(cart("cart:1")).create();
    client
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withName("cart")
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", "cart")
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build())
        .create();
    // What was there before the watch began is no change.
    soon().until(() -> ready() == 2);
    topology.start();
    watch.start();
    soon()
        .until(() -> last(CART).map(e -> "2".equals(attribute(e, "readyReplicas"))).orElse(false));
  }

  @AfterEach
  void stop() {
    watch.close();
    topology.close();
    client.close();
    cluster.close();
  }

  int ready() {
    Deployment cart = client.apps().deployments().inNamespace("shop").withName("cart").get();
    Integer ready =
        cart == null || cart.getStatus() == null ? null : cart.getStatus().getReadyReplicas();
    return ready == null ? 0 : ready;
  }

  static Deployment cart(String image) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName("cart")
        .withNamespace("shop")
        .addToLabels("team", "web")
        .endMetadata()
        .withNewSpec()
        .withReplicas(2)
        .withNewSelector()
        .addToMatchLabels("app", "cart")
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", "cart")
        .addToAnnotations("prometheus.io/scrape", "true")
        .addToAnnotations("prometheus.io/port", "9")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage(image)
        .withNewResources()
        .addToLimits("memory", new Quantity("256Mi"))
        .addToLimits("cpu", new Quantity("500m"))
        .endResources()
        .addNewEnvFrom()
        .withNewConfigMapRef()
        .withName("cart-config")
        .endConfigMapRef()
        .endEnvFrom()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  void patch(String manager, String json) {
    client
        .apps()
        .deployments()
        .inNamespace("shop")
        .withName("cart")
        .patch(
            new PatchContext.Builder()
                .withPatchType(PatchType.STRATEGIC_MERGE)
                .withFieldManager(manager)
                .build(),
            json);
  }

  void release(String image) {
    patch(
        "release-tool",
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":\""
            + image
            + "\"}]}}}}");
  }

  Optional<TopologyEntity> last(String entity) {
    return log.of(Topics.TOPOLOGY).stream()
        .filter(e -> e.getEntity().equals(entity))
        .reduce((a, b) -> b);
  }

  static String attribute(TopologyEntity entity, String name) {
    return entity.getAttributes().getOrDefault(name, "");
  }

  Optional<K8sEvent> state(String reason) {
    return log.of(Topics.K8S_EVENTS).stream()
        .filter(e -> e.getType() == K8sEventType.STATE && e.getReason().equals(reason))
        .findFirst();
  }

  List<Change> changes(ChangeKind kind) {
    return log.of(Topics.CHANGES).stream().filter(c -> c.getKind() == kind).toList();
  }
}
