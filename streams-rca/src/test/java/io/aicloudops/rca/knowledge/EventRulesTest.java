package io.aicloudops.rca.knowledge;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.rca.correlate.Shop;
import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.K8sEventType;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventRulesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CrashLoopBackOff | back-off 40s restarting failed container | CRASH",
        "BackOff | Back-off restarting failed container app | CRASH",
        "BackOff | Back-off pulling image \"shop/cart:9\" | IMAGE",
        "Failed | Error: ImagePullBackOff | IMAGE",
        "Failed | Failed to pull image: 401 Unauthorized | IMAGE_CREDENTIALS",
        "Failed | exec /app: exec format error | IMAGE",
        "InvalidImageName | couldn't parse image | IMAGE",
        "Failed | configmap \"settings\" not found | CONFIGURATION",
        "CreateContainerConfigError | secret \"db\" not found | CONFIGURATION",
        "StartError | executable file not found in $PATH | COMMAND",
        "OOMKilled | | OUT_OF_MEMORY",
        "Unhealthy | Liveness probe failed: 404 | LIVENESS",
        "Unhealthy | Readiness probe failed: refused | READINESS",
        "ProgressDeadlineExceeded | | STUCK",
        "FailedScheduling | 0/3 nodes are available: 3 Insufficient cpu. | NO_RESOURCES",
        "FailedScheduling | 0/3 nodes are available: 3 node(s) had untolerated taint | CONSTRAINT",
        "FailedScheduling | pod has unbound immediate PersistentVolumeClaims | CLAIM",
        "FailedCreate | pods \"x\" is forbidden: exceeded quota: compute | QUOTA",
        "FailedCreate | admission webhook \"policy\" denied the request | DENIED",
        "NodeNotReady | Node is not ready | OTHER",
        "Failed | Failed to pull image: x in pod p(13fdf1fc-401c-4035) | IMAGE",
        "Unhealthy | Readiness probe failed: ERROR 1040: Too many connections | DATABASE",
        "FailedMount | MountVolume.SetUp failed: secret \"db\" not found | CONFIGURATION",
        "FailedMount | configmap references non-existent config key: app.yaml | CONFIGURATION",
        "Evicted | The node was low on resource: memory | EVICTED",
        "FailedMount | MountVolume.SetUp failed | CLAIM",
        "BackoffLimitExceeded | Job has reached the limit | JOB",
        "ScaledToZero | | ZERO"
      })
  void understandsWhatKubernetesSays(String reason, String message, Meaning meaning) {
    K8sEvent event = event(K8sEventType.WARNING, reason, message == null ? "" : message, Map.of());
    assertThat(EventRules.read(event)).map(EventRules.Reading::meaning).contains(meaning);
  }

  @ParameterizedTest
  @CsvSource({
    "Scheduled",
    "Pulled",
    "Created",
    "Started",
    "Killing",
    "ScalingReplicaSet",
    "BackOff"
  })
  void normalEventsMeanNothing(String reason) {
    assertThat(EventRules.read(event(K8sEventType.NORMAL, reason, "", Map.of()))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "failed to sync configmap cache: timed out waiting for the condition",
        "failed to sync secret cache: timed out waiting for the condition",
        "object \"shop\"/\"kube-root-ca.crt\" not registered"
      })
  void aKubeletWhoseCopiesLagIsNoVolumeInTrouble(String why) {
    String message = "MountVolume.SetUp failed for volume \"kube-api-access-x\" : " + why;
    assertThat(EventRules.read(event(K8sEventType.WARNING, "FailedMount", message, Map.of())))
        .contains(new EventRules.Reading(EventRules.Effect.SUPPORTS, Meaning.OTHER));
  }

  @Test
  void knowsRecoveriesNodesAndCleanExits() {
    assertThat(EventRules.read(event(K8sEventType.STATE, "Ready", "", Map.of())))
        .map(EventRules.Reading::effect)
        .contains(EventRules.Effect.RECOVERY);
    K8sEvent node = event(K8sEventType.STATE, "NotReady", "", Map.of());
    node.setObject("Node/n1");
    assertThat(EventRules.read(node)).map(EventRules.Reading::meaning).contains(Meaning.NODE_DOWN);
    node.setReason("KubeletUnhealthy");
    assertThat(EventRules.read(node)).map(EventRules.Reading::meaning).contains(Meaning.NODE_DOWN);
    assertThat(EventRules.read(event(K8sEventType.STATE, "Error", "", Map.of("exitCode", "0"))))
        .isEmpty();
    assertThat(EventRules.read(event(K8sEventType.STATE, "Error", "", Map.of("exitCode", "143"))))
        .as("a pod that a rollout replaces")
        .isEmpty();
  }

  @Test
  void anExitCodeSaysMoreThanThatItCrashed() {
    assertThat(meaning(Map.of("exitCode", "127"))).isEqualTo(Meaning.COMMAND);
    assertThat(meaning(Map.of("exitCode", "137", "lastReason", "OOMKilled")))
        .isEqualTo(Meaning.OUT_OF_MEMORY);
    assertThat(meaning(Map.of("exitCode", "1"))).isEqualTo(Meaning.CRASH);
  }

  private static Meaning meaning(Map<String, String> attributes) {
    Evidence evidence =
        Shop.event("cart", "Pod/c", K8sEventType.STATE, "CrashLoopBackOff", "", 1, attributes);
    return FactReader.read(evidence).orElseThrow().meaning();
  }

  @ParameterizedTest
  @CsvSource({
    "KubePodCrashLooping, CRASH",
    "ContainerOOMKilled, OUT_OF_MEMORY",
    "ImagePullFailing, IMAGE",
    "KubeNodeNotReady, NODE_DOWN",
    "KubeQuotaExceeded, QUOTA",
    "DbPoolExhausted, POOL",
    "CPUThrottlingHigh, THROTTLING",
    "HighRequestLatency, LATENCY",
    "High5xxRate, ERRORS",
    "HighCpu, CPU",
    "HighMemory, MEMORY",
    "QueueSaturated, SATURATION",
    "TrafficHigh, TRAFFIC",
    "TargetDown, AVAILABILITY",
    "SomethingElse, OTHER"
  })
  void readsAlertsByTheirNames(String alert, Meaning meaning) {
    Evidence evidence = Shop.alert("cart", alert, AlertStatus.FIRING, 1);
    assertThat(FactReader.read(evidence).orElseThrow().meaning()).isEqualTo(meaning);
  }

  private static K8sEvent event(
      K8sEventType type, String reason, String message, Map<String, String> attributes) {
    return (K8sEvent)
        Shop.event("cart", "Pod/cart-1", type, reason, message, 1, attributes).getBody();
  }
}
