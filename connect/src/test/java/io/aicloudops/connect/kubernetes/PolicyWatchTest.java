package io.aicloudops.connect.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.runtime.service.Health;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.topics.Topics;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.ResourceQuotaBuilder;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudgetBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Policies, quotas, claims, budgets and routes: what is told of them in the words of evidence. */
class PolicyWatchTest extends WatchFixture {

  private static final String SHOP = "shop";
  private static final String POLICY = "test/shop/NetworkPolicy/deny";

  @BeforeEach
  void start() {
    client
        .resource(
            new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName("deny")
                .withNamespace(SHOP)
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .addToMatchLabels("app", "cart")
                .endPodSelector()
                .withPolicyTypes("Ingress")
                .endSpec()
                .build())
        .create();
    watch();
    soon().until(() -> last(POLICY).isPresent());
    soon().until(() -> watch.health().status() == Health.Status.HEALTHY);
  }

  private Change change(String entity) {
    soon().until(() -> log.of(Topics.CHANGES).stream().anyMatch(c -> c.getEntity().equals(entity)));
    return log.of(Topics.CHANGES).stream()
        .filter(c -> c.getEntity().equals(entity))
        .reduce((a, b) -> b)
        .orElseThrow();
  }

  private List<K8sEvent> states(String entity) {
    return log.of(Topics.K8S_EVENTS).stream().filter(e -> e.getEntity().equals(entity)).toList();
  }

  /** The last state of an entity once it is this one. */
  private K8sEvent state(String entity, String reason) {
    soon()
        .until(
            () -> {
              List<K8sEvent> all = states(entity);
              return !all.isEmpty() && all.get(all.size() - 1).getReason().equals(reason);
            });
    List<K8sEvent> all = states(entity);
    return all.get(all.size() - 1);
  }

  @Test
  void aPolicyOfTheNetworkThatChangesIsAChangeOfIts() {
    assertThat(log.of(Topics.CHANGES)).as("what was there before is no change").isEmpty();
    assertThat(last(POLICY).orElseThrow().getAttributes()).containsEntry("podSelector", "app=cart");

    client
        .resources(NetworkPolicy.class)
        .inNamespace(SHOP)
        .withName("deny")
        .edit(
            p ->
                new NetworkPolicyBuilder(p)
                    .editSpec()
                    .editPodSelector()
                    .addToMatchLabels("app", "store")
                    .endPodSelector()
                    .endSpec()
                    .build());

    Change change = change(POLICY);
    assertThat(change.getKind()).isEqualTo(ChangeKind.POLICY);
    assertThat(change.getBefore()).isEqualTo(Map.of("podSelector.matchLabels.app", "cart"));
    assertThat(change.getAfter()).isEqualTo(Map.of("podSelector.matchLabels.app", "store"));
    soon()
        .until(
            () ->
                "app=store".equals(last(POLICY).orElseThrow().getAttributes().get("podSelector")));

    client.resources(NetworkPolicy.class).inNamespace(SHOP).withName("deny").delete();

    soon().until(() -> change(POLICY).getSummary().equals("NetworkPolicy was deleted"));
    soon().until(() -> last(POLICY).orElseThrow().getGone());
  }

  @Test
  void aPolicyOfTheMeshIsWatchedWhereItsKindIsInstalled() {
    GenericKubernetesResource policy =
        new GenericKubernetesResourceBuilder()
            .withApiVersion("security.istio.io/v1")
            .withKind("AuthorizationPolicy")
            .withNewMetadata()
            .withName("strict")
            .withNamespace(SHOP)
            .endMetadata()
            .build();
    policy.setAdditionalProperty("spec", Map.of("action", "DENY"));
    // Which kinds there are is asked beside the watches of those that are everywhere.
    soon()
        .until(
            () ->
                String.valueOf(watch.health().details().get("installed"))
                    .contains("AuthorizationPolicy"));
    client.resource(policy).create();

    String entity = "test/shop/AuthorizationPolicy/strict";
    Change made = change(entity);
    assertThat(made.getSummary()).isEqualTo("AuthorizationPolicy is new: action: DENY (new)");
    assertThat(made.getBefore()).as("nothing to go back to").isEmpty();
    assertThat(made.getAfter()).isEmpty();
    soon().until(() -> last(entity).isPresent());
    assertThat(last(entity).orElseThrow().getAttributes()).containsEntry("podSelector", "*");
    assertThat(watch.health().details())
        .as("kinds that nobody installed are not missed")
        .doesNotContainKey("notReadable");

    client.resource(policy).edit(p -> with(p, "action", "ALLOW"));
    soon().until(() -> change(entity).getBefore().equals(Map.of("action", "DENY")));
  }

  private static GenericKubernetesResource with(
      GenericKubernetesResource policy, String name, String value) {
    policy.setAdditionalProperty("spec", Map.of(name, value));
    return policy;
  }

  @Test
  void aQuotaThatIsUsedUpIsItsNamespaces() {
    var quota =
        new ResourceQuotaBuilder()
            .withNewMetadata()
            .withName("compute")
            .withNamespace(SHOP)
            .endMetadata()
            .withNewSpec()
            .addToHard("pods", new Quantity("2"))
            .endSpec()
            .build();
    client.resource(quota).create();
    use("2");

    K8sEvent full = state("test/shop/Namespace/shop", "QuotaFull");
    assertThat(full.getObject()).isEqualTo("ResourceQuota/compute");
    assertThat(full.getMessage()).isEqualTo("pods 2 of 2");
    assertThat(full.getAttributes()).containsEntry("quota", "compute");

    use("1");
    state("test/shop/Namespace/shop", "Recovered");
  }

  private void use(String pods) {
    client
        .resourceQuotas()
        .inNamespace(SHOP)
        .withName("compute")
        .editStatus(
            q ->
                new ResourceQuotaBuilder(q)
                    .withNewStatus()
                    .addToHard("pods", new Quantity("2"))
                    .addToUsed("pods", new Quantity(pods))
                    .endStatus()
                    .build());
  }

  @Test
  void aClaimWaitsUntilItHasAVolume() {
    client
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("data")
                .withNamespace(SHOP)
                .endMetadata()
                .withNewSpec()
                .withStorageClassName("fast")
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build())
        .create();
    phase("Pending");
    String entity = "test/shop/PersistentVolumeClaim/data";
    state(entity, "ClaimPending");
    soon().until(() -> last(entity).isPresent());
    soon()
        .untilAsserted(
            () ->
                assertThat(last(entity).orElseThrow().getAttributes())
                    .containsEntry("phase", "Pending")
                    .containsEntry("storageClass", "fast")
                    .containsEntry("requested", "1073741824"));

    phase("Bound");
    state(entity, "Recovered");
  }

  private void phase(String phase) {
    client
        .persistentVolumeClaims()
        .inNamespace(SHOP)
        .withName("data")
        .editStatus(
            c ->
                new PersistentVolumeClaimBuilder(c)
                    .withNewStatus()
                    .withPhase(phase)
                    .endStatus()
                    .build());
  }

  @Test
  void aBudgetThatAllowsNothingHoldsUpTheDrainOfACordonedNode() {
    client
        .resource(
            new DeploymentBuilder()
                .withNewMetadata()
                .withName("cart")
                .withNamespace(SHOP)
                .endMetadata()
                .withNewSpec()
                .withReplicas(2)
                .withNewSelector()
                .addToMatchLabels("app", "cart")
                .endSelector()
                .withNewTemplate()
                .withNewMetadata()
                .addToLabels("app", "cart")
                .endMetadata()
                .withNewSpec()
                .addNewContainer()
                .withName("app")
                .withImage("cart:1")
                .endContainer()
                .endSpec()
                .endTemplate()
                .endSpec()
                .build())
        .create();
    client
        .resource(
            new PodDisruptionBudgetBuilder()
                .withNewMetadata()
                .withName("cart")
                .withNamespace(SHOP)
                .endMetadata()
                .withNewSpec()
                .withMinAvailable(new IntOrString(2))
                .withNewSelector()
                .addToMatchLabels("app", "cart")
                .endSelector()
                .endSpec()
                .build())
        .create();
    soon()
        .until(
            () -> {
              var status =
                  client
                      .policy()
                      .v1()
                      .podDisruptionBudget()
                      .inNamespace(SHOP)
                      .withName("cart")
                      .get()
                      .getStatus();
              return status != null
                  && status.getCurrentHealthy() != null
                  && status.getCurrentHealthy() == 2;
            });
    String entity = "test/shop/PodDisruptionBudget/cart";
    assertThat(states(entity)).as("harms nobody yet").isEmpty();
    Pod pod = client.pods().inNamespace(SHOP).withLabel("app", "cart").list().getItems().get(0);
    String node = pod.getSpec().getNodeName();

    cordon(node, true);

    K8sEvent blocked = state(entity, "EvictionBlocked");
    assertThat(blocked.getMessage())
        .isEqualTo("allows no eviction though all 2 pods are healthy; cordoned: " + node);
    assertThat(blocked.getAttributes()).containsEntry("budget", "cart");

    cordon(node, false);
    state(entity, "Recovered");
  }

  private void cordon(String node, boolean cordoned) {
    client
        .nodes()
        .withName(node)
        .edit(n -> new NodeBuilder(n).editSpec().withUnschedulable(cordoned).endSpec().build());
  }

  @Test
  void aRouteWithoutItsServiceIsBroken() {
    client
        .resource(
            new IngressBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace(SHOP)
                .endMetadata()
                .withNewSpec()
                .withNewDefaultBackend()
                .withNewService()
                .withName("front")
                .withNewPort()
                .withNumber(80)
                .endPort()
                .endService()
                .endDefaultBackend()
                .endSpec()
                .build())
        .create();
    String entity = "test/shop/Ingress/web";

    K8sEvent broken = state(entity, "BackendNotFound");
    assertThat(broken.getMessage()).isEqualTo("service \"front\" not found");
    soon()
        .untilAsserted(
            () ->
                assertThat(last(entity).orElseThrow().getEdges())
                    .containsExactly(new Edge(EdgeType.CALLS, "test/shop/Service/front")));

    client
        .resource(
            new ServiceBuilder()
                .withNewMetadata()
                .withName("front")
                .withNamespace(SHOP)
                .endMetadata()
                .withNewSpec()
                .addToSelector("app", "front")
                .addNewPort()
                .withPort(80)
                .endPort()
                .endSpec()
                .build())
        .create();
    state(entity, "Recovered");
  }
}
