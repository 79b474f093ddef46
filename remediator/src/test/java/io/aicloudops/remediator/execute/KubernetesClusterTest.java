package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.aicloudops.runtime.kubernetes.KubernetesAccess;
import io.aicloudops.runtime.kubernetes.KubernetesSettings;
import io.aicloudops.runtime.settings.Secret;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.aicloudops.simulator.kube.ClusterSettings;
import io.aicloudops.simulator.kube.SimulatedCluster;
import io.aicloudops.simulator.kube.http.Account;
import io.aicloudops.simulator.kube.http.AuditEntry;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KubernetesClusterTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final SimulatedCluster SIMULATED =
      new SimulatedCluster(
          ClusterSettings.defaults()
              .withNamespaces("shop")
              .withSpeed(50)
              .withAccounts(
                  Map.of(
                      "root", Account.admin("root"),
                      "reader", new Account("reader", List.of()),
                      "remediator", new Account("remediator", rules()))),
          new ReadyAtOnce());
  private static KubernetesClient root;
  private static KubernetesCluster cluster;
  private static KubernetesCluster forbidden;
  private static int made;
  private final String name = "w" + made++;

  /** Exactly what the generated manifests allow. */
  static List<Account.Rule> rules() {
    return Permissions.ALL.stream()
        .map(
            p ->
                new Account.Rule(
                    Set.copyOf(p.verbs()),
                    Set.of(p.apiGroup()),
                    Set.copyOf(p.resources()),
                    Set.of("*")))
        .toList();
  }

  @BeforeAll
  static void start() {
    root = SIMULATED.start().client("root");
    cluster = connect("remediator", List.of());
    forbidden = connect("reader", List.of());
  }

  private static KubernetesCluster connect(String token, List<String> namespaces) {
    KubernetesSettings settings =
        new KubernetesSettings(
            KubernetesSettings.Mode.ON,
            "demo",
            SIMULATED.url(),
            new Secret(token),
            "",
            "",
            "",
            namespaces);
    return new KubernetesCluster(
        KubernetesAccess.client(settings, "ai-cloudops-remediator").orElseThrow(), namespaces);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    forbidden.close();
    root.close();
    SIMULATED.close();
  }

  private Intent intent(IntentKind kind, ActionKind action, Map<String, String> params) {
    return Intent.newBuilder()
        .setId("demo:" + name + "/" + kind)
        .setRemediationId("demo:" + name)
        .setKind(kind)
        .setCluster("demo")
        .setEntity("demo/shop/Deployment/" + name)
        .setAction(action)
        .setParams(new HashMap<>(params))
        .setTime(NOW)
        .setDeadline(NOW.plusSeconds(60))
        .build();
  }

  private Deployment deployment(String image) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("shop")
        .endMetadata()
        .withNewSpec()
        .withReplicas(2)
        .withNewSelector()
        .withMatchLabels(Map.of("app", name))
        .endSelector()
        .withNewTemplate()
        .withNewMetadata()
        .addToLabels("app", name)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("app")
        .withImage(image)
        .withNewResources()
        .addToLimits("memory", new Quantity("128Mi"))
        .endResources()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private Deployment live() {
    return root.apps().deployments().inNamespace("shop").withName(name).get();
  }

  private List<AuditEntry> ours() {
    return SIMULATED.audit().stream()
        .filter(e -> e.user().equals("remediator") && e.path().endsWith("/" + name))
        .toList();
  }

  private void awaitComplete() {
    awaitComplete(intent(IntentKind.CHECK, ActionKind.RESTART, Map.of()));
  }

  private static void awaitComplete(Intent intent) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(cluster.check(intent).status()).isEqualTo(OutcomeStatus.DONE));
  }

  /** Tries again when the object's status changed in between, as the executor does. */
  private static Attempt settled(Supplier<Attempt> attempt) {
    return await()
        .atMost(SOON)
        .until(attempt::get, answer -> answer.status() != OutcomeStatus.FAILED);
  }

  /** Dry run, then the execution that was approved by its hash. */
  private Attempt carryOut(ActionKind action, Map<String, String> params) {
    awaitComplete();
    Attempt dry = settled(() -> cluster.dryRun(intent(IntentKind.DRY_RUN, action, params)));
    assertThat(dry.message()).isEqualTo("the server accepts it");
    assertThat(ours()).as("a dry run writes nothing").noneMatch(AuditEntry::wrote);
    Intent execute = intent(IntentKind.EXECUTE, action, params);
    execute.setDiffHash(dry.diff().hash());
    Attempt done = settled(() -> cluster.execute(execute));
    assertThat(done.status()).as(done.message()).isEqualTo(OutcomeStatus.DONE);
    assertThat(cluster.execute(execute).message()).isEqualTo("was carried out before");
    assertThat(cluster.recognise(execute).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(ours().stream().filter(AuditEntry::wrote))
        .as("written once, as a patch under our own name")
        .singleElement()
        .satisfies(
            e -> {
              assertThat(e.verb()).isEqualTo("patch");
              assertThat(e.fieldManager()).isEqualTo("ai-cloudops");
              assertThat(e.userAgent()).contains("ai-cloudops-remediator");
            });
    return done;
  }

  private Attempt undo(ActionKind action, Map<String, String> params, Attempt done) {
    Map<String, String> all = new HashMap<>(params);
    all.putAll(done.facts());
    return settled(() -> cluster.undo(intent(IntentKind.UNDO, action, all)));
  }

  @Test
  void restarts() {
    root.resource(deployment("a:1")).create();
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
    root.resource(deployment("a:1")).create();
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
    root.resource(deployment("a:1")).create();
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
    root.resource(deployment("a:1")).create();
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
    root.resource(deployment("a:1")).create();
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
    assertThat(ours()).noneMatch(AuditEntry::wrote);
  }

  @Test
  void refusesWhatCannotBeDone() {
    Intent missing = intent(IntentKind.DRY_RUN, ActionKind.RESTART, Map.of());
    assertThat(cluster.dryRun(missing).message()).contains("does not exist");
    Intent pod = intent(IntentKind.DRY_RUN, ActionKind.RESTART, Map.of());
    pod.setEntity("demo/shop/Pod/p");
    assertThat(cluster.dryRun(pod).status()).isEqualTo(OutcomeStatus.REFUSED);
    root.resource(deployment("a:1")).create();
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
    Deployment before = root.resource(deployment("a:1")).create();
    root.apps().deployments().inNamespace("shop").withName(name).scale(5);
    Intent scale = intent(IntentKind.EXECUTE, ActionKind.SCALE, Map.of("replicas", "3"));
    String patch = Changes.of(scale, before, root).orElseThrow().jsonPatch(before, "demo:x/1");
    assertThatThrownBy(
            () ->
                root.apps()
                    .deployments()
                    .inNamespace("shop")
                    .withName(name)
                    .patch(new PatchContext.Builder().withPatchType(PatchType.JSON).build(), patch))
        .isInstanceOfSatisfying(
            KubernetesClientException.class,
            e -> {
              assertThat(e.getCode()).isEqualTo(409);
              assertThat(KubernetesCluster.answer(e).status()).isEqualTo(OutcomeStatus.FAILED);
            });
  }

  @Test
  void triesAgainWhatMayPassAndRefusesWhatWillNot() {
    for (int code : List.of(400, 401, 403, 404, 405, 410, 415, 422)) {
      assertThat(answer(code)).isEqualTo(OutcomeStatus.REFUSED);
    }
    for (int code : List.of(0, 409, 429, 500, 503, 504)) {
      assertThat(answer(code)).isEqualTo(OutcomeStatus.FAILED);
    }
  }

  private static OutcomeStatus answer(int code) {
    return KubernetesCluster.answer(new KubernetesClientException("no", code, null)).status();
  }

  @Test
  void restartsStatefulAndDaemonSets() {
    Deployment like = deployment("a:1");
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
      Intent restart = intent(IntentKind.DRY_RUN, ActionKind.RESTART, Map.of());
      restart.setEntity("demo/shop/" + kind + "/" + name);
      awaitComplete(restart);
      Attempt dry = settled(() -> cluster.dryRun(restart));
      restart.setDiffHash(dry.diff().hash());
      Attempt done = settled(() -> cluster.execute(restart));
      assertThat(done.status()).as(done.message()).isEqualTo(OutcomeStatus.DONE);
      awaitComplete(restart);
    }
  }

  @Test
  void staysWithinItsPermissions() {
    root.resource(deployment("a:1")).create();
    carryOut(ActionKind.SCALE, Map.of("replicas", "1"));
    Set<String> allowed =
        Permissions.ALL.stream()
            .filter(p -> p.verbs().contains("patch"))
            .flatMap(p -> p.resources().stream())
            .collect(Collectors.toSet());
    assertThat(SIMULATED.audit().stream().filter(e -> e.user().equals("remediator")))
        .isNotEmpty()
        .allSatisfy(
            e -> {
              assertThat(e.verb()).isEqualTo("patch");
              assertThat(allowed).anyMatch(what -> e.path().contains("/" + what + "/"));
              assertThat(e.code()).isNotEqualTo(403);
            });
  }
}
