package io.aicloudops.connect.kubernetes.inspection.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.faults.FaultKind;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is found in workloads and what belongs to them. */
class WorkloadChecksTest extends ChecksFixture {
  @Test
  void aWellWrittenWorkloadGivesNoFinding() {
    with(GOOD, SERVICE, BUDGET, POD).finds();
  }

  @Test
  void aCarelessWorkloadIsNamedForEachLack() {
    with(
            SERVICE,
            POD,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: cart, namespace: shop}
            spec:
              replicas: 1
              template:
                metadata: {labels: {app: cart}}
                spec:
                  containers:
                    - {name: main, image: cart}
                    - {name: side, image: "registry:5000/side:latest", securityContext: {privileged: true}}
            """)
        .finds(
            "warning floating-image demo/shop/Deployment/cart",
            "warning no-memory-limit demo/shop/Deployment/cart",
            "warning no-readiness-probe demo/shop/Deployment/cart",
            "warning no-requests demo/shop/Deployment/cart",
            "warning privileged demo/shop/Deployment/cart",
            "warning single-replica demo/shop/Deployment/cart",
            "info no-liveness-probe demo/shop/Deployment/cart");
    assertThat(found().get(0).getText()).startsWith("main, side has an image");
    assertThat(found().get(1).getFault()).isEqualTo(FaultKind.OOM_LIMIT_TOO_LOW.id());
    assertThat(found()).allSatisfy(f -> assertThat(f.getAdviceZh()).isNotEmpty());
  }

  @Test
  void tellsFixedImagesFromFloatingOnes() {
    assertThat(List.of("cart", "cart:latest", "r:5000/cart", "r:5000/team/cart:latest"))
        .allMatch(WorkloadChecks::floating);
    assertThat(List.of("cart:1", "r:5000/cart:v2", "cart@sha256:00", "cart:latest@sha256:00"))
        .noneMatch(WorkloadChecks::floating);
  }

  @Test
  void anOwnersWordAndAQuietNamespaceAreHeard() {
    String alone = GOOD.replace("replicas: 2", "replicas: 1");
    with(
        alone.replace(
            "namespace: shop}",
            "namespace: shop, annotations: {aiops.io/inspection-ignore: \"privileged, single-replica\"}}"),
        alone.replace("namespace: shop", "namespace: kube-system"));
    finds();
    with(alone.replace("name: cart,", "name: other,"))
        .finds("info single-replica demo/shop/Deployment/other");
  }

  @Test
  void severalReplicasNeedABudgetUnlessOneSelectsThem() {
    with(GOOD).finds("info no-disruption-budget demo/shop/Deployment/cart");
    with(BUDGET).finds();
    with(GOOD.replace("namespace: shop", "namespace: blog"))
        .finds("info no-disruption-budget demo/blog/Deployment/cart");
  }

  @Test
  void whatCouldNotBeReadIsNotJudged() {
    with(GOOD.replace("replicas: 2", "replicas: 1"), SERVICE);
    assertThat(found("poddisruptionbudgets", "horizontalpodautoscalers", "pods")).isEmpty();
  }

  @Test
  void aBudgetThatAllowsNothingWhileAllIsWellBlocksDrains() {
    with(
            BUDGET
                + "status: {expectedPods: 2, currentHealthy: 2, desiredHealthy: 2, disruptionsAllowed: 0}\n",
            BUDGET.replace("name: cart", "name: sick")
                + "status: {expectedPods: 2, currentHealthy: 1, desiredHealthy: 2, disruptionsAllowed: 0}\n")
        .finds("warning budget-blocks-drain demo/shop/PodDisruptionBudget/cart");
  }

  @Test
  void anAutoscalerThatWantsMoreThanItsMaximum() {
    String autoscaler =
        """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: cart, namespace: shop}
        spec: {maxReplicas: 5, scaleTargetRef: {kind: Deployment, name: cart}}
        status: {desiredReplicas: 5, currentReplicas: 5, conditions: [%s]}
        """;
    with(autoscaler.formatted("{type: ScalingLimited, status: \"True\", reason: TooManyReplicas}"))
        .finds("warning autoscaler-at-maximum demo/shop/HorizontalPodAutoscaler/cart");
    objects.clear();
    with(autoscaler.formatted(
            "{type: ScalingLimited, status: \"False\", reason: DesiredWithinRange}"))
        .finds();
  }

  @Test
  void aServiceWhoseSelectorMatchesNothing() {
    with(SERVICE).finds("warning service-without-pods demo/shop/Service/cart");
    with(POD).finds();
  }
}
