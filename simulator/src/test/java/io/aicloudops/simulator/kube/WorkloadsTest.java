package io.aicloudops.simulator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WorkloadsTest {

  private static final Duration SOON = Duration.ofSeconds(60);

  private final FakeRuntime runtime = new FakeRuntime();
  private final SimulatedCluster cluster =
      new SimulatedCluster(
          ClusterSettings.defaults().withNamespaces(Shop.NAMESPACE).withSpeed(50), runtime);
  private KubernetesClient client;

  @BeforeEach
  void start() {
    client = cluster.start().client();
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  @Test
  void startsTheContainersOfADeployment() {
    client.resource(Shop.deployment("cart", "cart:1", 3)).create();

    awaitReady("cart", 3);
    assertThat(runtime.images()).containsExactly("cart:1", "cart:1", "cart:1");
    assertThat(runtime.launches.get(0))
        .satisfies(
            launch -> {
              assertThat(launch.workload()).isEqualTo("cart");
              assertThat(launch.env()).containsEntry("MODE", "test");
              assertThat(launch.memoryLimitBytes()).isEqualTo(128L << 20);
              assertThat(launch.cpuLimitCores()).isEqualTo(0.5);
            });
    Pod pod = pods("cart").get(0);
    assertThat(pod.getStatus().getPodIP()).isEqualTo("127.0.0.1");
    assertThat(pod.getMetadata().getAnnotations())
        .containsEntry("prometheus.io/scrape", "true")
        .containsEntry("prometheus.io/path", "/metrics")
        .containsKey("prometheus.io/port");
    assertThat(reasons("Pod")).contains("Scheduled", "Pulling", "Pulled", "Created", "Started");
    assertThat(reasons("Deployment")).contains("ScalingReplicaSet");
  }

  @Test
  void scalesUpAndDown() {
    client.resource(Shop.deployment("cart", "cart:1", 1)).create();
    awaitReady("cart", 1);

    deployment("cart").scale(3);
    awaitReady("cart", 3);
    deployment("cart").scale(1);

    awaitReady("cart", 1);
    await().atMost(SOON).untilAsserted(() -> assertThat(runtime.running).hasSize(1));
  }

  @Test
  void restartReplacesAllContainers() {
    client.resource(Shop.deployment("cart", "cart:1", 2)).create();
    awaitReady("cart", 2);
    List<String> before = uids("cart");

    deployment("cart").rolling().restart();

    awaitReady("cart", 2);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(uids("cart")).hasSize(2).doesNotContainAnyElementsOf(before));
    assertThat(runtime.running).hasSize(2).doesNotContainKeys(before.toArray(String[]::new));
    assertThat(revisionOf(deployment("cart").get())).isEqualTo("2");
  }

  @Test
  void rollbackBringsTheFormerTemplateAndSetBack() {
    client.resource(Shop.deployment("cart", "cart:1", 2)).create();
    awaitReady("cart", 2);
    image("cart", "cart:2");
    awaitImage("cart", "cart:2", 2);

    deployment("cart").rolling().undo();

    awaitImage("cart", "cart:1", 2);
    List<ReplicaSet> sets =
        client.apps().replicaSets().inNamespace(Shop.NAMESPACE).list().getItems();
    assertThat(sets).hasSize(2);
    assertThat(sets)
        .filteredOn(set -> set.getSpec().getReplicas() == 2)
        .singleElement()
        .satisfies(
            set ->
                assertThat(set.getMetadata().getAnnotations())
                    .containsEntry("deployment.kubernetes.io/revision", "3")
                    .containsEntry("deployment.kubernetes.io/revision-history", "1"));
  }

  @Test
  void aCrashingContainerBacksOff() {
    client.resource(Shop.deployment("cart", "cart:crash", 1)).create();

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              ContainerStatus status = status(onlyPod());
              assertThat(status.getRestartCount()).isGreaterThanOrEqualTo(2);
              assertThat(status.getState().getWaiting()).isNotNull();
              assertThat(status.getState().getWaiting().getReason()).isEqualTo("CrashLoopBackOff");
              assertThat(status.getState().getWaiting().getMessage()).startsWith("back-off ");
              assertThat(status.getLastState().getTerminated().getExitCode()).isEqualTo(1);
            });
    assertThat(reasons("Pod")).contains("BackOff");
    String pod = pods("cart").get(0).getMetadata().getName();
    assertThat(client.pods().inNamespace(Shop.NAMESPACE).withName(pod).tailingLines(1).getLog())
        .isEqualTo("config key FOO is missing\n");
    assertThat(condition(deployment("cart").get(), "Available").getStatus()).isEqualTo("False");
  }

  @Test
  void anOutOfMemoryKillIsTheLastState() {
    client.resource(Shop.deployment("cart", "cart:1", 1)).create();
    awaitReady("cart", 1);

    runtime.exit(uids("cart").get(0), 137, "OOMKilled");

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              ContainerStatus status = status(onlyPod());
              assertThat(status.getReady()).isTrue();
              assertThat(status.getRestartCount()).isEqualTo(1);
              assertThat(status.getLastState().getTerminated().getReason()).isEqualTo("OOMKilled");
              assertThat(status.getLastState().getTerminated().getExitCode()).isEqualTo(137);
            });
  }

  @Test
  void aMissingImageIsRetriedUntilItIsThere() {
    runtime.missingImages.add("cart:9");
    client.resource(Shop.deployment("cart", "cart:9", 1)).create();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(status(onlyPod()).getState().getWaiting())
                    .extracting("reason")
                    .isEqualTo("ImagePullBackOff"));
    assertThat(messages("Pod"))
        .anyMatch(message -> message.startsWith("Failed to pull image \"cart:9\""));

    runtime.missingImages.clear();

    awaitReady("cart", 1);
  }

  @Test
  void aStuckRolloutKeepsOldPodsAndExceedsItsDeadline() {
    Deployment wanted = Shop.deployment("cart", "cart:1", 2);
    wanted.getSpec().setProgressDeadlineSeconds(50);
    client.resource(wanted).create();
    awaitReady("cart", 2);

    image("cart", "cart:unready");

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              DeploymentCondition progressing = condition(deployment("cart").get(), "Progressing");
              assertThat(progressing.getReason()).isEqualTo("ProgressDeadlineExceeded");
              assertThat(progressing.getStatus()).isEqualTo("False");
            });
    assertThat(deployment("cart").get().getStatus().getAvailableReplicas()).isEqualTo(2);
    assertThat(condition(deployment("cart").get(), "Available").getStatus()).isEqualTo("True");
  }

  @Test
  void deletingADeploymentStopsEverything() {
    client.resource(Shop.deployment("cart", "cart:1", 2)).create();
    awaitReady("cart", 2);

    deployment("cart").delete();

    await().atMost(SOON).untilAsserted(() -> assertThat(pods("cart")).isEmpty());
    assertThat(client.apps().replicaSets().inNamespace(Shop.NAMESPACE).list().getItems()).isEmpty();
    assertThat(runtime.running).isEmpty();
  }

  @Test
  void servicesHaveTheReadyPodsAsEndpoints() {
    client.resource(Shop.service("cart")).create();
    client.resource(Shop.deployment("cart", "cart:1", 2)).create();

    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              var endpoints = client.endpoints().inNamespace(Shop.NAMESPACE).withName("cart").get();
              assertThat(endpoints.getSubsets())
                  .flatExtracting(subset -> subset.getAddresses())
                  .hasSize(2);
            });
  }

  @Test
  void statefulPodsComeInOrderAndDaemonsOnEveryNode() {
    var template = Shop.deployment("store", "store:1", 1).getSpec().getTemplate();
    client
        .resource(
            new StatefulSetBuilder()
                .withNewMetadata()
                .withName("store")
                .withNamespace(Shop.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .withNewSelector()
                .addToMatchLabels("app", "store")
                .endSelector()
                .withTemplate(template)
                .endSpec()
                .build())
        .create();
    client
        .resource(
            new DaemonSetBuilder()
                .withNewMetadata()
                .withName("agent")
                .withNamespace(Shop.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withNewSelector()
                .addToMatchLabels("app", "agent")
                .endSelector()
                .withTemplate(Shop.deployment("agent", "agent:1", 1).getSpec().getTemplate())
                .endSpec()
                .build())
        .create();

    var stores = client.apps().statefulSets().inNamespace(Shop.NAMESPACE).withName("store");
    var agents = client.apps().daemonSets().inNamespace(Shop.NAMESPACE).withName("agent");
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(stores.get().getStatus().getReadyReplicas()).isEqualTo(2);
              assertThat(agents.get().getStatus().getNumberReady()).isEqualTo(3);
            });
    assertThat(pods("store"))
        .extracting(pod -> pod.getMetadata().getName())
        .containsExactly("store-0", "store-1");
    assertThat(pods("agent"))
        .extracting(pod -> pod.getSpec().getNodeName())
        .doesNotHaveDuplicates();
    stores.rolling().restart();
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(stores.get().getStatus().getUpdatedReplicas()).isEqualTo(2));
  }

  @Test
  void aPodThatFitsNoNodeSaysWhyAndGoesOnceItFits() {
    Deployment large = Shop.deployment("cart", "cart:1", 1);
    large
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .getResources()
        .setLimits(Map.of("memory", new Quantity("64Gi")));
    client.resource(large).create();
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(reasons("Pod")).contains("FailedScheduling"));
    assertThat(messages("Pod")).contains("0/3 nodes are available: 3 Insufficient memory.");

    deployment("cart")
        .edit(
            deployment -> {
              deployment
                  .getSpec()
                  .getTemplate()
                  .getSpec()
                  .getContainers()
                  .get(0)
                  .setResources(new ResourceRequirements());
              return deployment;
            });

    awaitReady("cart", 1);
  }

  @Test
  void aMissingConfigMapHoldsTheContainerUntilItIsThere() {
    Deployment needy = Shop.deployment("cart", "cart:1", 1);
    needy
        .getSpec()
        .getTemplate()
        .getSpec()
        .getContainers()
        .get(0)
        .setEnv(
            List.of(
                new EnvVarBuilder()
                    .withName("RATE")
                    .withNewValueFrom()
                    .withNewConfigMapKeyRef("rate", "settings", false)
                    .endValueFrom()
                    .build()));
    client.resource(needy).create();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(status(onlyPod()).getState().getWaiting())
                    .extracting("reason")
                    .isEqualTo("CreateContainerConfigError"));

    client
        .resource(
            new ConfigMapBuilder()
                .withNewMetadata()
                .withName("settings")
                .withNamespace(Shop.NAMESPACE)
                .endMetadata()
                .addToData("rate", "7")
                .build())
        .create();

    awaitReady("cart", 1);
    assertThat(runtime.launches.get(0).env()).containsEntry("RATE", "7");
  }

  @Test
  void recreateStopsTheOldBeforeItStartsTheNew() {
    Deployment recreated = Shop.deployment("cart", "cart:1", 2);
    recreated.getSpec().setStrategy(new DeploymentStrategy(null, "Recreate"));
    client.resource(recreated).create();
    awaitReady("cart", 2);

    image("cart", "cart:2");

    awaitImage("cart", "cart:2", 2);
  }

  private void awaitReady(String name, int replicas) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              Deployment now = deployment(name).get();
              assertThat(now.getStatus().getObservedGeneration())
                  .isEqualTo(now.getMetadata().getGeneration());
              assertThat(now.getStatus().getReadyReplicas()).isEqualTo(replicas);
              assertThat(now.getStatus().getReplicas()).isEqualTo(replicas);
              assertThat(now.getStatus().getUpdatedReplicas()).isEqualTo(replicas);
              assertThat(condition(now, "Progressing").getReason())
                  .isEqualTo("NewReplicaSetAvailable");
            });
  }

  private void awaitImage(String name, String image, int replicas) {
    awaitReady(name, replicas);
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(runtime.images()).hasSize(replicas).containsOnly(image));
  }

  private RollableScalableResource<Deployment> deployment(String name) {
    return client.apps().deployments().inNamespace(Shop.NAMESPACE).withName(name);
  }

  private void image(String name, String image) {
    deployment(name)
        .edit(
            deployment -> {
              deployment.getSpec().getTemplate().getSpec().getContainers().get(0).setImage(image);
              return deployment;
            });
  }

  private List<Pod> pods(String app) {
    return client.pods().inNamespace(Shop.NAMESPACE).withLabel("app", app).list().getItems();
  }

  private Pod onlyPod() {
    List<Pod> pods = pods("cart");
    assertThat(pods).hasSize(1);
    return pods.get(0);
  }

  private List<String> uids(String app) {
    return pods(app).stream().map(pod -> pod.getMetadata().getUid()).toList();
  }

  private static ContainerStatus status(Pod pod) {
    assertThat(pod.getStatus().getContainerStatuses()).isNotEmpty();
    return pod.getStatus().getContainerStatuses().get(0);
  }

  private List<String> reasons(String kind) {
    return events(kind).stream().map(Event::getReason).toList();
  }

  private List<String> messages(String kind) {
    return events(kind).stream().map(Event::getMessage).toList();
  }

  private List<Event> events(String kind) {
    return client
        .v1()
        .events()
        .inNamespace(Shop.NAMESPACE)
        .withField("involvedObject.kind", kind)
        .list()
        .getItems();
  }

  private static DeploymentCondition condition(Deployment deployment, String type) {
    return deployment.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  private static String revisionOf(Deployment deployment) {
    return Objects.requireNonNull(
        deployment.getMetadata().getAnnotations().get("deployment.kubernetes.io/revision"));
  }
}
