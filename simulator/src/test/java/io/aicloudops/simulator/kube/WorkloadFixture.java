package io.aicloudops.simulator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A cluster whose containers are counted and can be told to fail. */
abstract class WorkloadFixture {

  static final Duration SOON = Duration.ofSeconds(60);

  final FakeRuntime runtime = new FakeRuntime();
  final SimulatedCluster cluster =
      new SimulatedCluster(
          ClusterSettings.defaults().withNamespaces(Shop.NAMESPACE).withSpeed(50), runtime);
  KubernetesClient client;

  @BeforeEach
  void start() {
    client = cluster.start().client();
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  void awaitReady(String name, int replicas) {
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

  void awaitImage(String name, String image, int replicas) {
    awaitReady(name, replicas);
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(runtime.images()).hasSize(replicas).containsOnly(image));
  }

  RollableScalableResource<Deployment> deployment(String name) {
    return client.apps().deployments().inNamespace(Shop.NAMESPACE).withName(name);
  }

  void image(String name, String image) {
    deployment(name)
        .edit(
            deployment -> {
              deployment.getSpec().getTemplate().getSpec().getContainers().get(0).setImage(image);
              return deployment;
            });
  }

  List<Pod> pods(String app) {
    return client.pods().inNamespace(Shop.NAMESPACE).withLabel("app", app).list().getItems();
  }

  Pod onlyPod() {
    List<Pod> pods = pods("cart");
    assertThat(pods).hasSize(1);
    return pods.get(0);
  }

  List<String> uids(String app) {
    return pods(app).stream().map(pod -> pod.getMetadata().getUid()).toList();
  }

  static ContainerStatus status(Pod pod) {
    assertThat(pod.getStatus().getContainerStatuses()).isNotEmpty();
    return pod.getStatus().getContainerStatuses().get(0);
  }

  List<String> reasons(String kind) {
    return events(kind).stream().map(Event::getReason).toList();
  }

  List<String> messages(String kind) {
    return events(kind).stream().map(Event::getMessage).toList();
  }

  List<Event> events(String kind) {
    return client
        .v1()
        .events()
        .inNamespace(Shop.NAMESPACE)
        .withField("involvedObject.kind", kind)
        .list()
        .getItems();
  }

  static DeploymentCondition condition(Deployment deployment, String type) {
    return deployment.getStatus().getConditions().stream()
        .filter(condition -> condition.getType().equals(type))
        .findFirst()
        .orElseThrow();
  }

  static String revisionOf(Deployment deployment) {
    return Objects.requireNonNull(
        deployment.getMetadata().getAnnotations().get("deployment.kubernetes.io/revision"));
  }
}
