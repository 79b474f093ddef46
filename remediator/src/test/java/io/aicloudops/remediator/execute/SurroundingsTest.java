package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.remediator.guard.Surroundings;
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
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What stands around an object, and the actions on pods and nodes, as the least account. */
class SurroundingsTest {

  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final SimulatedCluster SIMULATED =
      new SimulatedCluster(
          ClusterSettings.defaults()
              .withNamespaces("shop", "full")
              .withSpeed(50)
              .withAccounts(
                  Map.of(
                      "root",
                      Account.admin("root"),
                      "remediator",
                      new Account("remediator", KubernetesClusterTest.rules()))),
          new ReadyAtOnce());
  private static KubernetesClient root;
  private static KubernetesCluster cluster;
  private static int made;
  private final String name = "s" + made++;

  @BeforeAll
  static void start() {
    root = SIMULATED.start().client("root");
    KubernetesSettings settings =
        new KubernetesSettings(
            KubernetesSettings.Mode.ON,
            "demo",
            SIMULATED.url(),
            new Secret("remediator"),
            "",
            "",
            "",
            List.of());
    cluster =
        new KubernetesCluster(KubernetesAccess.client(settings, "test").orElseThrow(), List.of());
  }

  @AfterAll
  static void stop() {
    cluster.close();
    root.close();
    SIMULATED.close();
  }

  private void deploy(String namespace, int replicas, Map<String, String> labels) {
    root.resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .withLabels(labels)
                .endMetadata()
                .withNewSpec()
                .withReplicas(replicas)
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
                .withImage("a:1")
                .withNewResources()
                .addToLimits("memory", new Quantity("128Mi"))
                .addToRequests("cpu", new Quantity("100m"))
                .endResources()
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        cluster
                            .check(intent(namespace, IntentKind.CHECK, ActionKind.SCALE, Map.of()))
                            .status())
                    .isEqualTo(OutcomeStatus.DONE));
  }

  private Intent intent(
      String namespace, IntentKind kind, ActionKind action, Map<String, String> params) {
    return Intent.newBuilder()
        .setId("demo:" + name + "/" + kind)
        .setRemediationId("demo:" + name)
        .setKind(kind)
        .setCluster("demo")
        .setEntity("demo/" + namespace + "/Deployment/" + name)
        .setAction(action)
        .setParams(new HashMap<>(params))
        .setTime(NOW)
        .setDeadline(NOW.plusSeconds(60))
        .build();
  }

  private static Attempt settled(Intent intent) {
    return await()
        .atMost(SOON)
        .until(() -> cluster.dryRun(intent), answer -> answer.status() != OutcomeStatus.FAILED);
  }

  private Attempt dryRun(String namespace, ActionKind action, Map<String, String> params) {
    return settled(intent(namespace, IntentKind.DRY_RUN, action, params));
  }

  private static Surroundings around(Attempt dry) {
    assertThat(dry.status()).as(dry.message()).isEqualTo(OutcomeStatus.DONE);
    return Surroundings.ofFacts(dry.facts()).orElseThrow();
  }

  private void budget(String minAvailable) {
    root.resource(
            new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withMinAvailable(new IntOrString(minAvailable))
                .withNewSelector()
                .withMatchLabels(Map.of("app", name))
                .endSelector()
                .endSpec()
                .build())
        .create();
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
    deploy("shop", 4, Map.of());
    assertThat(around(dryRun("shop", ActionKind.RESTART, Map.of())))
        .isEqualTo(new Surroundings("", 4, 4, 1, "", 0, ""));
    budget("100%");
    assertThat(around(dryRun("shop", ActionKind.RESTART, Map.of())))
        .isEqualTo(new Surroundings("", 4, 4, 1, name, 0, ""));
    assertThat(around(dryRun("shop", ActionKind.SCALE, Map.of("replicas", "1"))).away())
        .isEqualTo(3);
  }

  @Test
  void holdsTheBrakesOnceMoreBeforeItWrites() {
    deploy("shop", 4, Map.of());
    Attempt dry = dryRun("shop", ActionKind.RESTART, Map.of());
    budget("100%");
    Intent unasked =
        intent("shop", IntentKind.EXECUTE, ActionKind.RESTART, Map.of("leastReady", "0.5"));
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

  private List<AuditEntry> writes() {
    return SIMULATED.audit().stream()
        .filter(e -> e.user().equals("remediator") && e.path().contains(name) && e.wrote())
        .toList();
  }

  @Test
  void checksTheQuotaBeforeMoreIsAsked() {
    deploy("full", 2, Map.of());
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
    assertThat(around(dryRun("full", ActionKind.RAISE_MEMORY_LIMIT, more)).shortage())
        .contains("quota most")
        .contains("limits.memory");
    assertThat(around(dryRun("full", ActionKind.SCALE, Map.of("replicas", "3"))).shortage())
        .isNotEmpty();
    assertThat(around(dryRun("full", ActionKind.SCALE, Map.of("replicas", "1"))).shortage())
        .isEmpty();
    assertThat(around(dryRun("full", ActionKind.RESTART, Map.of())).shortage())
        .as("a restart asks for no more than there was")
        .isEmpty();
    Intent execute = intent("full", IntentKind.EXECUTE, ActionKind.RAISE_MEMORY_LIMIT, more);
    execute.setDiffHash(dryRun("full", ActionKind.RAISE_MEMORY_LIMIT, more).diff().hash());
    assertThat(cluster.execute(execute).message()).startsWith("quota: ");
    assertThat(writes()).isEmpty();
  }

  @Test
  void offersAPatchForWhatGitOwnsAndNeverWritesIt() {
    deploy("shop", 2, Map.of("argocd.argoproj.io/instance", "shop"));
    Map<String, String> more = Map.of("memoryLimit", Long.toString(192L << 20));
    Attempt dry = dryRun("shop", ActionKind.RAISE_MEMORY_LIMIT, more);
    assertThat(around(dry).manager()).isEqualTo("argocd");
    assertThat(dry.facts().get("git.patch"))
        .contains("kind: \"Deployment\"")
        .contains("name: \"" + name + "\"")
        .contains("image: \"a:1\"")
        .contains("memory: \"192Mi\"")
        .doesNotContain("resourceVersion");
    Attempt scale = dryRun("shop", ActionKind.SCALE, Map.of("replicas", "5"));
    assertThat(scale.facts().get("git.patch")).contains("spec:\n  replicas: 5");
    Intent execute = intent("shop", IntentKind.EXECUTE, ActionKind.RAISE_MEMORY_LIMIT, more);
    execute.setDiffHash(dry.diff().hash());
    assertThat(cluster.execute(execute).message()).startsWith("gitops: ");
    assertThat(writes()).isEmpty();
  }

  private List<Pod> pods() {
    return root.pods().inNamespace("shop").withLabel("app", name).list().getItems();
  }

  @Test
  void takesOnePodAwayByEvictionAndOnlyTheOneThatWasShown() {
    deploy("shop", 2, Map.of());
    String victim = pods().get(0).getMetadata().getName();
    Map<String, String> params = Map.of("pod", victim);
    Attempt dry = dryRun("shop", ActionKind.DELETE_POD, params);
    assertThat(dry.diff().text()).contains("-" + victim);
    assertThat(writes()).isEmpty();
    assertThat(around(dry).away()).isEqualTo(1);
    Map<String, String> shown = new HashMap<>(params);
    shown.put(Evicting.PODS, dry.facts().get(Evicting.PODS));
    Intent execute = intent("shop", IntentKind.EXECUTE, ActionKind.DELETE_POD, shown);
    assertThat(cluster.execute(execute).message()).contains("not the pods that were approved");
    execute.setDiffHash(dry.diff().hash());
    assertThat(cluster.execute(execute).message()).isEqualTo("took away 1 pods");
    assertThat(cluster.execute(execute).message()).isEqualTo("was carried out before");
    assertThat(cluster.recognise(execute).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(writes()).singleElement().satisfies(e -> assertThat(e.verb()).isEqualTo("create"));
    await()
        .atMost(SOON)
        .until(() -> cluster.check(execute).status() == OutcomeStatus.DONE && pods().size() == 2);
    assertThat(cluster.undo(execute).status()).isEqualTo(OutcomeStatus.REFUSED);
    assertThat(dryRun("shop", ActionKind.DELETE_POD, Map.of("pod", "none")).message())
        .contains("no such pod");
  }

  @Test
  void aBudgetHoldsAtTheServerToo() {
    deploy("shop", 4, Map.of());
    budget("100%");
    Map<String, String> params = Map.of("pod", pods().get(0).getMetadata().getName());
    Attempt dry = cluster.dryRun(intent("shop", IntentKind.DRY_RUN, ActionKind.DELETE_POD, params));
    assertThat(dry.status()).isEqualTo(OutcomeStatus.FAILED);
    assertThat(dry.message()).contains("disruption budget forbids");
  }

  @Test
  void clearsEvictedPodsAndNoOthers() {
    deploy("shop", 2, Map.of());
    assertThat(dryRun("shop", ActionKind.DELETE_EVICTED_PODS, Map.of()).message())
        .contains("no such pod");
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
    Attempt dry = dryRun("shop", ActionKind.DELETE_EVICTED_PODS, Map.of());
    assertThat(dry.diff().text().lines()).hasSize(1);
    Intent execute =
        intent(
            "shop",
            IntentKind.EXECUTE,
            ActionKind.DELETE_EVICTED_PODS,
            Map.of(Evicting.PODS, dry.facts().get(Evicting.PODS)));
    execute.setDiffHash(dry.diff().hash());
    assertThat(cluster.execute(execute).message()).isEqualTo("took away 1 pods");
    await().atMost(SOON).until(() -> cluster.check(execute).status() == OutcomeStatus.DONE);
    assertThat(pods()).hasSize(2).noneMatch(pod -> pod.getMetadata().getName().equals(evicted));
  }

  @Test
  void cordonsANodeAndLetsPodsOnAgain() {
    Node node = root.nodes().list().getItems().get(0);
    String entity = "demo/_/Node/" + node.getMetadata().getName();
    Intent cordon = intent("shop", IntentKind.DRY_RUN, ActionKind.CORDON, Map.of());
    cordon.setEntity(entity);
    Attempt dry = settled(cordon);
    assertThat(dry.diff().text()).contains("+  unschedulable: true");
    cordon.setKind(IntentKind.EXECUTE);
    cordon.setDiffHash(dry.diff().hash());
    Attempt done = cluster.execute(cordon);
    assertThat(done.status()).as(done.message()).isEqualTo(OutcomeStatus.DONE);
    assertThat(cluster.check(cordon).status()).isEqualTo(OutcomeStatus.DONE);
    Intent undo = intent("shop", IntentKind.UNDO, ActionKind.CORDON, done.facts());
    undo.setEntity(entity);
    assertThat(cluster.undo(undo).message()).startsWith("uncordoned ");
    Intent again = intent("shop", IntentKind.DRY_RUN, ActionKind.UNCORDON, Map.of());
    again.setEntity(entity);
    assertThat(cluster.dryRun(again).message()).contains("as it should be already");
  }

  @Test
  void resumesAPausedRollout() {
    deploy("shop", 2, Map.of());
    assertThat(dryRun("shop", ActionKind.RESUME_ROLLOUT, Map.of()).message())
        .contains("not paused");
    root.apps()
        .deployments()
        .inNamespace("shop")
        .withName(name)
        .edit(
            d -> {
              d.getSpec().setPaused(true);
              return d;
            });
    Attempt dry = dryRun("shop", ActionKind.RESUME_ROLLOUT, Map.of());
    assertThat(dry.diff().text()).contains("paused: true");
    Intent execute = intent("shop", IntentKind.EXECUTE, ActionKind.RESUME_ROLLOUT, Map.of());
    execute.setDiffHash(dry.diff().hash());
    assertThat(cluster.execute(execute).message()).startsWith("resumed ");
  }

  private static LabelSelectorRequirement term(String key, String operator, String... values) {
    LabelSelectorRequirement term = new LabelSelectorRequirement();
    term.setKey(key);
    term.setOperator(operator);
    term.setValues(List.of(values));
    return term;
  }

  @Test
  void selectsAsTheServerDoes() {
    LabelSelector in =
        new LabelSelectorBuilder()
            .addToMatchExpressions(term("tier", "In", "a", "b"))
            .addToMatchExpressions(term("old", "DoesNotExist"))
            .build();
    assertThat(Selection.selects(in, Map.of("tier", "a"))).isTrue();
    assertThat(Selection.selects(in, Map.of("tier", "c"))).isFalse();
    assertThat(Selection.selects(in, Map.of("tier", "a", "old", ""))).isFalse();
    assertThat(Selection.selects(new LabelSelector(), Map.of())).isTrue();
    assertThat(Selection.selects(null, Map.of())).isFalse();
    LabelSelector not =
        new LabelSelectorBuilder()
            .addToMatchExpressions(term("tier", "NotIn", "a"))
            .addToMatchExpressions(term("app", "Exists"))
            .build();
    assertThat(Selection.selects(not, Map.of("app", "x"))).isTrue();
    assertThat(Selection.selects(not, Map.of("app", "x", "tier", "a"))).isFalse();
  }
}
