package io.aicloudops.connect.kubernetes.inspection.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.Finding;
import io.aicloudops.schemas.faults.FaultKind;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each check on objects as they are written in files. */
class ChecksTest {

  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final KubernetesSerialization YAML = new KubernetesSerialization();

  private static final String GOOD =
      """
      apiVersion: apps/v1
      kind: Deployment
      metadata: {name: cart, namespace: shop}
      spec:
        replicas: 2
        selector: {matchLabels: {app: cart}}
        template:
          metadata: {labels: {app: cart, tier: gold}}
          spec:
            containers:
              - name: main
                image: registry.example:5000/cart:1.2
                readinessProbe: {httpGet: {port: 80}}
                livenessProbe: {httpGet: {port: 80}}
                resources: {requests: {cpu: 100m}, limits: {memory: 64Mi}}
      """;
  private static final String SERVICE =
      """
      apiVersion: v1
      kind: Service
      metadata: {name: cart, namespace: shop}
      spec: {selector: {app: cart}}
      """;
  private static final String BUDGET =
      """
      apiVersion: policy/v1
      kind: PodDisruptionBudget
      metadata: {name: cart, namespace: shop}
      spec: {selector: {matchExpressions: [{key: tier, operator: In, values: [gold]}]}}
      """;
  private static final String POD =
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: cart-1, namespace: shop, labels: {app: cart}}
      spec: {containers: [], volumes: [{name: v, persistentVolumeClaim: {claimName: data}}]}
      """;

  private final List<HasMetadata> objects = new ArrayList<>();
  private final List<Gauge> gauges = new ArrayList<>();

  private ChecksTest with(String... documents) {
    for (String document : documents) {
      objects.add(YAML.unmarshal(document));
    }
    return this;
  }

  private void gauge(String entity, String metric, double value, String... labels) {
    Map<String, String> map =
        labels.length == 0 ? Map.of() : Map.of(labels[0], labels[1], labels[2], labels[3]);
    gauges.add(new Gauge(entity, "", metric, map, value));
  }

  private List<Finding> found(String... notRead) {
    Picture picture = new Picture("demo", "1.34", NOW, objects, Set.of(notRead), gauges);
    List<Finding> found = Checks.of(picture, Set.of("kube-system"));
    List<HasMetadata> mixed = new ArrayList<>(objects);
    java.util.Collections.reverse(mixed);
    assertThat(
            Checks.of(
                new Picture("demo", "1.34", NOW, mixed, Set.of(notRead), gauges),
                Set.of("kube-system")))
        .as("the order of the objects does not matter")
        .isEqualTo(found);
    return found;
  }

  private void finds(String... lines) {
    assertThat(found())
        .extracting(f -> f.getSeverity() + " " + f.getCheck() + " " + f.getEntity())
        .containsExactly(lines);
  }

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

  @Test
  void aQuotaIsToldBeforeItIsFull() {
    with("""
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: team, namespace: shop}
            status:
              hard: {limits.memory: 10Gi, requests.cpu: "4", pods: "10", services: "0"}
              used: {limits.memory: 9Gi, requests.cpu: 3900m, pods: "3", services: "0"}
            """)
        .finds(
            "critical quota-near-full demo/shop/ResourceQuota/team",
            "warning quota-near-full demo/shop/ResourceQuota/team");
    assertThat(found().get(0).getText()).isEqualTo("requests.cpu is 98 % used, 3900m of 4");
    assertThat(found().get(1).getTextZh()).isEqualTo("limits.memory 已用 90 %，9Gi of 10Gi");
  }

  @Test
  void aVolumeIsToldByTheKubeletsFigures() {
    String data = "demo/shop/PersistentVolumeClaim/data";
    gauge(data, "kubelet_volume_stats_used_bytes", 96);
    gauge(data, "kubelet_volume_stats_capacity_bytes", 100);
    gauge(data, "kubelet_volume_stats_inodes_used", 5);
    gauge(data, "kubelet_volume_stats_inodes", 100);
    gauge("demo/shop/PersistentVolumeClaim/new", "kubelet_volume_stats_used_bytes", 96);
    finds("critical volume-near-full " + data);
  }

  @Test
  void claimsThatWaitOrThatNobodyUses() {
    String claim =
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: %s, namespace: shop, creationTimestamp: "%s"}
        status: {phase: %s}
        """;
    with(
            POD,
            claim.formatted("data", "2026-01-01T00:00:00Z", "Bound"),
            claim.formatted("orphan", "2026-01-01T00:00:00Z", "Bound"),
            claim.formatted("young", "2026-03-01T11:00:00Z", "Bound"),
            claim.formatted("waits", "2026-03-01T11:00:00Z", "Pending"),
            claim.formatted("waits-a-moment", "2026-03-01T11:59:00Z", "Pending"),
            claim.formatted("disk-db-2", "2026-01-01T00:00:00Z", "Bound"),
            """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: db, namespace: shop, annotations: {aiops.io/inspection-ignore: all}}
            spec:
              replicas: 2
              template: {spec: {containers: []}}
              volumeClaimTemplates: [{metadata: {name: disk}}]
            """)
        .finds(
            "warning claim-pending demo/shop/PersistentVolumeClaim/waits",
            "info claim-unreferenced demo/shop/PersistentVolumeClaim/orphan");
    assertThat(found("pods")).noneMatch(f -> f.getCheck().equals("claim-unreferenced"));
  }

  @Test
  void certificatesByTheirObjectsAndByExporters() {
    with(
        """
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: web, namespace: shop, creationTimestamp: "2026-01-01T00:00:00Z"}
        status:
          notAfter: "2026-03-11T12:00:00Z"
          conditions: [{type: Ready, status: "False", message: no issuer}]
        """,
        """
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: fine, namespace: shop}
        status: {notAfter: "2026-06-01T00:00:00Z"}
        """);
    String any = "demo/monitoring/Deployment/exporter";
    double soon = NOW.plusSeconds(86_400).toEpochMilli() / 1000.0;
    gauge(
        any,
        "certmanager_certificate_expiration_timestamp_seconds",
        soon,
        "exported_namespace",
        "shop",
        "name",
        "fine");
    gauge(any, "x509_cert_not_after", soon, "secret_namespace", "blog", "secret_name", "tls");
    gauge(
        any,
        "probe_ssl_earliest_cert_expiry",
        NOW.minusSeconds(5).toEpochMilli() / 1000.0,
        "instance",
        "https://shop.example/x",
        "job",
        "blackbox");
    finds(
        "critical certificate-near-end demo/_/Endpoint/shop.example",
        "critical certificate-near-end demo/blog/Secret/tls",
        "warning certificate-near-end demo/shop/Certificate/web",
        "warning certificate-not-issued demo/shop/Certificate/web");
    assertThat(found().get(2).getText()).isEqualTo("it ends in 10 days, at 2026-03-11T12:00:00Z");
  }

  @Test
  void nodesThatWereForgottenSickOrOld() {
    String node =
        """
        apiVersion: v1
        kind: Node
        metadata: {name: %s}
        spec: {unschedulable: %s, taints: [%s]}
        status: {conditions: [%s], nodeInfo: {kubeletVersion: %s}}
        """;
    String taint = "{key: node.kubernetes.io/unschedulable, timeAdded: \"%s\"}";
    String ready = "{type: Ready, status: \"True\"}";
    with(
            node.formatted("fine", "false", "", ready, "v1.34.1"),
            node.formatted(
                "busy", "true", taint.formatted("2026-03-01T11:00:00Z"), ready, "v1.31.0"),
            node.formatted(
                "left", "true", taint.formatted("2026-03-01T01:00:00Z"), ready, "v1.34.1"),
            node.formatted(
                "sick",
                "false",
                "",
                "{type: Ready, status: Unknown}, {type: DiskPressure, status: \"True\"}",
                "v1.30.9"))
        .finds(
            "critical node-not-ready demo/_/Node/sick",
            "warning node-cordoned demo/_/Node/left",
            "warning node-under-pressure demo/_/Node/sick",
            "warning old-kubelet demo/_/Node/sick");
  }

  @Test
  void whoStillAsksForWhatWillGo() {
    gauges.add(
        new Gauge(
            "demo/_/Service/apiserver",
            "",
            "apiserver_requested_deprecated_apis",
            Map.of(
                "group",
                "flowcontrol.apiserver.k8s.io",
                "version",
                "v1beta3",
                "resource",
                "flowschemas",
                "removed_release",
                "1.32"),
            1));
    finds("warning deprecated-api demo/_/Cluster/demo");
    assertThat(found().get(0).getText())
        .isEqualTo(
            "somebody asks for flowschemas flowcontrol.apiserver.k8s.io/v1beta3, gone in 1.32");
  }

  @Test
  void whatPodsLeaveBehind() {
    String pod =
        """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, namespace: shop%s}
        status: {phase: %s, reason: %s, containerStatuses: [%s]}
        """;
    String restarted =
        "{name: main, restartCount: %d, lastState: {terminated: {finishedAt: \"%s\"}}}";
    with(
            pod.formatted(
                "often", "", "Running", "", restarted.formatted(9, "2026-03-01T09:00:00Z")),
            pod.formatted(
                "once", "", "Running", "", restarted.formatted(1, "2026-03-01T09:00:00Z")),
            pod.formatted(
                "before", "", "Running", "", restarted.formatted(9, "2026-02-01T09:00:00Z")),
            pod.formatted("gone-1", "", "Failed", "Evicted", ""),
            pod.formatted("gone-2", "", "Failed", "Evicted", ""),
            pod.formatted(
                "stuck",
                ", deletionTimestamp: \"2026-03-01T10:00:00Z\", finalizers: [example.com/x]",
                "Running",
                "",
                ""))
        .finds(
            "warning restarts-often demo/shop/Pod/often",
            "warning stuck-terminating demo/shop/Pod/stuck",
            "info evicted-pods-left demo/shop/Namespace/shop");
    assertThat(found().get(1).getText()).endsWith("is still there (example.com/x)");
  }

  @Test
  void everyCheckNamesARowOfTheCatalogueOrNone() {
    assertThat(Arrays.stream(Check.values()).map(Check::id)).doesNotHaveDuplicates();
    for (Check check : Check.values()) {
      Finding finding =
          check.found(
              Level.INFO, io.aicloudops.schemas.identity.EntityId.parse("a/b/c/d"), "t", "zh");
      assertThat(finding.getAdvice()).isNotBlank();
      if (!finding.getFault().isEmpty()) {
        assertThat(FaultKind.ofId(finding.getFault())).isPresent();
      }
    }
  }
}
