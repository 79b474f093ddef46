package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.remediator.guard.Surroundings;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What stands around an object, and the actions on pods and nodes, as the least account. */
class SurroundingsTest extends ClusterFixture {

  private Attempt dryRunInFull(ActionKind action, Map<String, String> params) {
    return dryRun(intent("full/Deployment/" + name, IntentKind.DRY_RUN, action, params));
  }

  private void budget(String minAvailable) {
    budgetOf(new IntOrString(minAvailable));
    await()
        .atMost(SOON)
        .until(
            () -> {
              var live =
                  root.policy().v1().podDisruptionBudget().inNamespace("shop").withName(name).get();
              return live.getStatus() != null
                  && live.getStatus().getCurrentHealthy() != null
                  && live.getStatus().getCurrentHealthy() == 4;
            });
  }

  @Test
  void tellsOfPodsAndBudgets() {
    deploy(4);
    assertThat(around(dryRun(ActionKind.RESTART, Map.of())))
        .isEqualTo(new Surroundings("", false, true, 4, 4, 1, "", 0, ""));
    budget("100%");
    assertThat(around(dryRun(ActionKind.RESTART, Map.of())))
        .isEqualTo(new Surroundings("", false, true, 4, 4, 1, name, 0, ""));
    assertThat(around(dryRun(ActionKind.SCALE, Map.of("replicas", "1"))).away()).isEqualTo(3);
  }

  @Test
  void seesWhetherTheClusterShowsAnyTrouble() {
    deploy(2);
    assertThat(around(dryRun(ActionKind.RESTART, Map.of())).well()).isTrue();
    root.apps()
        .deployments()
        .inNamespace("shop")
        .withName(name)
        .edit(
            d -> {
              d.getSpec().getTemplate().getSpec().setNodeName("nowhere");
              return d;
            });
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(around(dryRun(ActionKind.RESTART, Map.of())))
                    .as("a rollout that is stuck beside pods that serve")
                    .satisfies(around -> assertThat(around.well()).isFalse())
                    .satisfies(around -> assertThat(around.ready()).isPositive()));
  }

  @Test
  void holdsTheBrakesOnceMoreBeforeItWrites() {
    deploy(4);
    Attempt dry = dryRun(ActionKind.RESTART, Map.of());
    budget("100%");
    Intent unasked = intent(IntentKind.EXECUTE, ActionKind.RESTART, Map.of("leastReady", "0.5"));
    unasked.setDiffHash(dry.diff().hash());
    Attempt refused = cluster.execute(unasked);
    assertThat(refused.message()).startsWith("disruption-budget: ");
    assertThat(refused.facts()).containsEntry("refusedBy", "disruption-budget");
    assertThat(writes()).isEmpty();
    unasked.getParams().remove("leastReady");
    assertThat(cluster.execute(unasked).status())
        .as("a person who approved it takes it on")
        .isEqualTo(OutcomeStatus.DONE);
  }

  @Test
  void checksTheQuotaBeforeMoreIsAsked() {
    deploy(deployment("a:1", 2).editMetadata().withNamespace("full").endMetadata().build());
    var quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("most")
            .withNamespace("full")
            .endMetadata()
            .withNewSpec()
            .addToHard("limits.memory", new Quantity("300Mi"))
            .endSpec()
            .withNewStatus()
            .addToHard("limits.memory", new Quantity("300Mi"))
            .addToUsed("limits.memory", new Quantity("256Mi"))
            .endStatus()
            .build();
    root.resource(quota).create();
    root.resource(quota).updateStatus();
    Map<String, String> more = Map.of("memoryLimit", Long.toString(192L << 20));
    assertThat(around(dryRunInFull(ActionKind.RAISE_MEMORY_LIMIT, more)).shortage())
        .contains("quota most")
        .contains("limits.memory");
    assertThat(around(dryRunInFull(ActionKind.SCALE, Map.of("replicas", "3"))).shortage())
        .isNotEmpty();
    assertThat(around(dryRunInFull(ActionKind.SCALE, Map.of("replicas", "1"))).shortage())
        .isEmpty();
    assertThat(around(dryRunInFull(ActionKind.RESTART, Map.of())).shortage())
        .as("a restart asks for no more than there was")
        .isEmpty();
    Intent execute =
        intent("full/Deployment/" + name, IntentKind.EXECUTE, ActionKind.RAISE_MEMORY_LIMIT, more);
    execute.setDiffHash(dryRunInFull(ActionKind.RAISE_MEMORY_LIMIT, more).diff().hash());
    assertThat(cluster.execute(execute).message()).startsWith("quota: ");
    assertThat(writes()).isEmpty();
  }

  @Test
  void offersAPatchForWhatGitOwnsAndNeverWritesIt() {
    deploy(
        deployment("a:1", 2)
            .editMetadata()
            .addToLabels("argocd.argoproj.io/instance", "shop")
            .endMetadata()
            .build());
    Map<String, String> more = Map.of("memoryLimit", Long.toString(192L << 20));
    Attempt dry = dryRun(ActionKind.RAISE_MEMORY_LIMIT, more);
    assertThat(around(dry).manager()).isEqualTo("argocd");
    assertThat(dry.facts().get("git.patch"))
        .contains("kind: \"Deployment\"")
        .contains("name: \"" + name + "\"")
        .contains("image: \"a:1\"")
        .contains("memory: \"192Mi\"")
        .doesNotContain("resourceVersion");
    Attempt scale = dryRun(ActionKind.SCALE, Map.of("replicas", "5"));
    assertThat(scale.facts().get("git.patch")).contains("spec:\n  replicas: 5");
    Intent execute = intent(IntentKind.EXECUTE, ActionKind.RAISE_MEMORY_LIMIT, more);
    execute.setDiffHash(dry.diff().hash());
    assertThat(cluster.execute(execute).message()).startsWith("gitops: ");
    assertThat(writes()).isEmpty();
  }

  private List<Pod> pods() {
    return root.pods().inNamespace("shop").withLabel("app", name).list().getItems();
  }

  @Test
  void takesOnePodAwayByEvictionAndOnlyTheOneThatWasShown() {
    deploy(2);
    String victim = pods().get(0).getMetadata().getName();
    Map<String, String> params = Map.of("pod", victim);
    Attempt dry = dryRun(ActionKind.DELETE_POD, params);
    assertThat(dry.diff().text()).contains("-shop/" + victim);
    assertThat(writes()).isEmpty();
    assertThat(around(dry).away()).isEqualTo(1);
    Map<String, String> shown = new HashMap<>(params);
    shown.put(Evictions.PODS, dry.facts().get(Evictions.PODS));
    Intent execute = intent(IntentKind.EXECUTE, ActionKind.DELETE_POD, shown);
    assertThat(cluster.execute(execute).message()).contains("not the pods that were approved");
    execute.setDiffHash(dry.diff().hash());
    assertThat(cluster.execute(execute).message()).isEqualTo("evicted 1 pods");
    assertThat(cluster.execute(execute).message()).isEqualTo("was carried out before");
    assertThat(cluster.recognise(execute).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(writes()).singleElement().satisfies(e -> assertThat(e.verb()).isEqualTo("create"));
    await()
        .atMost(SOON)
        .until(() -> cluster.check(execute).status() == OutcomeStatus.DONE && pods().size() == 2);
    assertThat(cluster.undo(execute).status()).isEqualTo(OutcomeStatus.REFUSED);
    assertThat(dryRun(ActionKind.DELETE_POD, Map.of("pod", "none")).message())
        .contains("no such pod");
  }

  @Test
  void aBudgetHoldsAtTheServerToo() {
    deploy(4);
    budget("100%");
    Map<String, String> params = Map.of("pod", pods().get(0).getMetadata().getName());
    Attempt dry = cluster.dryRun(intent(IntentKind.DRY_RUN, ActionKind.DELETE_POD, params));
    assertThat(dry.status()).isEqualTo(OutcomeStatus.FAILED);
    assertThat(dry.message()).contains("disruption budget forbids");
  }

  @Test
  void clearsEvictedPodsAndNoOthers() {
    deploy(2);
    assertThat(dryRun(ActionKind.DELETE_EVICTED_PODS, Map.of()).message()).contains("no such pod");
    String evicted = pods().get(0).getMetadata().getName();
    await()
        .atMost(SOON)
        .ignoreExceptions() // the kubelet writes the status, too, and may come first
        .until(
            () ->
                root.pods()
                    .inNamespace("shop")
                    .withName(evicted)
                    .editStatus(
                        pod -> {
                          pod.getStatus().setPhase("Failed");
                          pod.getStatus().setReason("Evicted");
                          return pod;
                        })
                    .getStatus()
                    .getPhase()
                    .equals("Failed"));
    await().atMost(SOON).until(() -> pods().size() == 3);
    Attempt dry = dryRun(ActionKind.DELETE_EVICTED_PODS, Map.of());
    assertThat(dry.diff().text().lines()).hasSize(1);
    Intent execute =
        intent(
            IntentKind.EXECUTE,
            ActionKind.DELETE_EVICTED_PODS,
            Map.of(Evictions.PODS, dry.facts().get(Evictions.PODS)));
    execute.setDiffHash(dry.diff().hash());
    assertThat(cluster.execute(execute).message()).isEqualTo("evicted 1 pods");
    await().atMost(SOON).until(() -> cluster.check(execute).status() == OutcomeStatus.DONE);
    assertThat(pods()).hasSize(2).noneMatch(pod -> pod.getMetadata().getName().equals(evicted));
  }

  @Test
  void cordonsANodeAndLetsPodsOnAgain() {
    Node node = root.nodes().list().getItems().get(0);
    String entity = "demo/_/Node/" + node.getMetadata().getName();
    Intent cordon = intent(IntentKind.DRY_RUN, ActionKind.CORDON, Map.of());
    cordon.setEntity(entity);
    Attempt dry = dryRun(cordon);
    assertThat(dry.diff().text()).contains("+  unschedulable: true");
    cordon.setKind(IntentKind.EXECUTE);
    cordon.setDiffHash(dry.diff().hash());
    Attempt done = cluster.execute(cordon);
    assertThat(done.status()).as(done.message()).isEqualTo(OutcomeStatus.DONE);
    assertThat(cluster.check(cordon).status()).isEqualTo(OutcomeStatus.DONE);
    Intent undo = intent(IntentKind.UNDO, ActionKind.CORDON, done.facts());
    undo.setEntity(entity);
    assertThat(cluster.undo(undo).message()).contains("back to what it was");
    Intent again = intent(IntentKind.DRY_RUN, ActionKind.UNCORDON, Map.of());
    again.setEntity(entity);
    assertThat(cluster.dryRun(again).message()).contains("as it should be already");
  }

  @Test
  void resumesAPausedRollout() {
    deploy(2);
    assertThat(dryRun(ActionKind.RESUME_ROLLOUT, Map.of()).message()).contains("not paused");
    root.apps()
        .deployments()
        .inNamespace("shop")
        .withName(name)
        .edit(
            d -> {
              d.getSpec().setPaused(true);
              return d;
            });
    Attempt dry = dryRun(ActionKind.RESUME_ROLLOUT, Map.of());
    assertThat(dry.diff().text()).contains("paused: true");
    Intent execute = intent(IntentKind.EXECUTE, ActionKind.RESUME_ROLLOUT, Map.of());
    execute.setDiffHash(dry.diff().hash());
    assertThat(cluster.execute(execute).message()).startsWith("resumed ");
  }
}
