package io.aicloudops.rca.correlate;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.schemas.event.AlertStatus;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyKind;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.Change;
import io.aicloudops.schemas.event.ChangeKind;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.Evidence;
import io.aicloudops.schemas.event.K8sEvent;
import io.aicloudops.schemas.event.K8sEventType;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each row of the failure catalogue: this evidence through the live fold names that fault first.
 */
class FaultTableTest {

  private static final String CART = Shop.entity("cart");
  private static final String NODE = "demo/_/Node/n1";
  private static final String SET = "demo/shop/StatefulSet/db";
  private static final String CLAIM = "demo/shop/PersistentVolumeClaim/data";
  private static final String CPU = "process_cpu_seconds_total:rate";

  /** Rows that no evidence of an incident tells, and why. */
  private static final Map<FaultKind, String> UNTOLD =
      new EnumMap<>(
          Map.of(
              FaultKind.OVER_PROVISIONED, "nobody is harmed; the forecast tells it",
              FaultKind.PVC_UNREFERENCED, "nobody is harmed; the inspection tells it",
              FaultKind.NOTHING_WRONG, "the guard tells it of an alert that the pods contradict"));

  private static Evidence state(String reason) {
    return Shop.event("cart", "Pod/cart-1", K8sEventType.STATE, reason, "", 100, Map.of());
  }

  private static Evidence warning(String reason, String message) {
    return Shop.event("cart", "cart-1", reason, message, 100);
  }

  private static Evidence about(String entity, Evidence evidence) {
    evidence.setEntity(entity);
    if (evidence.getBody() instanceof K8sEvent event) {
      event.setEntity(entity);
      if (entity.equals(NODE)) {
        event.setObject("Node/n1");
      }
    } else if (evidence.getBody() instanceof Anomaly anomaly) {
      anomaly.setEntity(entity);
    } else if (evidence.getBody() instanceof Change change) {
      change.setEntity(entity);
    } else if (evidence.getBody() instanceof TopologyEntity topology) {
      topology.setEntity(entity);
    }
    return evidence;
  }

  private static Evidence crash(String exitCode) {
    return Shop.event(
        "cart",
        "Pod/cart-1",
        K8sEventType.STATE,
        "CrashLoopBackOff",
        "",
        100,
        Map.of("exitCode", exitCode));
  }

  private static Evidence saturation(String signal, double value) {
    return Shop.anomaly(
        "cart", signal, SignalRole.SATURATION, AnomalyStatus.OPEN, 90, 100, value, 0.3);
  }

  private static Evidence leak() {
    Evidence memory = saturation("container_memory_working_set_bytes:saturation", 0.95);
    ((Anomaly) memory.getBody()).setKind(AnomalyKind.DRIFT);
    return memory;
  }

  private static Evidence policy(String kind) {
    Evidence change =
        Shop.change("cart", ChangeKind.POLICY, "p1", 95, Map.of(), Map.of("spec", "x"), "");
    return about("demo/shop/" + kind + "/deny", change);
  }

  /** What connect says of a policy that is about pods with these labels. */
  private static Evidence selecting(String kind, String podSelector) {
    return about(
        "demo/shop/" + kind + "/deny",
        Shop.topology("deny", List.of(), Map.of("podSelector", podSelector), 1));
  }

  /** A later change of another kind of policy. */
  private static Evidence autoscaler() {
    return Shop.change("cart", ChangeKind.POLICY, "hpa", 95, Map.of("m", "2"), Map.of(), "");
  }

  private static Evidence alert(String name) {
    return Shop.alert("cart", name, AlertStatus.FIRING, 100);
  }

  private static Arguments row(FaultKind fault, Evidence... evidence) {
    return at(CART, fault, evidence);
  }

  private static Arguments at(String entity, FaultKind fault, Evidence... evidence) {
    return Arguments.of(fault, entity, List.of(evidence));
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        row(FaultKind.CRASH_AFTER_ROLLOUT, Shop.rollout("cart", "6", "5", 90), crash("1")),
        row(
            FaultKind.CRASH_AFTER_CONFIG_CHANGE,
            Shop.change("cart", ChangeKind.CONFIG, "c", 95, Map.of("k", "a"), Map.of(), ""),
            crash("1")),
        row(FaultKind.CRASH_WITHOUT_CHANGE, crash("1")),
        row(
            FaultKind.INIT_CONTAINER_FAILS,
            Shop.event(
                "cart",
                "Pod/cart-1",
                K8sEventType.STATE,
                "CrashLoopBackOff",
                "",
                100,
                Map.of("init", "true", "exitCode", "1"))),
        row(FaultKind.OOM_LIMIT_TOO_LOW, state("OOMKilled"), crash("137")),
        row(FaultKind.MEMORY_LEAK, leak(), state("OOMKilled")),
        row(
            FaultKind.CPU_THROTTLING,
            Shop.high(
                "cart",
                "container_cpu_cfs_throttled_periods_total:rate",
                SignalRole.SATURATION,
                100)),
        row(FaultKind.IMAGE_UNAVAILABLE, state("ImagePullBackOff")),
        row(
            FaultKind.IMAGE_PULL_SECRET,
            state("ImagePullBackOff"),
            warning("Failed", "Failed to pull image: 401 Unauthorized")),
        row(
            FaultKind.LIVENESS_PROBE_WRONG,
            warning("Unhealthy", "Liveness probe failed: connection refused"),
            crash("137")),
        row(
            FaultKind.READINESS_PROBE_WRONG,
            warning("Unhealthy", "Readiness probe failed: 404"),
            warning("Unavailable", "")),
        row(FaultKind.WRONG_COMMAND, crash("127")),
        row(FaultKind.ROLLOUT_STUCK, warning("ProgressDeadlineExceeded", "")),
        row(FaultKind.SCALED_TO_ZERO, state("ScaledToZero"), Shop.errors("front", 101)),
        row(FaultKind.PENDING_RESOURCES, warning("FailedScheduling", "3 Insufficient cpu")),
        row(FaultKind.PENDING_CONSTRAINT, warning("FailedScheduling", "untolerated taint")),
        at(
            NODE,
            FaultKind.NODE_CORDONED,
            about(
                NODE,
                Shop.topology(
                    "n1", List.of(), Map.of("unschedulable", "true", "ready", "true"), 1)),
            warning(
                "FailedScheduling",
                "0/2 nodes are available: 1 node(s) had untolerated taint {dedicated: batch}, 1"
                    + " node(s) were unschedulable.")),
        row(FaultKind.PENDING_NODE_MISSING, warning("FailedScheduling", "node \"n9\" not found")),
        row(
            FaultKind.PREEMPTED,
            Shop.event(
                "cart", "Pod/cart-1", K8sEventType.NORMAL, "Preempted", "by x", 100, Map.of())),
        at(
            "demo/shop/Namespace/shop",
            FaultKind.QUOTA_EXHAUSTED,
            warning("FailedCreate", "forbidden: exceeded quota: compute")),
        row(FaultKind.ADMISSION_DENIED, warning("FailedCreate", "admission webhook x denied it")),
        row(FaultKind.HPA_AT_MAXIMUM, state("ScalingLimited"), Shop.slow("cart", 100)),
        row(
            FaultKind.HPA_WITHOUT_METRICS,
            state("FailedGetResourceMetric"),
            saturation("queue_depth:value", 9)),
        row(
            FaultKind.LOAD_ABOVE_CAPACITY,
            Shop.high("cart", "http_server_requests_total:rate", SignalRole.TRAFFIC, 100),
            Shop.high("cart", CPU, SignalRole.RESOURCE, 100),
            Shop.slow("cart", 101)),
        row(
            FaultKind.CPU_SATURATION,
            Shop.high("cart", CPU, SignalRole.RESOURCE, 100),
            Shop.slow("cart", 101)),
        at(
            SET,
            FaultKind.WORKLOAD_SHORT_OF_PODS,
            about(
                SET,
                Shop.topology("db", List.of(), Map.of("replicas", "3", "readyReplicas", "2"), 90)),
            about(SET, Shop.event("db", "db-2", "NotReady", "", 100)),
            about(
                SET,
                Shop.anomaly(
                    "db",
                    "up:value",
                    SignalRole.AVAILABILITY,
                    AnomalyStatus.OPEN,
                    100,
                    103,
                    0.6,
                    1))),
        row(FaultKind.JOB_FAILING, warning("BackoffLimitExceeded", "")),
        at(
            "demo/shop/PodDisruptionBudget/cart",
            FaultKind.PDB_DEADLOCK,
            about("demo/shop/PodDisruptionBudget/cart", state("EvictionBlocked"))),
        row(FaultKind.EVICTED_PODS_LEFT, warning("Evicted", "low on memory")),
        at(NODE, FaultKind.DISK_PRESSURE, about(NODE, state("DiskPressure"))),
        row(FaultKind.PVC_PENDING, warning("ProvisioningFailed", "no such class")),
        at(
            CLAIM,
            FaultKind.PVC_PENDING,
            Shop.topology("cart", List.of(new Edge(EdgeType.MOUNTS, CLAIM)), Map.of(), 1),
            about(CLAIM, warning("ProvisioningFailed", "no such class")),
            warning("FailedScheduling", "pod has unbound immediate PersistentVolumeClaims")),
        row(FaultKind.PVC_FULL, saturation("kubelet_volume_stats_used_bytes:saturation", 0.97)),
        at(NODE, FaultKind.NODE_NOT_READY, about(NODE, state("NodeNotReady"))),
        at(NODE, FaultKind.NODE_KERNEL, about(NODE, warning("TaskHung", "blocked"))),
        row(
            FaultKind.SERVICE_WITHOUT_ENDPOINTS,
            service("app=carts"),
            workload("app=cart"),
            Shop.errors("front", 100)),
        row(FaultKind.ROUTE_BROKEN, warning("Sync", "backend service not found")),
        row(FaultKind.NETWORK_POLICY_BLOCKS, policy("NetworkPolicy"), Shop.errors("cart", 96)),
        row(
            FaultKind.NETWORK_POLICY_BLOCKS,
            selecting("NetworkPolicy", "app=cart"),
            workload("app=cart"),
            policy("NetworkPolicy"),
            autoscaler(),
            Shop.errors("cart", 96)),
        row(
            FaultKind.ERROR_BURST,
            selecting("NetworkPolicy", "app=mail"),
            workload("app=cart"),
            Shop.topology("front", List.of(), Map.of("podLabels", "app=front"), 1),
            Shop.topology("store", List.of(), Map.of("podLabels", "app=store"), 1),
            policy("NetworkPolicy"),
            Shop.errors("cart", 96)),
        row(
            FaultKind.ROUTE_BROKEN,
            about(
                "demo/shop/Ingress/deny",
                Shop.topology("web", List.of(new Edge(EdgeType.CALLS, CART)), Map.of(), 1)),
            policy("Ingress"),
            Shop.errors("cart", 96)),
        row(FaultKind.MESH_POLICY_BLOCKS, policy("AuthorizationPolicy"), Shop.errors("cart", 96)),
        row(FaultKind.DNS_FAILING, alert("CoreDNSErrorsHigh")),
        row(
            FaultKind.PACKET_LOSS,
            Shop.high("cart", "node_netstat_tcp_retrans:rate", SignalRole.RESOURCE, 99),
            Shop.slow("cart", 100)),
        row(FaultKind.CERTIFICATE_ENDING, alert("CertificateExpiringSoon")),
        row(FaultKind.FINALIZER_STUCK, alert("KubeNamespaceStuckTerminating")),
        row(FaultKind.GITOPS_DRIFT, alert("ArgoCdAppOutOfSync")),
        row(FaultKind.GITOPS_DRIFT, alert("FluxReconciliationFailure")),
        row(FaultKind.GITOPS_DRIFT, alert("ConfigurationDrift")),
        row(FaultKind.ERROR_BURST, alert("EtlReconciliationFailed")),
        row(FaultKind.CONTROL_PLANE_SLOW, alert("KubeAPIErrorBudgetBurn")),
        row(
            FaultKind.RBAC_DENIED,
            warning("FailedGet", "forbidden: User \"system:x\" cannot list resource \"pods\"")),
        row(
            FaultKind.DATABASE_TROUBLE,
            warning("Unhealthy", "Readiness probe failed: ERROR 1040: Too many connections")),
        row(
            FaultKind.CONNECTION_POOL_EXHAUSTED,
            Shop.high("cart", "db_pool_waiting:value", SignalRole.SATURATION, 100),
            Shop.slow("cart", 100)),
        row(
            FaultKind.CONSUMER_LAG,
            Shop.high("cart", "kafka_consumer_lag:value", SignalRole.SATURATION, 100)),
        row(
            FaultKind.RETRY_STORM,
            Shop.high("cart", "http_client_retries_total:rate", SignalRole.TRAFFIC, 100),
            Shop.errors("cart", 100)),
        at(
            NODE,
            FaultKind.NOISY_NEIGHBOUR,
            about(NODE, Shop.high("n1", "node_cpu_steal_ratio:value", SignalRole.SATURATION, 100))),
        row(FaultKind.DEPENDENCY_SLOW, Shop.slow("cart", 100), Shop.slow("front", 101)),
        row(FaultKind.ERROR_BURST, Shop.errors("cart", 100), Shop.errors("front", 101)),
        row(FaultKind.UNKNOWN, alert("SomethingIsOdd")));
  }

  private static Evidence service(String selector) {
    Evidence service =
        Shop.topology("cart", List.of(), Map.of("selector", selector, "ports", "80>8080/TCP"), 1);
    return about("demo/shop/Service/cart", service);
  }

  private static Evidence workload(String labels) {
    return Shop.topology(
        "cart",
        List.of(new Edge(EdgeType.CALLS, Shop.entity("store"))),
        Map.of("podLabels", labels, "containerPorts", "http:8080/TCP", "replicas", "2"),
        1);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void evidenceNamesItsFaultFirst(FaultKind fault, String entity, List<Evidence> evidence) {
    List<Evidence> all = new ArrayList<>(Shop.map());
    all.addAll(evidence);
    all.addAll(Shop.ticks(0, 125));
    Playback played = new Playback().playSorted(all);
    assertThat(played.open()).as(played.titles().toString()).hasSize(1);
    assertThat(played.cause().getFault())
        .as(played.only().getCauses().toString())
        .isEqualTo(fault.id());
    assertThat(played.cause().getEntity()).isEqualTo(entity);
  }

  @Test
  void severalThatOneQuotaRefusesHaveOneCauseThatNamesIt() {
    String refused =
        "pods \"%s-1\" is forbidden: exceeded quota: compute, requested: cpu=1,memory=1Gi, used:"
            + " cpu=4,memory=4Gi, limited: cpu=4,memory=4Gi";
    List<Evidence> all = new ArrayList<>(Shop.map());
    for (String name : List.of("cart", "store")) {
      all.add(
          Shop.event(
              name,
              "ReplicaSet/" + name + "-1",
              K8sEventType.WARNING,
              "FailedCreate",
              refused.formatted(name),
              100,
              Map.of()));
    }
    Evidence full =
        Shop.event(
            "x",
            "ResourceQuota/compute",
            K8sEventType.STATE,
            "QuotaFull",
            "cpu 4 of 4",
            99,
            Map.of("quota", "compute"));
    all.add(about("demo/shop/Namespace/shop", full));
    all.addAll(Shop.ticks(0, 125));

    Playback played = new Playback().playSorted(all);

    assertThat(played.open()).as(played.titles().toString()).hasSize(1);
    assertThat(played.only().getCauses()).hasSize(1);
    assertThat(played.cause().getEntity()).isEqualTo("demo/shop/Namespace/shop");
    assertThat(played.cause().getFacts())
        .containsEntry("quota", "compute")
        .containsEntry("finding", "quota compute has no room for cpu=1,memory=1Gi");
    assertThat(played.cause().getSupporting()).hasSize(3);
    assertThat(played.cause().getConfidence()).isGreaterThan(0.9);
  }

  @Test
  void everyFaultIsInTheTableOrSaysWhyNot() {
    EnumSet<FaultKind> told = EnumSet.copyOf(UNTOLD.keySet());
    rows().forEach(row -> told.add((FaultKind) row.get()[0]));
    assertThat(told).containsExactlyInAnyOrderElementsOf(Arrays.asList(FaultKind.values()));
  }
}
