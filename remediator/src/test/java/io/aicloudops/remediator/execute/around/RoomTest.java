package io.aicloudops.remediator.execute.around;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Taint;
import io.fabric8.kubernetes.api.model.Toleration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomTest {

  private static final String CONTROL_PLANE = "node-role.kubernetes.io/control-plane";

  private static Node node(Taint... taints) {
    return new NodeBuilder()
        .withNewMetadata()
        .withName("n1")
        .endMetadata()
        .withNewSpec()
        .withTaints(taints)
        .endSpec()
        .withNewStatus()
        .addToAllocatable("cpu", new Quantity("2"))
        .addToAllocatable("memory", new Quantity("4Gi"))
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .endCondition()
        .endStatus()
        .build();
  }

  private static Pod pod(Toleration... tolerations) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("p")
        .endMetadata()
        .withNewSpec()
        .withTolerations(tolerations)
        .addNewContainer()
        .withName("app")
        .endContainer()
        .endSpec()
        .build();
  }

  private static Taint taint(String key, String value, String effect) {
    Taint taint = new Taint();
    taint.setKey(key);
    taint.setValue(value);
    taint.setEffect(effect);
    return taint;
  }

  private static Toleration toleration(String key, String operator, String value, String effect) {
    Toleration toleration = new Toleration();
    toleration.setKey(key);
    toleration.setOperator(operator);
    toleration.setValue(value);
    toleration.setEffect(effect);
    return toleration;
  }

  private static boolean fits(Node node, Pod pod) {
    return Room.on(List.of(node), List.of()).without(List.of(pod)).isEmpty();
  }

  @Test
  void aTaintKeepsAwayWhoDoesNotTolerateIt() {
    Node plane = node(taint(CONTROL_PLANE, "", "NoSchedule"));
    assertThat(fits(node(), pod())).isTrue();
    assertThat(fits(plane, pod())).isFalse();
    assertThat(fits(node(taint("gpu", "yes", "NoExecute")), pod())).isFalse();
    assertThat(fits(node(taint("gpu", "yes", "PreferNoSchedule")), pod()))
        .as("a preference")
        .isTrue();
    assertThat(fits(plane, pod(toleration(CONTROL_PLANE, "Exists", "", "")))).isTrue();
    assertThat(fits(plane, pod(toleration("", "Exists", "", "")))).as("everything").isTrue();
    assertThat(fits(plane, pod(toleration(CONTROL_PLANE, "Exists", "", "NoExecute")))).isFalse();
    assertThat(fits(plane, pod(toleration("gpu", "Exists", "", "")))).isFalse();
  }

  @Test
  void aValueHasToBeTheSameUnlessAnyIsTolerated() {
    Node gpu = node(taint("gpu", "yes", "NoSchedule"));
    assertThat(fits(gpu, pod(toleration("gpu", "Equal", "yes", "NoSchedule")))).isTrue();
    assertThat(fits(gpu, pod(toleration("gpu", "", "no", "")))).isFalse();
    Node both = node(taint("gpu", "yes", "NoSchedule"), taint("spot", "", "NoExecute"));
    assertThat(fits(both, pod(toleration("gpu", "Exists", "", "")))).isFalse();
    assertThat(fits(both, pod(toleration("gpu", "Exists", "", ""), toleration("spot", "", "", ""))))
        .isTrue();
  }
}
