package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.aicloudops.schemas.event.OutcomeStatus;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaimBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscalerBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.storage.StorageClassBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Actions on what limits a workload: its autoscaler, its disruption budget, its volume. */
class LimitActionsTest extends ClusterFixture {

  @Test
  void raisesTheMaximumOfAnAutoscalerAndSetsItBack() {
    deploy(1);
    root.resource(
            new HorizontalPodAutoscalerBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withMinReplicas(1)
                .withMaxReplicas(4)
                .withNewScaleTargetRef()
                .withApiVersion("apps/v1")
                .withKind("Deployment")
                .withName(name)
                .endScaleTargetRef()
                .endSpec()
                .build())
        .create();
    Intent raise =
        about(
            ActionKind.RAISE_AUTOSCALER_MAXIMUM,
            "HorizontalPodAutoscaler",
            Map.of("maxReplicas", "6"));
    Attempt done = carryOut(raise);
    assertThat(done.message()).contains("from 4 to 6");
    assertThat(done.diff().text()).contains("+  maxReplicas: 6");
    assertThat(maximum()).isEqualTo(6);
    assertThat(undo(raise, done).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(maximum()).isEqualTo(4);
    raise.getParams().put("maxReplicas", "3");
    assertThat(refusal(raise)).contains("that high already");
  }

  private int maximum() {
    return root.autoscaling()
        .v2()
        .horizontalPodAutoscalers()
        .inNamespace("shop")
        .withName(name)
        .get()
        .getSpec()
        .getMaxReplicas();
  }

  @Test
  void letsADeadlockedBudgetAllowOnePodAndTightensItAgain() {
    deploy(2);
    budgetOf(new IntOrString(2));
    awaitAllowed(0);
    Intent loosen = about(ActionKind.LOOSEN_DISRUPTION_BUDGET, "PodDisruptionBudget", Map.of());
    Attempt done = carryOut(loosen);
    assertThat(done.diff().text()).contains("-  minAvailable: 2").contains("+  maxUnavailable: 1");
    awaitAllowed(1);
    assertThat(refusal(loosen)).contains("allows disruptions");
    assertThat(undo(loosen, done).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(budget().getSpec().getMinAvailable().getIntVal()).isEqualTo(2);
    assertThat(budget().getSpec().getMaxUnavailable()).isNull();
  }

  private PodDisruptionBudget budget() {
    return root.policy().v1().podDisruptionBudget().inNamespace("shop").withName(name).get();
  }

  private void awaitAllowed(int disruptions) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(budget().getStatus())
                    .isNotNull()
                    .satisfies(s -> assertThat(s.getDisruptionsAllowed()).isEqualTo(disruptions)));
  }

  private void claim(String storageClass, boolean expands) {
    root.resource(
            new StorageClassBuilder()
                .withNewMetadata()
                .withName(storageClass)
                .endMetadata()
                .withProvisioner("example.org/disk")
                .withAllowVolumeExpansion(expands)
                .build())
        .create();
    root.resource(
            new PersistentVolumeClaimBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace("shop")
                .endMetadata()
                .withNewSpec()
                .withAccessModes("ReadWriteOnce")
                .withStorageClassName(storageClass)
                .withNewResources()
                .addToRequests("storage", new Quantity("10Gi"))
                .endResources()
                .endSpec()
                .build())
        .create();
    status("10Gi");
  }

  private void status(String capacity) {
    root.persistentVolumeClaims()
        .inNamespace("shop")
        .withName(name)
        .editStatus(
            c ->
                new PersistentVolumeClaimBuilder(c)
                    .withNewStatus()
                    .withPhase("Bound")
                    .addToCapacity("storage", new Quantity(capacity))
                    .endStatus()
                    .build());
  }

  @Test
  void expandsAVolumeWhereItsClassAllowsItAndWaitsForTheRoom() {
    claim(name + "-fixed", false);
    Intent expand =
        intent(
            "shop/PersistentVolumeClaim/" + name,
            IntentKind.DRY_RUN,
            ActionKind.EXPAND_VOLUME,
            Map.of("factor", "1.5", "ceiling", Long.toString(256L << 30)));
    assertThat(refusal(expand)).contains("does not allow");
    root.persistentVolumeClaims().inNamespace("shop").withName(name).delete();
    claim(name + "-growing", true);
    Attempt done = carryOut(expand);
    assertThat(done.diff().text()).contains("storage: \"15360Mi\"");
    assertThat(done.facts()).as("cannot be undone").doesNotContainKey("undo.path");
    assertThat(cluster.check(expand).status()).isEqualTo(OutcomeStatus.PENDING);
    status("15Gi");
    assertThat(cluster.check(expand).status()).isEqualTo(OutcomeStatus.DONE);
    expand.getParams().put("ceiling", Long.toString(15L << 30));
    assertThat(refusal(expand)).contains("as large as may be");
  }
}
