package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Draining of nodes, as the least account. */
class DrainingTest extends ClusterFixture {

  @AfterEach
  void allNodesTakePodsAgain() {
    root.apps().deployments().inNamespace("shop").delete();
    root.policy().v1().podDisruptionBudget().inNamespace("shop").delete();
    root.pods().inNamespace("shop").delete();
    await().atMost(SOON).until(() -> pods().isEmpty());
    for (Node node : root.nodes().list().getItems()) {
      unschedulable(node.getMetadata().getName(), false);
      ready(node.getMetadata().getName(), "True");
    }
  }

  private List<Pod> pods() {
    return root.pods().inNamespace("shop").list().getItems();
  }

  private List<Pod> on(String node) {
    return pods().stream().filter(p -> node.equals(p.getSpec().getNodeName())).toList();
  }

  private static void unschedulable(String node, boolean off) {
    root.nodes()
        .withName(node)
        .edit(n -> new NodeBuilder(n).editSpec().withUnschedulable(off).endSpec().build());
  }

  private static void ready(String node, String status) {
    root.nodes()
        .withName(node)
        .editStatus(
            n ->
                new NodeBuilder(n)
                    .editStatus()
                    .withConditions(
                        new NodeConditionBuilder()
                            .withType("Ready")
                            .withStatus(status)
                            .withLastHeartbeatTime("2026-03-01T10:00:00Z")
                            .withLastTransitionTime("2026-03-01T10:00:00Z")
                            .build())
                    .endStatus()
                    .build());
  }

  private Intent drain(String node) {
    return intent("_/Node/" + node, IntentKind.DRY_RUN, ActionKind.DRAIN, Map.of("ceiling", "30"));
  }

  private String busyNode() {
    return pods().get(0).getSpec().getNodeName();
  }

  @Test
  void evictsThePodsOfACordonedNode() {
    deploy(4);
    String node = busyNode();
    assertThat(refusal(drain(node))).contains("has to be cordoned before");
    unschedulable(node, true);
    int there = on(node).size();
    Attempt dry = dryRun(drain(node));
    assertThat(dry.diff().text().lines()).hasSize(there);
    assertThat(on(node)).as("a dry run evicts nobody").hasSize(there);
    Intent execute = approved(drain(node), dry);
    assertThat(settled(() -> cluster.execute(execute)).message())
        .isEqualTo("evicted " + there + " pods");
    await()
        .atMost(SOON)
        .until(() -> cluster.check(execute).status() == OutcomeStatus.DONE && on(node).isEmpty());
    assertThat(cluster.execute(execute).message()).isEqualTo("was carried out before");
    assertThat(cluster.recognise(execute).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(cluster.undo(execute).status()).isEqualTo(OutcomeStatus.REFUSED);
    awaitComplete();
  }

  @Test
  void waitsForBudgetsAndGoesOnWhereItStood() {
    deploy(2);
    budgetOf(new IntOrString(2));
    String node = busyNode();
    unschedulable(node, true);
    Intent execute = approved(drain(node), dryRun(drain(node)));
    Attempt held = cluster.execute(execute);
    assertThat(held.status()).as("tried again until its deadline").isEqualTo(OutcomeStatus.FAILED);
    assertThat(held.message()).contains("hold back");
    assertThat(writes()).isEmpty();
    root.policy().v1().podDisruptionBudget().inNamespace("shop").withName(name).delete();
    assertThat(settled(() -> cluster.execute(execute)).status()).isEqualTo(OutcomeStatus.DONE);
  }

  @Test
  void refusesWhatWouldLoseSomething() {
    deploy(2);
    String node = busyNode();
    unschedulable(node, true);
    Intent few = drain(node);
    few.getParams().put("ceiling", "0");
    assertThat(refusal(few)).contains("more than the ceiling of 0");
    root.resource(
            new PodBuilder()
                .withNewMetadata()
                .withName(name + "-bare")
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withNodeName(node)
                .addNewContainer()
                .withName("app")
                .withImage("a:1")
                .endContainer()
                .endSpec()
                .build())
        .create();
    assertThat(refusal(drain(node))).contains("no controller would bring the pod");
  }

  @Test
  void refusesWhenTheOthersHaveNoRoomOrAreInTrouble() {
    deploy(
        deployment("a:1", 1)
            .editSpec()
            .editTemplate()
            .editSpec()
            .editFirstContainer()
            .withNewResources()
            .addToRequests("cpu", new Quantity("5"))
            .endResources()
            .endContainer()
            .endSpec()
            .endTemplate()
            .endSpec()
            .build());
    String node = busyNode();
    List<String> others =
        root.nodes().list().getItems().stream()
            .map(n -> n.getMetadata().getName())
            .filter(n -> !n.equals(node))
            .toList();
    unschedulable(node, true);
    assertThat(dryRun(drain(node)).status()).isEqualTo(OutcomeStatus.DONE);
    others.forEach(other -> unschedulable(other, true));
    assertThat(refusal(drain(node))).contains("no other node has room");
    others.forEach(other -> unschedulable(other, false));
    ready(others.get(0), "False");
    assertThat(refusal(drain(node))).startsWith("storm: 1 of 2 other nodes");
  }
}
