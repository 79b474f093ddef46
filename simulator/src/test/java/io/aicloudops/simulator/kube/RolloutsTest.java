package io.aicloudops.simulator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentStrategy;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutsTest extends WorkloadFixture {

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
  void recreateStopsTheOldBeforeItStartsTheNew() {
    Deployment recreated = Shop.deployment("cart", "cart:1", 2);
    recreated.getSpec().setStrategy(new DeploymentStrategy(null, "Recreate"));
    client.resource(recreated).create();
    awaitReady("cart", 2);

    image("cart", "cart:2");

    awaitImage("cart", "cart:2", 2);
  }
}
