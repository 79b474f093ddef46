package io.aicloudops.launcher.system;

import io.aicloudops.launcher.system.Row.Check;
import io.aicloudops.launcher.system.Row.Seen;
import io.aicloudops.launcher.system.Row.Step;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.faults.FormerValues;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyBuilder;
import java.util.Map;

/** Rows whose cause is given, as the simulator has no measurements, routes or network. */
final class CauseRows extends RowSet {

  CauseRows(RowWorld world) {
    super(world);
    restarts(FaultKind.CRASH_WITHOUT_CHANGE);
    restarts(FaultKind.MEMORY_LEAK);
    restarts(FaultKind.CONNECTION_POOL_EXHAUSTED);
    restarts(FaultKind.CPU_SATURATION);
    restarts(FaultKind.DEPENDENCY_SLOW);
    restarts(FaultKind.ERROR_BURST);
    podOf(FaultKind.PACKET_LOSS);
    podOf(FaultKind.NOISY_NEIGHBOUR);
    podOf(FaultKind.WORKLOAD_SHORT_OF_PODS);
    rollsBack(FaultKind.LIVENESS_PROBE_WRONG);
    rollsBack(FaultKind.READINESS_PROBE_WRONG);
    rollsBack(FaultKind.ROLLOUT_STUCK);
    consumers();
    dns();
    policy();
    route();
    kernel();
    diskPressure();
  }

  private void restarts(FaultKind fault) {
    add(
        fault,
        ActionKind.RESTART,
        Seen.CAUSE,
        () -> {
          world.deploy(app(fault, HEALTHY, c -> {}).build());
          cause(fault, Map.of(), true);
        },
        () -> restarted(fault),
        () -> cause(fault, Map.of(), false),
        NEVER);
  }

  private boolean restarted(FaultKind fault) {
    Map<String, String> annotations =
        live(fault).getSpec().getTemplate().getMetadata().getAnnotations();
    return annotations != null && annotations.containsKey("kubectl.kubernetes.io/restartedAt");
  }

  private void podOf(FaultKind fault) {
    String[] victim = {""};
    add(
        fault,
        ActionKind.DELETE_POD,
        Seen.CAUSE,
        () -> {
          world.deploy(app(fault, HEALTHY, c -> {}).build());
          victim[0] = pods(fault).get(0).getMetadata().getName();
          cause(fault, Map.of("pod", victim[0]), true);
        },
        () -> pods(fault).stream().noneMatch(p -> p.getMetadata().getName().equals(victim[0])),
        () -> cause(fault, Map.of("pod", victim[0]), false),
        NEVER);
  }

  private void rollsBack(FaultKind fault) {
    Map<String, String> facts = Map.of("revision", "2", "previousRevision", "1");
    add(
        fault,
        ActionKind.ROLLBACK,
        Seen.CAUSE,
        () -> {
          world.deploy(app(fault, HEALTHY, c -> {}).build());
          edit(fault, d -> container(d).setImage("unready:2"));
          cause(fault, facts, true);
        },
        () -> container(live(fault)).getImage().equals(HEALTHY),
        () -> cause(fault, facts, false),
        () -> container(live(fault)).getImage().equals("unready:2"));
  }

  private void consumers() {
    FaultKind lag = FaultKind.CONSUMER_LAG;
    Map<String, String> facts = Map.of("partitions", "3");
    add(
        lag,
        ActionKind.SCALE,
        Seen.CAUSE,
        () -> {
          world.deploy(app(lag, HEALTHY, c -> {}).build());
          world.known(deployment(lag));
          cause(lag, facts, true);
        },
        () -> replicas(lag) == 3,
        () -> cause(lag, facts, false),
        () -> replicas(lag) == 2);
  }

  private void dns() {
    FaultKind dns = FaultKind.DNS_FAILING;
    String entity = "kube-system/Deployment/coredns";
    rows.add(
        new Row(
            dns,
            ActionKind.RESTART,
            Seen.CAUSE,
            entity,
            () -> {
              world.deploy(
                  new DeploymentBuilder(app(dns, HEALTHY, c -> {}).build())
                      .editMetadata()
                      .withNamespace("kube-system")
                      .withName("coredns")
                      .endMetadata()
                      .build());
              cause(dns, entity, Map.of(), true);
            },
            () -> {
              var annotations =
                  world
                      .root
                      .apps()
                      .deployments()
                      .inNamespace("kube-system")
                      .withName("coredns")
                      .get()
                      .getSpec()
                      .getTemplate()
                      .getMetadata()
                      .getAnnotations();
              return annotations != null && !annotations.isEmpty();
            },
            () -> cause(dns, entity, Map.of(), false),
            NEVER));
  }

  private void policy() {
    FaultKind fault = FaultKind.NETWORK_POLICY_BLOCKS;
    restores(
        fault,
        "NetworkPolicy",
        "podSelector.matchLabels.app",
        () ->
            world
                .root
                .resource(
                    new NetworkPolicyBuilder()
                        .withNewMetadata()
                        .withName(APP)
                        .withNamespace(fault.id())
                        .endMetadata()
                        .withNewSpec()
                        .withNewPodSelector()
                        .addToMatchLabels("app", "latter")
                        .endPodSelector()
                        .endSpec()
                        .build())
                .create(),
        value ->
            world
                .root
                .network()
                .v1()
                .networkPolicies()
                .inNamespace(fault.id())
                .withName(APP)
                .get()
                .getSpec()
                .getPodSelector()
                .getMatchLabels()
                .containsValue(value));
  }

  private void route() {
    FaultKind fault = FaultKind.ROUTE_BROKEN;
    restores(
        fault,
        "Ingress",
        "ingressClassName",
        () ->
            world
                .root
                .resource(
                    new IngressBuilder()
                        .withNewMetadata()
                        .withName(APP)
                        .withNamespace(fault.id())
                        .endMetadata()
                        .withNewSpec()
                        .withIngressClassName("latter")
                        .endSpec()
                        .build())
                .create(),
        value ->
            world
                .root
                .network()
                .v1()
                .ingresses()
                .inNamespace(fault.id())
                .withName(APP)
                .get()
                .getSpec()
                .getIngressClassName()
                .equals(value));
  }

  /** Whether an object has a value. */
  private interface Has {
    boolean value(String value);
  }

  private void restores(FaultKind fault, String kind, String path, Step make, Has has) {
    Map<String, String> facts =
        Map.of(
            FormerValues.FORMER + path,
            "former",
            FormerValues.LATTER + path,
            "latter",
            FormerValues.CHANGED,
            "demo/" + fault.id() + "/" + kind + "/" + APP);
    Check former = () -> has.value("former");
    add(
        fault,
        ActionKind.RESTORE_FORMER_VALUE,
        Seen.CAUSE,
        () -> {
          world.deploy(app(fault, HEALTHY, c -> {}).build());
          make.run();
          cause(fault, facts, true);
        },
        former,
        () -> cause(fault, facts, false),
        () -> has.value("latter"));
  }

  private void kernel() {
    FaultKind kernel = FaultKind.NODE_KERNEL;
    String node = world.root.nodes().list().getItems().get(2).getMetadata().getName();
    Check cordoned =
        () ->
            Boolean.TRUE.equals(
                world.root.nodes().withName(node).get().getSpec().getUnschedulable());
    rows.add(
        new Row(
            kernel,
            ActionKind.CORDON,
            Seen.CAUSE,
            "_/Node/" + node,
            () -> cause(kernel, "_/Node/" + node, Map.of(), true),
            cordoned,
            NOTHING,
            () -> !cordoned.holds()));
  }

  private void diskPressure() {
    FaultKind pressure = FaultKind.DISK_PRESSURE;
    String node = world.root.nodes().list().getItems().get(2).getMetadata().getName();
    rows.add(
        new Row(
            pressure,
            ActionKind.DELETE_EVICTED_PODS,
            Seen.CAUSE,
            "_/Node/" + node,
            () -> {
              world.deploy(
                  app(pressure, HEALTHY, c -> {})
                      .editSpec()
                      .editTemplate()
                      .editSpec()
                      .withNodeName(node)
                      .endSpec()
                      .endTemplate()
                      .endSpec()
                      .build());
              evicted(pods(pressure).get(0));
              cause(pressure, "_/Node/" + node, Map.of(), true);
            },
            () -> pods(pressure).stream().noneMatch(CauseRows::wasEvicted),
            NOTHING,
            NEVER));
  }

  private static boolean wasEvicted(Pod pod) {
    return "Evicted".equals(pod.getStatus().getReason());
  }
}
