package io.aicloudops.simulator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.EnvVarBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceRequirements;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class WorkloadsTest extends WorkloadFixture {

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
  void deletingADeploymentStopsEverything() {
    client.resource(Shop.deployment("cart", "cart:1", 2)).create();
    awaitReady("cart", 2);

    deployment("cart").delete();

    await().atMost(SOON).untilAsserted(() -> assertThat(pods("cart")).isEmpty());
    assertThat(client.apps().replicaSets().inNamespace(Shop.NAMESPACE).list().getItems()).isEmpty();
    assertThat(runtime.running).isEmpty();
  }

  @Test
  void howAContainerEndedIsWrittenBeforeItsPodGoes() {
    client.resource(Shop.deployment("cart", "cart:1", 1)).create();
    awaitReady("cart", 1);
    Queue<Pod> gone = new ConcurrentLinkedQueue<>();
    try (var informer =
        client.pods().inNamespace(Shop.NAMESPACE).withLabel("app", "cart").inform(deleted(gone))) {
      deployment("cart").scale(0);
      await().atMost(SOON).until(() -> gone.size() == 1);
      assertThat(informer.getStore().list()).isEmpty();
    }

    Pod last = gone.element();
    assertThat(last.getMetadata().getDeletionTimestamp()).isNotNull();
    assertThat(last.getStatus().getPhase()).isEqualTo("Failed");
    assertThat(status(last).getState().getTerminated())
        .as("asked to end, 128 + SIGTERM")
        .returns(143, end -> end.getExitCode())
        .returns("Error", end -> end.getReason());
  }

  private static ResourceEventHandler<Pod> deleted(Queue<Pod> gone) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(Pod pod) {}

      @Override
      public void onUpdate(Pod before, Pod now) {}

      @Override
      public void onDelete(Pod last, boolean unknownFinalState) {
        gone.add(last);
      }
    };
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
}
