package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.remediator.execute.around.PodState;
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
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Comparator;
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
    root.apps().statefulSets().inNamespace("shop").delete();
    release();
    pods().forEach(pod -> root.resource(pod).delete()); // some may go by themselves meanwhile
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

  /** With a finalizer the server keeps a pod that was deleted, as if its kubelet never ended it. */
  private static void hold(Pod pod, boolean held) {
    String finalizers = held ? "[\"example.com/hold\"]" : "null";
    root.pods()
        .inNamespace("shop")
        .withName(pod.getMetadata().getName())
        .patch(
            PatchContext.of(PatchType.JSON_MERGE),
            "{\"metadata\":{\"finalizers\":" + finalizers + "}}");
  }

  private void release() {
    pods().stream()
        .filter(pod -> !pod.getMetadata().getFinalizers().isEmpty())
        .forEach(
            pod -> {
              hold(pod, false);
              root.resource(pod).withGracePeriod(0).delete();
            });
  }

  /** Drains a node whose pods do not end; what was asked of the cluster. */
  private Intent evictedAndHeld(String node) {
    unschedulable(node, true);
    on(node).forEach(pod -> hold(pod, true));
    Intent execute = approved(drain(node), dryRun(drain(node)));
    assertThat(settled(() -> cluster.execute(execute)).status()).isEqualTo(OutcomeStatus.DONE);
    return execute;
  }

  @Test
  void aPodThatIsLeavingIsNotGone() {
    deploy(4);
    String node = busyNode();
    int there = on(node).size();
    Intent execute = evictedAndHeld(node);
    awaitComplete(); // others have come in their place
    Attempt check = cluster.check(execute);
    assertThat(check.status()).isEqualTo(OutcomeStatus.PENDING);
    assertThat(check.message()).contains(there + " of " + there + " pods are still leaving");
    assertThat(cluster.execute(execute).message()).isEqualTo("was carried out before");
    assertThat(cluster.recognise(execute).status()).isEqualTo(OutcomeStatus.DONE);
    release();
    awaitComplete(execute);
  }

  @Test
  void onADeadNodeReplicaSetsThatAreWholeElsewhereProveIt() {
    deploy(4);
    String node = busyNode();
    ready(node, "Unknown");
    Intent execute = evictedAndHeld(node);
    Attempt proven =
        await()
            .atMost(SOON)
            .until(() -> cluster.check(execute), a -> a.status() == OutcomeStatus.DONE);
    assertThat(on(node)).as("nobody deletes them by force").isNotEmpty();
    assertThat(proven.message())
        .contains("still leaving", "nothing confirms that they ended", "whole on other nodes");
    root.apps().deployments().inNamespace("shop").withName(name).scale(40);
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(cluster.check(execute).status()).isEqualTo(OutcomeStatus.PENDING));
  }

  @Test
  void onADeadNodeAPodOfAStatefulSetKeepsItOpen() {
    root.resource(stateful()).create();
    await().atMost(SOON).until(() -> pods().stream().anyMatch(PodState::ready));
    String node = busyNode();
    ready(node, "False");
    Intent execute = evictedAndHeld(node);
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(cluster.check(execute).message())
                    .isEqualTo(
                        "1 of 1 pods are still leaving, 1 for longer than their grace; the node is"
                            + " not ready, so that nothing confirms that they ended"));
    assertThat(cluster.check(execute).status()).isEqualTo(OutcomeStatus.PENDING);
  }

  private StatefulSet stateful() {
    Deployment like = deployment("a:1", 1).build();
    return new StatefulSetBuilder()
        .withMetadata(like.getMetadata())
        .withNewSpec()
        .withReplicas(1)
        .withServiceName(name)
        .withSelector(like.getSpec().getSelector())
        .withTemplate(like.getSpec().getTemplate())
        .endSpec()
        .build();
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

  /** An intent is read again after a crash, perhaps when much else has happened to the node. */
  @Test
  void podsThatCameLaterAreNotMeant() {
    deploy(4);
    String node = busyNode();
    unschedulable(node, true);
    Intent execute = approved(drain(node), dryRun(drain(node)));
    assertThat(settled(() -> cluster.execute(execute)).status()).isEqualTo(OutcomeStatus.DONE);
    await().atMost(SOON).until(() -> on(node).isEmpty());
    unschedulable(node, false);
    root.apps().deployments().inNamespace("shop").withName(name).scale(8);
    await().atMost(SOON).until(() -> !on(node).isEmpty());
    unschedulable(node, true);
    int there = on(node).size();

    assertThat(cluster.execute(execute).message()).isEqualTo("was carried out before");
    assertThat(on(node)).hasSizeGreaterThanOrEqualTo(there).noneMatch(PodState::leaving);
  }

  @Test
  void waitsForBudgetsAndGoesOnWhereItStood() {
    deploy(2);
    budgetOf(new IntOrString(2));
    String node = busyNode();
    unschedulable(node, true);
    Intent execute = approved(drain(node), dryRun(drain(node)));
    Attempt held = cluster.execute(execute);
    assertThat(held.status()).as("tried until its deadline").isEqualTo(OutcomeStatus.PENDING);
    assertThat(held.message()).contains("hold back");
    assertThat(writes()).isEmpty();
    root.policy().v1().podDisruptionBudget().inNamespace("shop").withName(name).delete();
    assertThat(cluster.recognise(execute).status()).isEqualTo(OutcomeStatus.REFUSED);
    assertThat(settled(() -> cluster.execute(execute)).status()).isEqualTo(OutcomeStatus.DONE);
  }

  /** Whoever is called when its time is over has to know that it began. */
  @Test
  void whatWasEvictedInPartIsNoRefusal() {
    deploy(4); // on three nodes, so that one of them has two at the least
    String node =
        pods().stream()
            .map(pod -> pod.getSpec().getNodeName())
            .max(Comparator.comparing(at -> on(at).size()))
            .orElseThrow();
    unschedulable(node, true);
    Intent execute = approved(drain(node), dryRun(drain(node)));
    assertThat(cluster.recognise(execute).status()).isEqualTo(OutcomeStatus.REFUSED);
    int there = on(node).size();
    root.resource(on(node).get(0)).delete();
    Attempt late = cluster.recognise(execute);
    assertThat(late.status()).isEqualTo(OutcomeStatus.FAILED);
    assertThat(late.message())
        .isEqualTo("came too late; %d of %d pods were not evicted", there - 1, there);
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
    assertThat(refusal(drain(node)))
        .contains("no other node that takes the pod")
        .contains("has room");
    others.forEach(other -> unschedulable(other, false));
    ready(others.get(0), "False");
    assertThat(refusal(drain(node))).startsWith("storm: 1 of 2 other nodes");
  }
}
