package io.aicloudops.simulator.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.DeletionPropagation;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WriteRulesTest extends ApiFixture {

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
  void foregroundAndOrphanDeletionsKeepTheirOrder() {
    // A server that is slow to answer is asked again by the client, and has it by then.
    client.resource(Shop.deployment("cart", "cart:1", 1)).createOr(existing -> existing.update());
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
}
