package io.aicloudops.simulator.kube;

import io.aicloudops.simulator.controllers.Cluster;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** What is there before anybody asks: namespaces and nodes. */
final class Bootstrap {

  private static final List<String> SYSTEM =
      List.of("default", "kube-node-lease", "kube-public", "kube-system");

  private final Cluster cluster;

  Bootstrap(Cluster cluster) {
    this.cluster = cluster;
  }

  void run(ClusterSettings settings) {
    SYSTEM.forEach(this::namespace);
    settings.namespaces().stream().filter(name -> !SYSTEM.contains(name)).forEach(this::namespace);
    for (int i = 1; i <= settings.nodes(); i++) {
      cluster.create(ResourceTypes.NODES, node(i, settings.nodeCpu(), settings.nodeMemory()));
    }
  }

  private void namespace(String name) {
    cluster.create(
        ResourceTypes.NAMESPACES,
        new NamespaceBuilder().withNewMetadata().withName(name).endMetadata().build());
  }

  private Node node(int number, String cpu, String memory) {
    String name = "node-" + number;
    String now = cluster.now().truncatedTo(ChronoUnit.SECONDS).toString();
    Map<String, Quantity> capacity =
        Map.of(
            "cpu", new Quantity(cpu), "memory", new Quantity(memory), "pods", new Quantity("110"));
    var status =
        new NodeBuilder()
            .withNewMetadata()
            .withName(name)
            .withLabels(
                Map.of(
                    "kubernetes.io/hostname", name,
                    "kubernetes.io/os", "linux",
                    "kubernetes.io/arch", "amd64"))
            .endMetadata()
            .withNewSpec()
            .endSpec()
            .withNewStatus()
            .withCapacity(capacity)
            .withAllocatable(capacity)
            .addNewAddress()
            .withType("InternalIP")
            .withAddress("10.0.0." + (10 + number))
            .endAddress()
            .addNewAddress()
            .withType("Hostname")
            .withAddress(name)
            .endAddress()
            .withNewNodeInfo()
            .withKubeletVersion("v1.34.0")
            .withOperatingSystem("linux")
            .withArchitecture("amd64")
            .withContainerRuntimeVersion("containerd://2.1.4")
            .endNodeInfo();
    for (String pressure : List.of("MemoryPressure", "DiskPressure", "PIDPressure")) {
      status
          .addNewCondition()
          .withType(pressure)
          .withStatus("False")
          .withReason("KubeletHasSufficient" + pressure.replace("Pressure", ""))
          .withLastTransitionTime(now)
          .withLastHeartbeatTime(now)
          .endCondition();
    }
    return status
        .addNewCondition()
        .withType("Ready")
        .withStatus("True")
        .withReason("KubeletReady")
        .withMessage("kubelet is posting ready status")
        .withLastTransitionTime(now)
        .withLastHeartbeatTime(now)
        .endCondition()
        .endStatus()
        .build();
  }
}
