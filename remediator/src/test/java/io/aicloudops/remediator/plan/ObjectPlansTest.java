package io.aicloudops.remediator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.aicloudops.remediator.Given;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.event.Cause;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.faults.FormerValues;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Plans about what a workload rests on, and about what it asks for. */
class ObjectPlansTest {

  private static final String NODE = "demo/_/Node/n1";
  private final Planner planner = new Planner(Given.LIMITS);

  private Planning planning(
      String entity, FaultKind fault, Map<String, String> facts, Map<String, String> attributes) {
    Cause cause = Given.cause(entity, fault, 0.9);
    cause.setFacts(new HashMap<>(facts));
    return planner.forIncident(
        Given.incident("i1", Given.T0, cause),
        cause,
        Optional.of(Given.workload(entity, attributes)),
        Optional.empty(),
        Given.T0);
  }

  private Plan plan(
      String entity, FaultKind fault, Map<String, String> facts, Map<String, String> attributes) {
    Planning planning = planning(entity, fault, facts, attributes);
    assertThat(planning).isInstanceOf(Planning.Planned.class);
    return ((Planning.Planned) planning).plan();
  }

  private String refusal(
      String entity, FaultKind fault, Map<String, String> facts, Map<String, String> attributes) {
    Planning planning = planning(entity, fault, facts, attributes);
    assertThat(planning).isInstanceOf(Planning.NoAction.class);
    return ((Planning.NoAction) planning).reason();
  }

  @Test
  void raisesTheCpuLimitInsideItsCeiling() {
    Plan plan = plan(Given.CART, FaultKind.CPU_THROTTLING, Map.of(), Map.of("cpuLimit", "0.5"));
    assertThat(plan.params())
        .containsEntry("cpuLimit", "750m")
        .containsEntry("fromCpuLimit", "0.5");
    assertThat(plan.reason()).contains("from 0.5 to 0.75 cores");
    assertThat(refusal(Given.CART, FaultKind.CPU_THROTTLING, Map.of(), Map.of("cpuLimit", "4")))
        .contains("ceiling");
    assertThat(refusal(Given.CART, FaultKind.CPU_THROTTLING, Map.of(), Map.of()))
        .contains("not known");
    assertThat(
            ((Planning.Planned)
                    planner.forRequest(
                        Given.CART,
                        ActionKind.RAISE_CPU_LIMIT,
                        Map.of("cpuLimit", "none"),
                        "asked",
                        Optional.empty(),
                        Given.T0))
                .plan()
                .reason())
        .startsWith("drop the CPU limit");
  }

  @Test
  void lowersARequestOnlyToWhatIsKnownToDo() {
    Plan former =
        plan(
            Given.CART,
            FaultKind.PENDING_RESOURCES,
            Map.of(FormerValues.FORMER + "containers[app].resources.requests.cpu", "200m"),
            Map.of());
    assertThat(former.params()).containsEntry("resource", "cpu").containsEntry("request", "200m");
    Plan measured =
        plan(
            Given.CART,
            FaultKind.PENDING_RESOURCES,
            Map.of("peakMemory", Long.toString(100L << 20)),
            Map.of("memoryRequest", Long.toString(8L << 30)));
    assertThat(measured.params())
        .containsEntry("resource", "memory")
        .containsEntry("request", "130Mi");
    assertThat(refusal(Given.CART, FaultKind.PENDING_RESOURCES, Map.of(), Map.of()))
        .contains("add a node");
  }

  @Test
  void raisesAnAutoscalersMaximumInsideTheCeilingOfReplicas() {
    Map<String, String> known = Map.of("hpa", "cart", "hpaMax", "4");
    Plan plan = plan(Given.CART, FaultKind.HPA_AT_MAXIMUM, Map.of(), known);
    assertThat(plan.params())
        .containsEntry("object", "HorizontalPodAutoscaler/cart")
        .containsEntry("maxReplicas", "6");
    assertThat(
            refusal(
                Given.CART,
                FaultKind.HPA_AT_MAXIMUM,
                Map.of(),
                Map.of("hpa", "cart", "hpaMax", "20")))
        .contains("ceiling of 20");
    assertThat(refusal(Given.CART, FaultKind.HPA_AT_MAXIMUM, Map.of(), Map.of()))
        .contains("not known");
  }

  @Test
  void restoresWhatTheChangeRecordHasAndNeverASecret() {
    Map<String, String> facts =
        Map.of(
            FormerValues.FORMER + "configmap/cart-config[LEVEL]",
            "info",
            FormerValues.LATTER + "configmap/cart-config[LEVEL]",
            "debug",
            FormerValues.CHANGED,
            Given.CART);
    Plan plan = plan(Given.CART, FaultKind.CRASH_AFTER_CONFIG_CHANGE, facts, Map.of());
    assertThat(plan.action()).isEqualTo(ActionKind.RESTORE_FORMER_VALUE);
    assertThat(plan.params())
        .containsEntry("object", "ConfigMap/cart-config")
        .containsAllEntriesOf(FormerValues.in(facts));
    Plan policy =
        plan(
            Given.CART,
            FaultKind.NETWORK_POLICY_BLOCKS,
            Map.of(
                FormerValues.FORMER + "podSelector.matchLabels.app",
                "old",
                FormerValues.CHANGED,
                "demo/shop/NetworkPolicy/deny"),
            Map.of());
    assertThat(policy.params()).containsEntry("object", "NetworkPolicy/deny");
    assertThat(
            refusal(
                Given.CART,
                FaultKind.CRASH_AFTER_CONFIG_CHANGE,
                Map.of(
                    FormerValues.FORMER + "data.password",
                    "x",
                    FormerValues.CHANGED,
                    "demo/shop/Secret/db"),
                Map.of()))
        .contains("former values of a Secret are never written");
    assertThat(
            refusal(
                Given.CART,
                FaultKind.NETWORK_POLICY_BLOCKS,
                Map.of(
                    FormerValues.FORMER + "policyTypes[0]",
                    "Egress",
                    FormerValues.CHANGED,
                    "demo/other/NetworkPolicy/deny"),
                Map.of()))
        .as("of another namespace")
        .contains("not known");
    assertThat(refusal(Given.CART, FaultKind.CRASH_AFTER_CONFIG_CHANGE, Map.of(), Map.of()))
        .contains("restore them from their source");
  }

  @Test
  void aSettingThatWentOutWithARevisionIsRolledBack() {
    Cause cause = Given.cause(Given.CART, FaultKind.CRASH_AFTER_CONFIG_CHANGE, 0.9);
    cause.setChangeId("c1");
    cause.setFacts(new HashMap<>(Map.of("previousRevision", "3")));
    assertThat(Choice.action(cause, Optional.empty())).isEqualTo(ActionKind.ROLLBACK);
  }

  @Test
  void cordonsANodeFirstAndDrainsItWhenItIsCordoned() {
    Map<String, String> open = Map.of("unschedulable", "false");
    Map<String, String> cordoned = Map.of("unschedulable", "true");
    assertThat(plan(NODE, FaultKind.NODE_NOT_READY, Map.of(), open).action())
        .isEqualTo(ActionKind.CORDON);
    Plan drain = plan(NODE, FaultKind.NODE_NOT_READY, Map.of(), cordoned);
    assertThat(drain.action()).isEqualTo(ActionKind.DRAIN);
    assertThat(drain.params()).containsEntry("ceiling", "30");
    assertThat(plan(NODE, FaultKind.NOISY_NEIGHBOUR, Map.of(), open).action())
        .isEqualTo(ActionKind.CORDON);
    assertThat(
            plan(Given.CART, FaultKind.NOISY_NEIGHBOUR, Map.of("pod", "cart-1"), Map.of()).action())
        .isEqualTo(ActionKind.DELETE_POD);
    assertThat(plan(NODE, FaultKind.DISK_PRESSURE, Map.of(), open).action())
        .isEqualTo(ActionKind.DELETE_EVICTED_PODS);
  }

  @Test
  void restartsTheDnsOfTheClusterAndNotWhoAsksIt() {
    Plan plan = plan(Given.CART, FaultKind.DNS_FAILING, Map.of(), Map.of());
    assertThat(plan.entity()).isEqualTo("demo/kube-system/Deployment/coredns");
    assertThat(plan.action()).isEqualTo(ActionKind.RESTART);
    assertThat(
            plan("demo/kube-system/Deployment/kube-dns", FaultKind.DNS_FAILING, Map.of(), Map.of())
                .entity())
        .isEqualTo("demo/kube-system/Deployment/kube-dns");
  }

  @Test
  void actsOnTheObjectsThatFactsName() {
    assertThat(
            plan("demo/shop/Service/cart", FaultKind.SERVICE_WITHOUT_ENDPOINTS, Map.of(), Map.of())
                .params())
        .containsEntry("object", "Service/cart");
    assertThat(plan(Given.CART, FaultKind.SERVICE_WITHOUT_ENDPOINTS, Map.of(), Map.of()).params())
        .containsEntry("workload", "Deployment/cart");
    assertThat(plan(Given.CART, FaultKind.PVC_FULL, Map.of("claim", "data"), Map.of()).params())
        .containsEntry("object", "PersistentVolumeClaim/data");
    assertThat(refusal(Given.CART, FaultKind.PVC_FULL, Map.of(), Map.of())).contains("not known");
    assertThat(
            plan(Given.CART, FaultKind.PDB_DEADLOCK, Map.of("budget", "cart"), Map.of()).params())
        .containsEntry("object", "PodDisruptionBudget/cart");
    assertThat(refusal(Given.CART, FaultKind.PDB_DEADLOCK, Map.of(), Map.of()))
        .contains("not known");
    assertThat(plan("demo/shop/CronJob/mail", FaultKind.JOB_FAILING, Map.of(), Map.of()).action())
        .isEqualTo(ActionKind.SUSPEND_CRON_JOB);
    assertThat(plan("demo/shop/Job/import", FaultKind.JOB_FAILING, Map.of(), Map.of()).action())
        .isEqualTo(ActionKind.RETRY_JOB);
    assertThat(refusal(Given.CART, FaultKind.JOB_FAILING, Map.of(), Map.of()))
        .contains("is no cron job");
    assertThat(plan(Given.CART, FaultKind.PENDING_NODE_MISSING, Map.of(), Map.of()).action())
        .isEqualTo(ActionKind.CLEAR_NODE_NAME);
  }

  @Test
  void scalesConsumersUpToTheirPartitionsAndNoFurther() {
    Map<String, String> two = Map.of("replicas", "2");
    assertThat(plan(Given.CART, FaultKind.CONSUMER_LAG, Map.of("partitions", "3"), two).params())
        .containsEntry("replicas", "3");
    assertThat(refusal(Given.CART, FaultKind.CONSUMER_LAG, Map.of("partitions", "2"), two))
        .contains("would be idle");
    assertThat(refusal(Given.CART, FaultKind.CONSUMER_LAG, Map.of(), two)).contains("idle");
  }
}
