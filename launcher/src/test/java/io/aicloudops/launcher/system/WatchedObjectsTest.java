package io.aicloudops.launcher.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.event.Incident;
import io.aicloudops.schemas.faults.FaultKind;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is changed or broken at the API server comes out as an incident that names it. */
class WatchedObjectsTest {

  @TempDir static Path data;
  private static RowWorld world;

  @BeforeAll
  static void start() {
    world = new RowWorld(data, "blocked", "full", "unbound", "routed");
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  private static Cause named(FaultKind fault, String entity) {
    return await(fault.id())
        .atMost(RowWorld.PATIENCE)
        .until(
            () ->
                world.incidents.values().stream()
                    .map(Incident::getCauses)
                    .filter(causes -> !causes.isEmpty())
                    .map(causes -> causes.get(0))
                    .filter(c -> c.getFault().equals(fault.id()) && c.getEntity().equals(entity))
                    .findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  private static void warning(
      String namespace, String kind, String name, String reason, String text) {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    world
        .root
        .resource(
            new EventBuilder()
                .withNewMetadata()
                .withName(name + "." + Long.toHexString(System.nanoTime()))
                .withNamespace(namespace)
                .endMetadata()
                .withInvolvedObject(
                    new ObjectReferenceBuilder()
                        .withKind(kind)
                        .withNamespace(namespace)
                        .withName(name)
                        .build())
                .withType("Warning")
                .withReason(reason)
                .withMessage(text)
                .withCount(1)
                .withFirstTimestamp(now)
                .withLastTimestamp(now)
                .build())
        .create();
  }

  @Test
  void aPolicyOfTheNetworkThatWasChangedIsBlamedForCallsThatFail() {
    world
        .root
        .resource(
            new NetworkPolicyBuilder()
                .withNewMetadata()
                .withName("shop")
                .withNamespace("blocked")
                .endMetadata()
                .withNewSpec()
                .withNewPodSelector()
                .addToMatchLabels("app", "nobody")
                .endPodSelector()
                .endSpec()
                .build())
        .create();
    world.known("blocked/NetworkPolicy/shop");
    world
        .root
        .resources(NetworkPolicy.class)
        .inNamespace("blocked")
        .withName("shop")
        .edit(
            p ->
                new NetworkPolicyBuilder(p)
                    .editSpec()
                    .editPodSelector()
                    .addToMatchLabels("app", "cart")
                    .endPodSelector()
                    .endSpec()
                    .build());
    // The record is told by the same watch as the change.
    await()
        .atMost(RowWorld.PATIENCE)
        .until(
            () ->
                world
                    .told("blocked/NetworkPolicy/shop")
                    .filter(t -> "app=cart".equals(t.getAttributes().get("podSelector")))
                    .isPresent());
    world.alert("demo/blocked/Deployment/cart", "HighErrorRate");

    Cause cause = named(FaultKind.NETWORK_POLICY_BLOCKS, "demo/blocked/Deployment/cart");
    assertThat(cause.getChangeId()).isNotEmpty();
    assertThat(cause.getFacts())
        .containsEntry("changedEntity", "demo/blocked/NetworkPolicy/shop")
        .containsEntry("former:podSelector.matchLabels.app", "nobody")
        .containsEntry("latter:podSelector.matchLabels.app", "cart");
  }

  @Test
  void aQuotaIsNamedThatRefusesPods() {
    warning(
        "full",
        "ReplicaSet",
        "cart-6d4cf56db6",
        "FailedCreate",
        "Error creating: pods \"cart-6d4cf56db6-x2k9z\" is forbidden: exceeded quota: compute,"
            + " requested: pods=1, used: pods=2, limited: pods=2");

    assertThat(named(FaultKind.QUOTA_EXHAUSTED, "demo/full/Namespace/full").getFacts())
        .containsEntry("quota", "compute");
  }

  @Test
  void aClaimWithoutAVolumeIsNamed() {
    world
        .root
        .resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName("data")
                .withNamespace("unbound")
                .endMetadata()
                .withNewSpec()
                .withStorageClassName("fsat")
                .withAccessModes("ReadWriteOnce")
                .withNewResources()
                .addToRequests("storage", new Quantity("1Gi"))
                .endResources()
                .endSpec()
                .build())
        .create();
    warning(
        "unbound",
        "PersistentVolumeClaim",
        "data",
        "ProvisioningFailed",
        "storageclass.storage.k8s.io \"fsat\" not found");

    named(FaultKind.PVC_PENDING, "demo/unbound/PersistentVolumeClaim/data");
  }

  @Test
  void aRouteToNowhereIsNamed() {
    world
        .root
        .resource(
            new IngressBuilder()
                .withNewMetadata()
                .withName("web")
                .withNamespace("routed")
                .endMetadata()
                .withNewSpec()
                .withNewDefaultBackend()
                .withNewService()
                .withName("front")
                .endService()
                .endDefaultBackend()
                .endSpec()
                .build())
        .create();

    named(FaultKind.ROUTE_BROKEN, "demo/routed/Ingress/web");
  }
}
