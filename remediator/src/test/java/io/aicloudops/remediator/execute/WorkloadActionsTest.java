package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Changes of what a workload asks for and where its pods may run, as the least account. */
class WorkloadActionsTest extends ClusterFixture {

  private void deployWithCpuLimit(boolean memoryToo) {
    deploy(
        deployment("a:1", 1)
            .editSpec()
            .editTemplate()
            .editSpec()
            .editFirstContainer()
            .withNewResources()
            .addToLimits("cpu", new Quantity("500m"))
            .addToLimits(memoryToo ? Map.of("memory", new Quantity("128Mi")) : Map.of())
            .addToRequests("cpu", new Quantity("400m"))
            .endResources()
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build());
  }

  private Container container() {
    return live().getSpec().getTemplate().getSpec().getContainers().get(0);
  }

  @Test
  void raisesACpuLimitAndSetsItBack() {
    deployWithCpuLimit(true);
    Map<String, String> more = Map.of("cpuLimit", "750m");
    Attempt done = carryOut(ActionKind.RAISE_CPU_LIMIT, more);
    assertThat(done.diff().text()).contains("cpu: \"750m\"");
    assertThat(container().getResources().getLimits()).containsEntry("cpu", new Quantity("750m"));
    assertThat(undo(ActionKind.RAISE_CPU_LIMIT, more, done).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(container().getResources().getLimits()).containsEntry("cpu", new Quantity("500m"));
    assertThat(dryRun(ActionKind.RAISE_CPU_LIMIT, Map.of("cpuLimit", "100m")).message())
        .contains("that high already");
    assertThat(dryRun(ActionKind.RAISE_CPU_LIMIT, Map.of("cpuLimit", "much")).message())
        .contains("no quantity");
  }

  @Test
  void dropsACpuLimitAndPutsItBackEvenIfItWasTheOnlyOne() {
    deployWithCpuLimit(false);
    Map<String, String> none = Map.of("cpuLimit", "none");
    Attempt done = carryOut(ActionKind.RAISE_CPU_LIMIT, none);
    assertThat(container().getResources().getLimits()).isNullOrEmpty();
    Attempt undone = undo(ActionKind.RAISE_CPU_LIMIT, none, done);
    assertThat(undone.status()).as(undone.message()).isEqualTo(OutcomeStatus.DONE);
    assertThat(container().getResources().getLimits()).containsEntry("cpu", new Quantity("500m"));
  }

  @Test
  void lowersARequestAndSetsItBack() {
    deployWithCpuLimit(true);
    Map<String, String> less = Map.of("resource", "cpu", "request", "100m");
    Attempt done = carryOut(ActionKind.LOWER_REQUEST, less);
    assertThat(container().getResources().getRequests()).containsEntry("cpu", new Quantity("100m"));
    assertThat(undo(ActionKind.LOWER_REQUEST, less, done).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(container().getResources().getRequests()).containsEntry("cpu", new Quantity("400m"));
    assertThat(
            dryRun(ActionKind.LOWER_REQUEST, Map.of("resource", "cpu", "request", "2")).message())
        .as("never raises one")
        .contains("no more than that");
    assertThat(
            dryRun(ActionKind.LOWER_REQUEST, Map.of("resource", "gpu", "request", "1")).message())
        .contains("CPU and memory");
  }

  @Test
  void clearsTheNameOfANodeThatDoesNotExist() {
    root.resource(
            deployment("a:1", 1)
                .editSpec()
                .editTemplate()
                .editSpec()
                .withNodeName("nowhere")
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    Intent clear = intent(IntentKind.DRY_RUN, ActionKind.CLEAR_NODE_NAME, Map.of());
    assertThat(cluster.check(clear).status()).isEqualTo(OutcomeStatus.PENDING);
    Attempt done = carryOut(clear);
    assertThat(done.diff().text()).contains("-      nodeName: \"nowhere\"");
    awaitComplete();
    assertThat(undo(clear, done).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(live().getSpec().getTemplate().getSpec().getNodeName()).isEqualTo("nowhere");
    String there = root.nodes().list().getItems().get(0).getMetadata().getName();
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(
            () -> {
              root.apps()
                  .deployments()
                  .inNamespace("shop")
                  .withName(name)
                  .edit(
                      d -> {
                        d.getSpec().getTemplate().getSpec().setNodeName(there);
                        return d;
                      });
              return true;
            });
    assertThat(dryRun(ActionKind.CLEAR_NODE_NAME, Map.of()).message()).contains("may be meant");
  }
}
