package io.aicloudops.connect.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Subject;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.log.RecordingLog;
import io.aicloudops.connect.topology.TopologyPublisher;
import io.aicloudops.runtime.kubernetes.KubernetesSettings;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.settings.Secret;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.K8sEventType;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.identity.EntityId;
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
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KubernetesWatchTest {

  private static final String CART = "test/shop/Deployment/cart";

  private final SimulatedCluster cluster =
      new SimulatedCluster(
              ClusterSettings.defaults().withNamespaces("shop").withSpeed(20), new ScriptedPods())
          .start();
  private final KubernetesClient client = cluster.client();
  private final RecordingLog log = new RecordingLog();
  private final Workloads workloads = new Workloads("test");
  private final CallGraph calls = new CallGraph(workloads, Duration.ofHours(1));
  private final TopologyPublisher topology =
      new TopologyPublisher(calls, log, Clock.systemUTC(), Duration.ofMillis(50));
  private final KubernetesWatch watch =
      KubernetesWatch.of(cluster(), settings(), workloads, topology, log, Clock.systemUTC())
          .orElseThrow();

  private KubernetesSettings cluster() {
    return new KubernetesSettings(
        KubernetesSettings.Mode.ON, "test", cluster.url(), new Secret(""), "", "", "", List.of());
  }

  private static WatchSettings settings() {
    return new WatchSettings(true, Duration.ofMillis(50), Duration.ofSeconds(1));
  }

  private static ConditionFactory soon() {
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

  private int ready() {
    Deployment cart = client.apps().deployments().inNamespace("shop").withName("cart").get();
    Integer ready =
        cart == null || cart.getStatus() == null ? null : cart.getStatus().getReadyReplicas();
    return ready == null ? 0 : ready;
  }

  private static Deployment cart(String image) {
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

  private void patch(String manager, String json) {
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

  private void release(String image) {
    patch(
        "release-tool",
        "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":\""
            + image
            + "\"}]}}}}");
  }

  private Optional<TopologyEntity> last(String entity) {
    return log.of(Topics.TOPOLOGY).stream()
        .filter(e -> e.getEntity().equals(entity))
        .reduce((a, b) -> b);
  }

  private static String attribute(TopologyEntity entity, String name) {
    return entity.getAttributes().getOrDefault(name, "");
  }

  private Optional<K8sEvent> state(String reason) {
    return log.of(Topics.K8S_EVENTS).stream()
        .filter(e -> e.getType() == K8sEventType.STATE && e.getReason().equals(reason))
        .findFirst();
  }

  private List<Change> changes(ChangeKind kind) {
    return log.of(Topics.CHANGES).stream().filter(c -> c.getKind() == kind).toList();
  }

  @Test
  void drawsTheTopologyAndTellsOfNoChangeThatWasBefore() {
    TopologyEntity cart = last(CART).orElseThrow();
    assertThat(cart.getAttributes())
        .containsEntry("replicas", "2")
        .containsEntry("image", "cart:1")
        .containsEntry("revision", "1")
        .containsEntry("memoryLimit", "268435456")
        .containsEntry("cpuLimit", "0.5");
    assertThat(cart.getLabels()).containsEntry("team", "web");
    soon()
        .untilAsserted(
            () ->
                assertThat(last(CART).orElseThrow().getEdges())
                    .contains(new Edge(EdgeType.MOUNTS, "test/shop/ConfigMap/cart-config"))
                    .anyMatch(
                        e ->
                            e.getType() == EdgeType.RUNS_ON
                                && e.getTarget().startsWith("test/_/Node/")));
    soon()
        .untilAsserted(
            () ->
                assertThat(last("test/shop/Service/cart").orElseThrow().getEdges())
                    .containsExactly(new Edge(EdgeType.SELECTS, CART)));
    soon()
        .until(
            () -> last(CART).map(e -> "1".equals(attribute(e, "healthyRevision"))).orElse(false));
    soon().until(() -> last("test/_/Node/node-1").isPresent());
    assertThat(last("test/_/Node/node-1").orElseThrow().getAttributes())
        .containsEntry("ready", "true")
        .containsEntry("cpu", "8");
    soon().until(() -> watch.targets().targets().size() == 2);
    assertThat(watch.targets().targets())
        .allMatch(t -> t.url().toString().equals("http://127.0.0.1:9/metrics"));
    assertThat(workloads.ofService("test", "shop", "cart")).contains(EntityId.parse(CART));
    assertThat(log.of(Topics.CHANGES)).isEmpty();
    soon().until(() -> watch.health().status() == Health.Status.HEALTHY);
  }

  @Test
  void knowsWhatHasComeWithoutAskingTheClock() {
    // By this clock everything in the cluster is created an hour after the watch has begun.
    Clock late = Clock.offset(Clock.systemUTC(), Duration.ofHours(-1));
    RecordingLog changed = new RecordingLog();
    try (TopologyPublisher map =
            new TopologyPublisher(calls, changed, late, Duration.ofMillis(50));
        KubernetesWatch second =
            KubernetesWatch.of(cluster(), settings(), workloads, map, changed, late)
                .orElseThrow()) {
      map.start();
      second.start();
      soon().until(() -> second.health().status() == Health.Status.HEALTHY);
      soon().until(() -> second.targets().targets().size() == 2);

      Deployment stock = cart("stock:1");
      stock.getMetadata().setName("stock");
      client.resource(stock).create();

      soon().until(() -> !changed.of(Topics.CHANGES).isEmpty());
      assertThat(changed.of(Topics.CHANGES).get(0))
          .returns("test/shop/Deployment/stock", Change::getEntity)
          .returns("created with stock:1", Change::getSummary);
    }
  }

  @Test
  void tellsOfABadRolloutAndWhatBecomesOfIt() {
    soon()
        .until(
            () -> last(CART).map(e -> "1".equals(attribute(e, "healthyRevision"))).orElse(false));

    release("cart:crash");

    soon().until(() -> state("CrashLoopBackOff").isPresent());
    Change rollout = changes(ChangeKind.ROLLOUT).get(0);
    assertThat(rollout.getEntity()).isEqualTo(CART);
    assertThat(rollout.getAuthor()).isEqualTo("release-tool");
    assertThat(rollout.getRevision()).isEqualTo("2");
    assertThat(rollout.getBefore()).containsEntry("spec.containers[app].image", "cart:1");
    assertThat(rollout.getAfter()).containsEntry("spec.containers[app].image", "cart:crash");
    assertThat(rollout.getSummary()).isEqualTo("image cart:1 → cart:crash");
    K8sEvent error = state("Error").orElseThrow();
    assertThat(error.getEntity()).isEqualTo(CART);
    assertThat(error.getObject()).startsWith("Pod/cart-");
    assertThat(error.getAttributes())
        .containsEntry("exitCode", "3")
        .containsEntry("container", "app")
        .containsEntry("image", "cart:crash")
        .containsEntry("revision", "2")
        .containsEntry("memoryLimit", "268435456");
    assertThat(error.getAttributes().getOrDefault("lastLog", "")).contains("cannot connect");
    assertThat(state("CrashLoopBackOff").orElseThrow().getAttributes())
        .containsEntry("exitCode", "3");
    assertThat(attribute(last(CART).orElseThrow(), "healthyRevision")).isEqualTo("1");
    soon()
        .until(
            () ->
                log.of(Topics.K8S_EVENTS).stream()
                    .anyMatch(
                        e ->
                            e.getType() == K8sEventType.WARNING
                                && e.getReason().equals("BackOff")
                                && e.getEntity().equals(CART)));

    release("cart:1");

    soon()
        .until(
            () -> last(CART).map(e -> "3".equals(attribute(e, "healthyRevision"))).orElse(false));
    soon().until(() -> state("Deleted").isPresent());
    assertThat(changes(ChangeKind.ROLLOUT)).hasSize(2);
  }

  @Test
  void tellsOfMissingImagesAndOfMemory() {
    release("cart:missing");
    soon().until(() -> state("ImagePullBackOff").isPresent() || state("ErrImagePull").isPresent());

    release("cart:oom");
    soon().until(() -> state("OOMKilled").isPresent());
    assertThat(state("OOMKilled").orElseThrow().getAttributes()).containsEntry("exitCode", "137");
  }

  @Test
  void tellsRestartsScalingAndConfigurationApart() {
    patch("ai-cloudops-remediator", "{\"spec\":{\"replicas\":3}}");
    soon().until(() -> !changes(ChangeKind.SCALE).isEmpty());
    Change scale = changes(ChangeKind.SCALE).get(0);
    assertThat(scale.getBefore()).isEqualTo(Map.of("replicas", "2"));
    assertThat(scale.getAfter()).isEqualTo(Map.of("replicas", "3"));
    assertThat(scale.getAuthor()).isEqualTo("ai-cloudops");

    patch(
        "kubectl-rollout",
        "{\"spec\":{\"template\":{\"metadata\":{\"annotations\":{\"kubectl.kubernetes.io/restartedAt\":\"now\"}}}}}");
    soon().until(() -> !changes(ChangeKind.ROLLOUT).isEmpty());
    assertThat(changes(ChangeKind.ROLLOUT).get(0).getSummary()).isEqualTo("restarted");

    client
        .configMaps()
        .inNamespace("shop")
        .withName("cart-config")
        .edit(map -> new ConfigMapBuilder(map).addToData("level", "debug").build());
    soon().until(() -> !changes(ChangeKind.CONFIG).isEmpty());
    Change config = changes(ChangeKind.CONFIG).get(0);
    assertThat(config.getEntity()).isEqualTo(CART);
    assertThat(config.getBefore()).containsValue("info");
    assertThat(config.getAfter()).containsEntry("configmap/cart-config[level]", "debug");
  }

  @Test
  void survivesARestartOfTheServerAndAnExpiredWatch() {
    cluster.compact();
    cluster.dropWatches();
    patch("someone", "{\"spec\":{\"replicas\":1}}");

    soon().until(() -> changes(ChangeKind.SCALE).size() == 1);
    soon().until(() -> watch.health().status() == Health.Status.HEALTHY);
  }

  @Test
  void losesNothingWhileTheLogIsAway() {
    log.fail(new IOException("no broker"));
    patch("someone", "{\"spec\":{\"replicas\":1}}");
    soon().until(() -> watch.health().status() == Health.Status.DEGRADED);

    log.recover();
    soon().until(() -> changes(ChangeKind.SCALE).size() == 1);
  }

  @Test
  void endsWhatIsGoneAndAddsObservedCalls() {
    calls
        .read(
            new Subject(EntityId.parse(CART), "", Set.of()),
            "http_client_requests_total",
            Map.of("target", "payment"))
        .ifPresent(call -> calls.seen(call, 1));
    soon()
        .untilAsserted(
            () ->
                assertThat(last(CART).orElseThrow().getEdges())
                    .contains(new Edge(EdgeType.CALLS, "test/shop/Service/payment")));

    client.apps().deployments().inNamespace("shop").withName("cart").delete();

    soon().until(() -> last(CART).map(TopologyEntity::getGone).orElse(false));
    soon()
        .until(
            () ->
                log.sent().stream()
                    .anyMatch(
                        s ->
                            s.topic().equals(Topics.TOPOLOGY.name())
                                && s.key().equals(CART)
                                && s.event() == null));
  }
}
