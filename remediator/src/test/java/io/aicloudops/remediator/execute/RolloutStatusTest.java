package io.aicloudops.remediator.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.OutcomeStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.DaemonSetUpdateStrategy;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetUpdateStrategy;
import java.util.List;
import org.junit.jupiter.api.Test;

class RolloutStatusTest {

  /** As its controller counted before one of its two pods went. */
  private static final Deployment COUNTED_BEFORE =
      new DeploymentBuilder()
          .withNewMetadata()
          .withGeneration(1L)
          .endMetadata()
          .withNewSpec()
          .withReplicas(2)
          .endSpec()
          .withNewStatus()
          .withObservedGeneration(1L)
          .withReplicas(2)
          .withUpdatedReplicas(2)
          .withAvailableReplicas(2)
          .endStatus()
          .build();

  private static Pod pod(boolean ready, boolean leaving) {
    return new PodBuilder()
        .withNewMetadata()
        .withDeletionTimestamp(leaving ? "2026-03-01T10:00:00Z" : null)
        .endMetadata()
        .withNewStatus()
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready ? "True" : "False")
        .endCondition()
        .endStatus()
        .build();
  }

  @Test
  void oldCountersDoNotStandForAPodThatWent() {
    Pod serves = pod(true, false);
    assertThat(RolloutStatus.of(COUNTED_BEFORE).status()).isEqualTo(OutcomeStatus.DONE);
    assertThat(of(serves)).isEqualTo(OutcomeStatus.PENDING);
    assertThat(of(serves, pod(true, true))).isEqualTo(OutcomeStatus.PENDING);
    assertThat(of(serves, pod(false, false))).isEqualTo(OutcomeStatus.PENDING);
    assertThat(of(serves, serves)).isEqualTo(OutcomeStatus.DONE);
  }

  @Test
  void podsThatOnlySomebodyElseReplacesAreNotWaitedFor() {
    StatefulSet scaled =
        new StatefulSetBuilder()
            .withNewMetadata()
            .endMetadata()
            .withNewSpec()
            .withReplicas(3)
            .endSpec()
            .withNewStatus()
            .withReadyReplicas(3)
            .withUpdatedReplicas(1)
            .endStatus()
            .build();
    assertThat(RolloutStatus.of(scaled).status()).isEqualTo(OutcomeStatus.PENDING);
    scaled.getSpec().setUpdateStrategy(new StatefulSetUpdateStrategy(null, "OnDelete"));
    assertThat(RolloutStatus.of(scaled).status()).isEqualTo(OutcomeStatus.DONE);
    DaemonSet daemons =
        new DaemonSetBuilder()
            .withNewMetadata()
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .withNewStatus()
            .withDesiredNumberScheduled(3)
            .withNumberAvailable(3)
            .withUpdatedNumberScheduled(2)
            .endStatus()
            .build();
    assertThat(RolloutStatus.of(daemons).status()).isEqualTo(OutcomeStatus.PENDING);
    daemons.getSpec().setUpdateStrategy(new DaemonSetUpdateStrategy(null, "OnDelete"));
    assertThat(RolloutStatus.of(daemons).status()).isEqualTo(OutcomeStatus.DONE);
  }

  private static OutcomeStatus of(Pod... pods) {
    return RolloutStatus.of(COUNTED_BEFORE, List.of(pods)).status();
  }
}
