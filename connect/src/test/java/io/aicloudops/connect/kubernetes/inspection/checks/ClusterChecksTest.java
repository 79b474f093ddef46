package io.aicloudops.connect.kubernetes.inspection.checks;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.Finding;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is found in quotas, volumes, certificates, nodes, and what is left over. */
class ClusterChecksTest extends ChecksFixture {
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
  void anEndThatIsNoTimeInSecondsIsPassedOver() {
    String any = "demo/monitoring/Deployment/exporter";
    for (double end : new double[] {1.7e18, 1.7e12, 1e300, -5, Double.NaN}) {
      gauge(
          any,
          "x509_cert_not_after",
          end,
          "secret_namespace",
          "blog",
          "secret_name",
          "tls-" + gauges.size());
    }
    double soon = NOW.plusSeconds(86_400).toEpochMilli() / 1000.0;
    gauge(any, "x509_cert_not_after", soon, "secret_namespace", "blog", "secret_name", "tls");
    finds("critical certificate-near-end demo/blog/Secret/tls");
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
      Finding finding = check.found(Level.INFO, EntityId.parse("a/b/c/d"), "t", "zh");
      assertThat(finding.getAdvice()).isNotBlank();
      if (!finding.getFault().isEmpty()) {
        assertThat(FaultKind.ofId(finding.getFault())).isPresent();
      }
    }
  }
}
