package io.aicloudops.remediator.execute.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.event.IntentKind;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.DaemonSetBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A template that reaches no pod by itself mends nothing. */
class OnDeleteTest {

  private static final Map<String, String> PARAMS =
      Map.of(
          "memoryLimit", "268435456",
          "cpuLimit", "2",
          "resource", "cpu",
          "request", "50m",
          "replicas", "3");

  private static final List<Edit> OF_THE_TEMPLATE =
      List.of(
          SpecEdits::restart,
          ResourceEdits::raiseMemory,
          ResourceEdits::raiseCpu,
          ResourceEdits::lowerRequest);

  private static Container container() {
    return new ContainerBuilder()
        .withName("app")
        .withNewResources()
        .addToLimits("memory", new Quantity("128Mi"))
        .addToLimits("cpu", new Quantity("1"))
        .addToRequests("cpu", new Quantity("100m"))
        .endResources()
        .build();
  }

  private static StatefulSet stateful(String strategy) {
    return new StatefulSetBuilder()
        .withNewMetadata()
        .withName("db")
        .endMetadata()
        .withNewSpec()
        .withReplicas(2)
        .withNewUpdateStrategy()
        .withType(strategy)
        .endUpdateStrategy()
        .withNewTemplate()
        .withNewSpec()
        .withContainers(container())
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static HasMetadata daemons() {
    return new DaemonSetBuilder()
        .withNewMetadata()
        .withName("agent")
        .endMetadata()
        .withNewSpec()
        .withNewUpdateStrategy()
        .withType("OnDelete")
        .endUpdateStrategy()
        .withNewTemplate()
        .withNewSpec()
        .withContainers(container())
        .endSpec()
        .endTemplate()
        .endSpec()
        .build();
  }

  private static Intent intent() {
    Instant now = Instant.parse("2026-03-01T10:00:00Z");
    return Intent.newBuilder()
        .setId("i")
        .setRemediationId("r")
        .setKind(IntentKind.DRY_RUN)
        .setCluster("c")
        .setEntity("c/n/StatefulSet/db")
        .setAction(ActionKind.UNKNOWN)
        .setParams(new HashMap<>(PARAMS))
        .setTime(now)
        .setDeadline(now)
        .build();
  }

  @Test
  void changesOfItsTemplateAreRefused() {
    for (Edit edit : OF_THE_TEMPLATE) {
      assertThat(edit.of(intent(), stateful("RollingUpdate")).path()).startsWith("/spec/template/");
      for (HasMetadata live : List.of(stateful("OnDelete"), daemons())) {
        assertThatThrownBy(() -> edit.of(intent(), live))
            .isInstanceOf(NotActedOnException.class)
            .hasMessageContaining("OnDelete");
      }
    }
  }

  @Test
  void itIsScaledAllTheSame() {
    assertThat(SpecEdits.scale(intent(), stateful("OnDelete")).path()).isEqualTo("/spec/replicas");
  }
}
