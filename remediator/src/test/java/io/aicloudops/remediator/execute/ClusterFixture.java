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
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * A simulated cluster, its root, and the remediator under an account that may do exactly what the
 * generated manifests allow. Each test has a name of its own for what it makes.
 */
abstract class ClusterFixture {

  static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
  static final Duration SOON = Duration.ofSeconds(60);
  static SimulatedCluster simulated;
  static KubernetesClient root;
  static KubernetesCluster cluster;
  static KubernetesCluster forbidden;
  private static int made;
  final String name = "w" + made++;

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
    simulated =
        new SimulatedCluster(
                ClusterSettings.defaults()
                    .withNamespaces("shop", "full")
                    .withSpeed(50)
                    .withAccounts(
                        Map.of(
                            "root", Account.admin("root"),
                            "reader", new Account("reader", List.of()),
                            "remediator", new Account("remediator", rules()))),
                new ReadyAtOnce())
            .start();
    root = simulated.client("root");
    cluster = connect("remediator", List.of());
    forbidden = connect("reader", List.of());
  }

  static KubernetesCluster connect(String token, List<String> namespaces) {
    KubernetesSettings settings =
        new KubernetesSettings(
            KubernetesSettings.Mode.ON,
            "demo",
            simulated.url(),
            new Secret(token),
            "",
            "",
            "",
            namespaces);
    Throttle throttle = new Throttle(Clock.systemUTC());
    return new KubernetesCluster(
        KubernetesAccess.writer(settings, "ai-cloudops-remediator", throttle).orElseThrow(),
        throttle,
        namespaces,
        Clock.systemUTC());
  }

  @AfterAll
  static void stop() {
    cluster.close();
    forbidden.close();
    root.close();
    simulated.close();
  }

  Intent intent(String entity, IntentKind kind, ActionKind action, Map<String, String> params) {
    return Intent.newBuilder()
        .setId("demo:" + name + "/" + kind)
        .setRemediationId("demo:" + name)
        .setKind(kind)
        .setCluster("demo")
        .setEntity("demo/" + entity)
        .setAction(action)
        .setParams(new HashMap<>(params))
        .setTime(NOW)
        .setDeadline(NOW.plusSeconds(60))
        .build();
  }

  private Intent like(Intent intent, IntentKind kind) {
    String entity = intent.getEntity().substring("demo/".length());
    return intent(entity, kind, intent.getAction(), intent.getParams());
  }

  /** About the deployment of this test's name. */
  Intent intent(IntentKind kind, ActionKind action, Map<String, String> params) {
    return intent("shop/Deployment/" + name, kind, action, params);
  }

  DeploymentBuilder deployment(String image, int replicas) {
    return new DeploymentBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace("shop")
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
        .withImage(image)
        .withNewResources()
        .addToLimits("memory", new Quantity("128Mi"))
        .addToRequests("cpu", new Quantity("100m"))
        .endResources()
        .endContainer()
        .endSpec()
        .endTemplate()
        .endSpec();
  }

  /** Makes it and waits until all its pods serve. */
  void deploy(Deployment deployment) {
    root.resource(deployment).create();
    awaitComplete(
        intent(
            deployment.getMetadata().getNamespace() + "/Deployment/" + name,
            IntentKind.CHECK,
            ActionKind.RESTART,
            Map.of()));
  }

  void deploy(int replicas) {
    deploy(deployment("a:1", replicas).build());
  }

  Deployment live() {
    return root.apps().deployments().inNamespace("shop").withName(name).get();
  }

  void awaitComplete() {
    awaitComplete(intent(IntentKind.CHECK, ActionKind.RESTART, Map.of()));
  }

  static void awaitComplete(Intent intent) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> assertThat(cluster.check(intent).status()).isEqualTo(OutcomeStatus.DONE));
  }

  /** Tries again when the object's status changed in between, as the executor does. */
  static Attempt settled(Supplier<Attempt> attempt) {
    return await()
        .atMost(SOON)
        .until(attempt::get, answer -> answer.status() != OutcomeStatus.FAILED);
  }

  Attempt dryRun(Intent intent) {
    intent.setKind(IntentKind.DRY_RUN);
    return settled(() -> cluster.dryRun(intent));
  }

  Attempt dryRun(ActionKind action, Map<String, String> params) {
    return dryRun(intent(IntentKind.DRY_RUN, action, params));
  }

  static Surroundings around(Attempt dry) {
    assertThat(dry.status()).as(dry.message()).isEqualTo(OutcomeStatus.DONE);
    return Surroundings.ofFacts(dry.facts()).orElseThrow();
  }

  /** Why the dry run of an intent is refused. */
  String refusal(Intent intent) {
    Attempt dry = dryRun(intent);
    assertThat(dry.status()).as(dry.message()).isEqualTo(OutcomeStatus.REFUSED);
    return dry.message();
  }

  /** A dry run about another object of this test's name, for the deployment. */
  Intent about(ActionKind action, String kind, Map<String, String> params) {
    Intent intent = intent(IntentKind.DRY_RUN, action, params);
    intent.getParams().put("object", kind + "/" + name);
    return intent;
  }

  /** A disruption budget over the pods of this test's name. */
  void budgetOf(IntOrString minAvailable) {
    root.resource(
            new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withMinAvailable(minAvailable)
                .withNewSelector()
                .addToMatchLabels("app", name)
                .endSelector()
                .endSpec()
                .build())
        .create();
  }

  /** The execution that was approved by the hash of its dry run. */
  Intent approved(Intent intent, Attempt dry) {
    assertThat(dry.status()).as(dry.message()).isEqualTo(OutcomeStatus.DONE);
    Intent execute = like(intent, IntentKind.EXECUTE);
    execute.setDiffHash(dry.diff().hash());
    dry.facts()
        .forEach(
            (key, value) -> {
              if (key.startsWith("target.")) {
                execute.getParams().put(key, value);
              }
            });
    return execute;
  }

  /** Dry run, then the execution that was approved; checks that it is done once and recognised. */
  Attempt carryOut(Intent intent) {
    int before = writes().size();
    Attempt dry = dryRun(intent);
    assertThat(dry.status()).as(dry.message()).isEqualTo(OutcomeStatus.DONE);
    assertThat(writes()).as("a dry run writes nothing").hasSize(before);
    Intent execute = approved(intent, dry);
    Attempt done = settled(() -> cluster.execute(execute));
    assertThat(done.status()).as(done.message()).isEqualTo(OutcomeStatus.DONE);
    int after = writes().size();
    assertThat(after).as("it was written").isGreaterThan(before);
    assertThat(settled(() -> cluster.execute(execute)).message())
        .isEqualTo("was carried out before");
    assertThat(settled(() -> cluster.recognise(execute)).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(writes()).as("and not a second time").hasSize(after);
    assertThat(writes().subList(before, after))
        .allSatisfy(
            write -> {
              assertThat(write.verb()).isIn("patch", "create");
              assertThat(write.fieldManager()).isEqualTo("ai-cloudops");
              assertThat(write.userAgent()).contains("ai-cloudops-remediator");
            });
    return done;
  }

  Attempt carryOut(ActionKind action, Map<String, String> params) {
    awaitComplete();
    return carryOut(intent(IntentKind.DRY_RUN, action, params));
  }

  Attempt undo(Intent intent, Attempt done) {
    Intent undo = like(intent, IntentKind.UNDO);
    undo.getParams().putAll(done.facts());
    return settled(() -> cluster.undo(undo));
  }

  Attempt undo(ActionKind action, Map<String, String> params, Attempt done) {
    return undo(intent(IntentKind.UNDO, action, params), done);
  }

  /** What the remediator changed of what this test made. */
  List<AuditEntry> writes() {
    return requests().stream().filter(AuditEntry::wrote).toList();
  }

  /** Write requests and dry runs of the remediator about what this test made. */
  List<AuditEntry> requests() {
    return simulated.audit().stream()
        .filter(e -> e.user().equals("remediator"))
        .filter(e -> (e.path() + e.body()).matches("(?s).*\\b" + name + "\\b.*"))
        .toList();
  }
}
