package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.simulator.kube.http.AuditEntry;
import io.aicloudops.simulator.kube.http.Trouble;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Changes of workloads, as the least account. */
class KubernetesClusterTest extends ClusterFixture {

  @Test
  void restarts() {
    root.resource(deployment("a:1", 2).build()).create();
    carryOut(ActionKind.RESTART, Map.of("restartedAt", NOW.toString()));
    assertThat(live().getSpec().getTemplate().getMetadata().getAnnotations())
        .containsEntry("kubectl.kubernetes.io/restartedAt", NOW.toString());
    awaitComplete();
    carryOutAgain();
  }

  private void carryOutAgain() {
    Intent next =
        intent(IntentKind.DRY_RUN, ActionKind.RESTART, Map.of("restartedAt", "2026-03-02"));
    assertThat(cluster.dryRun(next).diff().text()).contains("2026-03-02");
  }

  @Test
  void scalesAndUndoesOnlyItsOwnChange() {
    root.resource(deployment("a:1", 2).build()).create();
    Map<String, String> four = Map.of("replicas", "4");
    Attempt done = carryOut(ActionKind.SCALE, four);
    assertThat(live().getSpec().getReplicas()).isEqualTo(4);
    assertThat(done.diff().text()).contains("-  replicas: 2").contains("+  replicas: 4");
    assertThat(done.message()).isEqualTo("scaled " + name + " from 2 to 4");
    root.apps().deployments().inNamespace("shop").withName(name).scale(6);
    assertThat(undo(ActionKind.SCALE, four, done).message()).contains("somebody else");
    root.apps().deployments().inNamespace("shop").withName(name).scale(4);
    assertThat(undo(ActionKind.SCALE, four, done).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(live().getSpec().getReplicas()).isEqualTo(2);
    assertThat(undo(ActionKind.SCALE, four, done).message()).isEqualTo("was undone before");
    Intent replayed = intent(IntentKind.EXECUTE, ActionKind.SCALE, four);
    replayed.setDiffHash(done.diff().hash());
    assertThat(cluster.execute(replayed).message())
        .as("an undone execution is not repeated by a replay")
        .isEqualTo("was carried out before");
    assertThat(live().getSpec().getReplicas()).isEqualTo(2);
  }

  @Test
  void raisesAMemoryLimitAndRestoresIt() {
    root.resource(deployment("a:1", 2).build()).create();
    Map<String, String> more = Map.of("memoryLimit", Long.toString(192L << 20));
    Attempt done = carryOut(ActionKind.RAISE_MEMORY_LIMIT, more);
    assertThat(done.diff().text()).contains("memory: \"192Mi\"");
    assertThat(undo(ActionKind.RAISE_MEMORY_LIMIT, more, done).status())
        .isEqualTo(OutcomeStatus.DONE);
    assertThat(
            live()
                .getSpec()
                .getTemplate()
                .getSpec()
                .getContainers()
                .get(0)
                .getResources()
                .getLimits())
        .containsEntry("memory", new Quantity("128Mi"));
    assertThat(
            cluster
                .dryRun(
                    intent(
                        IntentKind.DRY_RUN,
                        ActionKind.RAISE_MEMORY_LIMIT,
                        Map.of("container", "other", "memoryLimit", "1")))
                .message())
        .contains("no such container");
  }

  @Test
  void rollsBackToAnOlderRevisionAndForwardAgain() {
    root.resource(deployment("a:1", 2).build()).create();
    awaitComplete();
    root.apps()
        .deployments()
        .inNamespace("shop")
        .withName(name)
        .edit(
            d -> {
              d.getSpec().getTemplate().getSpec().getContainers().get(0).setImage("a:2");
              return d;
            });
    await()
        .atMost(SOON)
        .until(
            () ->
                "2"
                    .equals(
                        live()
                            .getMetadata()
                            .getAnnotations()
                            .get("deployment.kubernetes.io/revision")));
    Map<String, String> params = Map.of("toRevision", "");
    Attempt done = carryOut(ActionKind.ROLLBACK, params);
    assertThat(image()).isEqualTo("a:1");
    assertThat(done.message()).contains("from revision 2 to 1");
    await()
        .atMost(SOON)
        .until(
            () ->
                "3"
                    .equals(
                        live()
                            .getMetadata()
                            .getAnnotations()
                            .get("deployment.kubernetes.io/revision")));
    Attempt undone = undo(ActionKind.ROLLBACK, params, done);
    assertThat(undone.status()).as(undone.message()).isEqualTo(OutcomeStatus.DONE);
    assertThat(image()).isEqualTo("a:2");
    assertThat(
            cluster
                .dryRun(intent(IntentKind.DRY_RUN, ActionKind.ROLLBACK, Map.of("toRevision", "99")))
                .message())
        .contains("no earlier revision");
  }

  private String image() {
    return live().getSpec().getTemplate().getSpec().getContainers().get(0).getImage();
  }

  @Test
  void theHashIsThatOfTheDiffAndBindsTheApproval() {
    root.resource(deployment("a:1", 2).build()).create();
    awaitComplete();
    Intent dry = intent(IntentKind.DRY_RUN, ActionKind.SCALE, Map.of("replicas", "3"));
    Attempt first = cluster.dryRun(dry);
    assertThat(cluster.dryRun(dry).diff()).isEqualTo(first.diff());
    assertThat(first.diff().hash()).hasSize(64);
    root.apps().deployments().inNamespace("shop").withName(name).scale(1);
    Intent execute = intent(IntentKind.EXECUTE, ActionKind.SCALE, Map.of("replicas", "3"));
    execute.setDiffHash(first.diff().hash());
    assertThat(settled(() -> cluster.execute(execute)).message()).contains("has changed since");
    assertThat(cluster.recognise(execute).message()).contains("too late");
    assertThat(requests()).noneMatch(AuditEntry::wrote);
  }

  @Test
  void refusesWhatCannotBeDone() {
    Intent missing = intent(IntentKind.DRY_RUN, ActionKind.RESTART, Map.of());
    assertThat(cluster.dryRun(missing).message()).contains("does not exist");
    Intent pod = intent(IntentKind.DRY_RUN, ActionKind.RESTART, Map.of());
    pod.setEntity("demo/shop/Pod/p");
    assertThat(cluster.dryRun(pod).status()).isEqualTo(OutcomeStatus.REFUSED);
    root.resource(deployment("a:1", 2).build()).create();
    Intent same = intent(IntentKind.DRY_RUN, ActionKind.SCALE, Map.of("replicas", "2"));
    assertThat(cluster.dryRun(same).message()).contains("that many replicas already");
    Intent unknown = intent(IntentKind.DRY_RUN, ActionKind.CORDON, Map.of());
    assertThat(cluster.dryRun(unknown).status()).isEqualTo(OutcomeStatus.REFUSED);
    assertThat(cluster.undo(intent(IntentKind.UNDO, ActionKind.RESTART, Map.of())).message())
        .contains("nothing to undo");
    assertThat(forbidden.dryRun(same))
        .satisfies(
            a -> {
              assertThat(a.status()).isEqualTo(OutcomeStatus.REFUSED);
              assertThat(a.message()).contains("answered 403");
            });
    try (KubernetesCluster elsewhere = connect("remediator", List.of("other"))) {
      assertThat(elsewhere.dryRun(same).message()).contains("not ours to change");
    }
  }

  @Test
  void aChangeInBetweenIsAConflict() {
    deploy(2);
    Attempt dry = dryRun(ActionKind.SCALE, Map.of("replicas", "3"));
    Intent execute =
        approved(intent(IntentKind.EXECUTE, ActionKind.SCALE, Map.of("replicas", "3")), dry);
    simulated.trouble(Trouble.of("patch", "/" + name, 409), 1);
    assertThat(cluster.execute(execute).status())
        .as("tried again, with a new look at the object")
        .isEqualTo(OutcomeStatus.FAILED);
    assertThat(settled(() -> cluster.execute(execute)).status()).isEqualTo(OutcomeStatus.DONE);
    Deployment stale = live();
    root.apps().deployments().inNamespace("shop").withName(name).scale(5);
    String patch =
        "[{\"op\":\"replace\",\"path\":\"/metadata/resourceVersion\",\"value\":\""
            + stale.getMetadata().getResourceVersion()
            + "\"}]";
    assertThat(requests())
        .as("each patch is bound to the version that was read")
        .filteredOn(e -> e.verb().equals("patch"))
        .allSatisfy(e -> assertThat(e.body()).contains("/metadata/resourceVersion"));
    assertThatThrownBy(
            () ->
                root.apps()
                    .deployments()
                    .inNamespace("shop")
                    .withName(name)
                    .patch(new PatchContext.Builder().withPatchType(PatchType.JSON).build(), patch))
        .isInstanceOfSatisfying(
            KubernetesClientException.class, e -> assertThat(e.getCode()).isEqualTo(409));
  }

  @Test
  void triesAgainWhatMayPassAndRefusesWhatWillNot() {
    for (int code : List.of(400, 403, 404, 405, 410, 415, 422)) {
      assertThat(answer(code)).isEqualTo(OutcomeStatus.REFUSED);
    }
    for (int code : List.of(0, 401, 409, 429, 500, 503, 504)) {
      assertThat(answer(code)).isEqualTo(OutcomeStatus.FAILED);
    }
  }

  @Test
  void aServerThatDoesNotKnowItsRolesYetIsAskedAgain() {
    String denied = "deployments.apps \"cart\" is forbidden: User \"r\" cannot patch resource";
    assertThat(denial(denied)).isEqualTo(OutcomeStatus.REFUSED);
    assertThat(
            denial(
                denied
                    + ": RBAC: clusterrole.rbac.authorization.k8s.io"
                    + " \"ai-cloudops-remediator\" not found"))
        .isEqualTo(OutcomeStatus.FAILED);
    assertThat(denial("pods \"x\" is forbidden: exceeded quota: compute"))
        .isEqualTo(OutcomeStatus.REFUSED);
    assertThat(denial("admission webhook \"policy\" denied the request: owner not found"))
        .isEqualTo(OutcomeStatus.REFUSED);
  }

  private static OutcomeStatus denial(String message) {
    Status status = new StatusBuilder().withCode(403).withMessage(message).build();
    return KubernetesCluster.answer(new KubernetesClientException("no", 403, status)).status();
  }

  private static OutcomeStatus answer(int code) {
    return KubernetesCluster.answer(new KubernetesClientException("no", code, null)).status();
  }

  @Test
  void restartsStatefulAndDaemonSets() {
    Deployment like = deployment("a:1", 2).build();
    root.resource(
            new StatefulSetBuilder()
                .withMetadata(like.getMetadata())
                .withNewSpec()
                .withReplicas(1)
                .withServiceName(name)
                .withSelector(like.getSpec().getSelector())
                .withTemplate(like.getSpec().getTemplate())
                .endSpec()
                .build())
        .create();
    root.resource(
            new DaemonSetBuilder()
                .withMetadata(like.getMetadata())
                .withNewSpec()
                .withSelector(like.getSpec().getSelector())
                .withTemplate(like.getSpec().getTemplate())
                .endSpec()
                .build())
        .create();
    for (String kind : List.of("StatefulSet", "DaemonSet")) {
      Intent restart =
          intent("shop/" + kind + "/" + name, IntentKind.CHECK, ActionKind.RESTART, Map.of());
      awaitComplete(restart);
      Attempt dry = dryRun(restart);
      Attempt done = settled(() -> cluster.execute(approved(restart, dry)));
      assertThat(done.status()).as(done.message()).isEqualTo(OutcomeStatus.DONE);
      awaitComplete(restart);
    }
  }
}
