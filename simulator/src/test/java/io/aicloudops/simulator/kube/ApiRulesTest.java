package io.aicloudops.simulator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.aicloudops.simulator.kube.http.Account;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.ConfigMapList;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ApiRulesTest {

  private static final Duration SOON = Duration.ofSeconds(60);
  private static final Account READER =
      new Account(
          "system:serviceaccount:shop:reader",
          List.of(
              new Account.Rule(
                  Set.of("get", "list", "watch"), Set.of("*"), Set.of("*"), Set.of("*"))));

  private final FakeRuntime runtime = new FakeRuntime();
  private final SimulatedCluster cluster =
      new SimulatedCluster(
          ClusterSettings.defaults()
              .withNamespaces(Shop.NAMESPACE)
              .withSpeed(50)
              .withAccounts(Map.of("root", Account.admin("root"), "reader", READER)),
          runtime);
  private KubernetesClient client;

  @BeforeEach
  void start() {
    client = cluster.start().client("root");
  }

  @AfterEach
  void stop() {
    client.close();
    cluster.close();
  }

  @Test
  void isAKubernetesOfTheVersionTheClientExpects() {
    assertThat(client.getKubernetesVersion().getGitVersion()).isEqualTo("v1.34.0");
    assertThat(client.supports(Deployment.class)).isTrue();
    assertThat(client.getApiGroups().getGroups()).extracting("name").contains("apps", "policy");
    assertThat(client.getApiResources("apps/v1").getResources())
        .extracting("name")
        .contains("deployments", "deployments/status", "deployments/scale");
  }

  @Test
  void aDryRunAnswersAsTheWriteWouldAndStoresNothing() {
    Deployment dry = client.resource(Shop.deployment("cart", "cart:1", 1)).dryRun(true).create();
    assertThat(dry.getMetadata().getUid()).isNotEmpty();
    assertThat(dry.getSpec().getProgressDeadlineSeconds()).isEqualTo(600);
    assertThat(cart().get()).isNull();

    client.resource(Shop.deployment("cart", "cart:1", 1)).create();
    awaitReady(1);
    long before = generation();
    Deployment patched =
        client
            .apps()
            .deployments()
            .inNamespace(Shop.NAMESPACE)
            .withName("cart")
            .patch(dryRun(PatchType.JSON_MERGE), "{\"spec\":{\"replicas\":3}}");
    assertThat(patched.getSpec().getReplicas()).isEqualTo(3);
    cart().dryRun(true).delete();

    assertThat(generation()).isEqualTo(before);
    assertThat(cart().get().getSpec().getReplicas()).isEqualTo(1);
    assertThat(cart().get().getMetadata().getDeletionTimestamp()).isNull();
    assertThat(cluster.audit())
        .filteredOn(entry -> entry.dryRun())
        .extracting("verb")
        .containsExactly("create", "patch", "delete");
    assertThat(cluster.audit()).filteredOn(entry -> entry.wrote()).hasSize(1);
  }

  @Test
  void aDryRunOfARefusedWriteIsRefused() {
    Deployment broken = Shop.deployment("cart", "cart:1", 1);
    broken.getSpec().getTemplate().getMetadata().setLabels(Map.of("app", "other"));

    KubernetesClientException refusal =
        catchThrowableOfType(
            KubernetesClientException.class, () -> client.resource(broken).dryRun(true).create());

    assertThat(refusal.getCode()).isEqualTo(422);
    assertThat(refusal.getStatus().getReason()).isEqualTo("Invalid");
    assertThat(refusal.getStatus().getDetails().getCauses().get(0).getField())
        .isEqualTo("spec.template.metadata.labels");
  }

  @Test
  void aStaleVersionIsAConflict() {
    ConfigMap stale = client.resource(configMap("settings", "a", "1")).create();
    client.resource(configMap("settings", "a", "2")).update();
    stale.setData(Map.of("a", "3"));

    KubernetesClientException refusal =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> client.resource(stale).lockResourceVersion().update());

    assertThat(refusal.getCode()).isEqualTo(409);
    assertThat(refusal.getStatus().getReason()).isEqualTo("Conflict");
    assertThat(settings().getData()).containsEntry("a", "2");
  }

  @Test
  void strategicMergeMergesContainersByName() {
    client.resource(Shop.deployment("cart", "cart:1", 1)).create();

    cart()
        .patch(
            PatchContext.of(PatchType.STRATEGIC_MERGE),
            "{\"spec\":{\"template\":{\"spec\":{\"containers\":[{\"name\":\"app\",\"env\":[{\"name\":\"EXTRA\","
                + "\"value\":\"1\"}]}]}}}}");

    var container = cart().get().getSpec().getTemplate().getSpec().getContainers().get(0);
    assertThat(container.getImage()).isEqualTo("cart:1");
    assertThat(container.getEnv()).extracting(EnvVar::getName).contains("MODE", "EXTRA");
  }

  @Test
  void jsonPatchTestsBeforeItWrites() {
    client.resource(configMap("settings", "a", "1")).create();
    PatchContext context = PatchContext.of(PatchType.JSON);

    int refused =
        code(
            () ->
                maps()
                    .withName("settings")
                    .patch(
                        context,
                        "[{\"op\":\"test\",\"path\":\"/data/a\",\"value\":\"9\"},{\"op\":\"remove\",\"path\":\"/data/a\"}]"));
    assertThat(refused).isEqualTo(422);
    assertThat(settings().getData()).containsEntry("a", "1");
    maps()
        .withName("settings")
        .patch(context, "[{\"op\":\"replace\",\"path\":\"/data/a\",\"value\":\"2\"}]");

    assertThat(settings().getData()).containsEntry("a", "2");
  }

  @Test
  void appliedFieldsHaveOwnersAndConflictsMustBeForced() {
    apply("one", false, map("a", "1", "b", "1"));

    KubernetesClientException refusal =
        catchThrowableOfType(
            KubernetesClientException.class, () -> apply("two", false, map("a", "2")));
    assertThat(refusal.getCode()).isEqualTo(409);
    assertThat(refusal.getStatus().getDetails().getCauses().get(0).getReason())
        .isEqualTo("FieldManagerConflict");
    assertThat(refusal.getMessage()).contains("conflict with \"one\" using v1: .data.a");

    apply("two", true, map("a", "2"));
    assertThat(settings().getData()).containsEntry("a", "2").containsEntry("b", "1");
    assertThat(settings().getMetadata().getManagedFields())
        .extracting(ManagedFieldsEntry::getManager)
        .containsExactlyInAnyOrder("one", "two");

    apply("one", false, map("c", "1"));
    assertThat(settings().getData()).containsOnlyKeys("a", "c");
  }

  @Test
  void applyKeepsWhatOthersSetInTheSameContainer() {
    client.resource(Shop.deployment("cart", "cart:1", 2)).create();
    Deployment opinion =
        client
            .getKubernetesSerialization()
            .unmarshal(
                """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: cart, namespace: shop}
                spec:
                  template:
                    spec:
                      containers:
                      - name: app
                        resources: {limits: {memory: 256Mi}}
                """,
                Deployment.class);
    KubernetesClientException refusal =
        catchThrowableOfType(
            KubernetesClientException.class,
            () -> client.resource(opinion).fieldManager("mender").serverSideApply());
    assertThat(refusal.getCode()).isEqualTo(409);

    Deployment after =
        client.resource(opinion).fieldManager("mender").forceConflicts().serverSideApply();

    var container = after.getSpec().getTemplate().getSpec().getContainers().get(0);
    assertThat(container.getImage()).isEqualTo("cart:1");
    assertThat(container.getResources().getLimits().get("memory")).hasToString("256Mi");
    assertThat(container.getResources().getLimits().get("cpu")).hasToString("500m");
    assertThat(after.getSpec().getReplicas()).isEqualTo(2);
    assertThat(after.getMetadata().getGeneration()).isEqualTo(2);
  }

  @Test
  void evictionKeepsToTheDisruptionBudget() throws Exception {
    client
        .resource(
            new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName("cart")
                .withNamespace(Shop.NAMESPACE)
                .endMetadata()
                .withNewSpec()
                .withNewMinAvailable(2)
                .withNewSelector()
                .addToMatchLabels("app", "cart")
                .endSelector()
                .endSpec()
                .build())
        .create();
    client.resource(Shop.deployment("cart", "cart:1", 2)).create();
    awaitReady(2);
    String victim = pods().get(0).getMetadata().getName();

    HttpResponse<String> refusal =
        http("POST", "/api/v1/namespaces/shop/pods/" + victim + "/eviction", "{}");
    assertThat(refusal.statusCode()).isEqualTo(429);
    assertThat(refusal.body()).contains("disruption budget", "DisruptionBudget", "TooManyRequests");

    cart().scale(3);
    awaitReady(3);
    assertThat(evict(victim)).isTrue();
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(pods())
                    .extracting(p -> p.getMetadata().getName())
                    .doesNotContain(victim));
  }

  @Test
  void selectsByLabelsAndFields() {
    for (String tier : List.of("front", "back", "store")) {
      ConfigMap map = configMap(tier, "a", "1");
      map.getMetadata().setLabels(Map.of("tier", tier));
      client.resource(map).create();
    }

    assertThat(maps().withLabelSelector("tier in (front, back),tier!=back").list().getItems())
        .hasSize(1);
    assertThat(maps().withLabelSelector("tier notin (front),tier").list().getItems()).hasSize(2);
    assertThat(maps().withLabelSelector("!tier").list().getItems()).isEmpty();
    assertThat(maps().withField("metadata.name", "store").list().getItems()).hasSize(1);
    assertThat(maps().withoutField("metadata.name", "store").list().getItems()).hasSize(2);
    assertThat(
            catchThrowableOfType(
                    KubernetesClientException.class,
                    () -> maps().withField("spec.nodeName", "x").list())
                .getCode())
        .isEqualTo(400);
  }

  @Test
  void pagesShowTheClusterAsItWasAtTheFirst() {
    for (String name : List.of("a", "b", "c")) {
      client.resource(configMap(name, "a", "1")).create();
    }
    var first = maps().list(new ListOptionsBuilder().withLimit(2L).build());
    maps().withName("c").delete();

    var second =
        maps()
            .list(
                new ListOptionsBuilder()
                    .withLimit(2L)
                    .withContinue(first.getMetadata().getContinue())
                    .build());

    assertThat(first.getItems()).hasSize(2);
    assertThat(second.getItems()).extracting(m -> m.getMetadata().getName()).containsExactly("c");
    assertThat(second.getMetadata().getContinue()).isNullOrEmpty();
  }

  @Test
  void refusalsSayWhatIsWrong() {
    assertThat(code(() -> client.resource(configMap("Bad_Name", "a", "1")).create()))
        .isEqualTo(422);
    client.resource(configMap("twice", "a", "1")).create();
    assertThat(code(() -> client.resource(configMap("twice", "a", "1")).create())).isEqualTo(409);
    ConfigMap elsewhere = configMap("x", "a", "1");
    elsewhere.getMetadata().setNamespace("nowhere");
    assertThat(code(() -> client.resource(elsewhere).create())).isEqualTo(404);
    assertThat(code(() -> client.resource(configMap("none", "a", "1")).update())).isEqualTo(404);
  }

  @Test
  void pathsMethodsAndTypesThatDoNotExistAreRefused() throws Exception {
    String maps = "/api/v1/namespaces/shop/configmaps";
    assertThat(http("GET", "/api/v1/gadgets", "").statusCode()).isEqualTo(404);
    assertThat(http("GET", "/apis/nobody/v1/gadgets", "").body()).contains("\"kind\":\"Status\"");
    assertThat(http("PUT", maps, "{}").statusCode()).isEqualTo(405);
    assertThat(http("POST", maps, "not json").statusCode()).isEqualTo(400);
    assertThat(http("POST", maps + "?dryRun=Some", "{}").statusCode()).isEqualTo(422);
    assertThat(http("PATCH", maps + "/x", "{}").statusCode()).isEqualTo(415);
    assertThat(http("GET", maps + "?limit=many", "").statusCode()).isEqualTo(400);
    assertThat(http("GET", maps + "/none/status", "").statusCode()).isEqualTo(404);
    assertThat(http("GET", "/healthz", "").body()).isEqualTo("ok");
  }

  @Test
  void exposesWhatCadvisorAndKubeStateMetricsWould() throws Exception {
    client.resource(Shop.deployment("cart", "cart:1", 1)).create();
    awaitReady(1);

    String metrics = http("GET", "/metrics/cadvisor", "").body();

    assertThat(metrics)
        .containsPattern(
            "container_memory_working_set_bytes\\{namespace=\"shop\",pod=\"cart-[^\"]+\",container=\"app\"[^}]*} 50000000")
        .contains(
            "kube_deployment_status_replicas_available{namespace=\"shop\",deployment=\"cart\"} 1")
        .containsPattern("kube_pod_container_status_restarts_total\\{[^}]*} 0")
        .containsPattern("container_spec_memory_limit_bytes\\{[^}]*} 134217728");
  }

  @Test
  void tokensAreCheckedAndAccountsAreLimited() {
    try (KubernetesClient reader = cluster.client("reader");
        KubernetesClient stranger = cluster.client("guess")) {
      assertThat(reader.configMaps().inNamespace(Shop.NAMESPACE).list().getItems()).isEmpty();
      KubernetesClientException refusal =
          catchThrowableOfType(
              KubernetesClientException.class,
              () -> reader.resource(configMap("x", "a", "1")).create());
      assertThat(refusal.getCode()).isEqualTo(403);
      assertThat(refusal.getStatus().getMessage())
          .contains(
              "User \"system:serviceaccount:shop:reader\" cannot create resource \"configmaps\"");
      assertThat(code(() -> stranger.pods().list())).isEqualTo(401);
    }
    assertThat(cluster.audit()).noneMatch(entry -> entry.wrote());
  }

  @Test
  void foregroundAndOrphanDeletionsKeepTheirOrder() {
    client.resource(Shop.deployment("cart", "cart:1", 1)).create();
    awaitReady(1);
    cart().withPropagationPolicy(DeletionPropagation.ORPHAN).delete();
    await().atMost(SOON).untilAsserted(() -> assertThat(cart().get()).isNull());
    var set = client.apps().replicaSets().inNamespace(Shop.NAMESPACE).list().getItems().get(0);
    assertThat(set.getMetadata().getOwnerReferences()).isEmpty();
    assertThat(pods()).hasSize(1);

    client.resource(set).withPropagationPolicy(DeletionPropagation.FOREGROUND).delete();

    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(
                        client.apps().replicaSets().inNamespace(Shop.NAMESPACE).list().getItems())
                    .isEmpty());
    assertThat(pods()).isEmpty();
  }

  @Test
  void aDeletedNamespaceTakesItsContentWithIt() {
    client
        .resource(new NamespaceBuilder().withNewMetadata().withName("gone").endMetadata().build())
        .create();
    ConfigMap inside = configMap("inside", "a", "1");
    inside.getMetadata().setNamespace("gone");
    client.resource(inside).create();

    client.namespaces().withName("gone").delete();

    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(client.namespaces().withName("gone").get()).isNull());
    assertThat(client.configMaps().inNamespace("gone").list().getItems()).isEmpty();
  }

  private static PatchContext dryRun(PatchType type) {
    return new PatchContext.Builder()
        .withPatchType(type)
        .withDryRun(List.of("All"))
        .withFieldManager("tester")
        .build();
  }

  private static ConfigMap configMap(String name, String key, String value) {
    return new ConfigMapBuilder()
        .withNewMetadata()
        .withName(name)
        .withNamespace(Shop.NAMESPACE)
        .endMetadata()
        .addToData(key, value)
        .build();
  }

  private static Map<String, String> map(String... pairs) {
    return pairs.length == 2
        ? Map.of(pairs[0], pairs[1])
        : Map.of(pairs[0], pairs[1], pairs[2], pairs[3]);
  }

  private void apply(String manager, boolean force, Map<String, String> data) {
    ConfigMap map = configMap("settings", "a", "1");
    map.setData(data);
    var applied = client.resource(map).fieldManager(manager);
    (force ? applied.forceConflicts() : applied).serverSideApply();
  }

  private HttpResponse<String> http(String method, String path, String body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(cluster.url() + path))
            .header("Authorization", "Bearer root")
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
  }

  private boolean evict(String pod) {
    return client.pods().inNamespace(Shop.NAMESPACE).withName(pod).evict();
  }

  private NonNamespaceOperation<ConfigMap, ConfigMapList, Resource<ConfigMap>> maps() {
    return client.configMaps().inNamespace(Shop.NAMESPACE);
  }

  private ConfigMap settings() {
    return maps().withName("settings").get();
  }

  private List<Pod> pods() {
    return client.pods().inNamespace(Shop.NAMESPACE).withLabel("app", "cart").list().getItems();
  }

  private RollableScalableResource<Deployment> cart() {
    return client.apps().deployments().inNamespace(Shop.NAMESPACE).withName("cart");
  }

  private long generation() {
    return cart().get().getMetadata().getGeneration();
  }

  private void awaitReady(int replicas) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(cart().get().getStatus().getReadyReplicas()).isEqualTo(replicas);
              assertThat(cart().get().getStatus().getReplicas()).isEqualTo(replicas);
            });
  }

  private static int code(ThrowingCallable call) {
    return catchThrowableOfType(KubernetesClientException.class, call).getCode();
  }
}
