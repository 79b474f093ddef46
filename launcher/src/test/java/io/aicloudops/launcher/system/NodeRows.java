package io.aicloudops.launcher.system;

import io.aicloudops.launcher.system.Row.Seen;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FaultKind;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Rows about nodes. */
final class NodeRows extends RowSet {

  NodeRows(RowWorld world) {
    super(world);
    drained();
    downAndForgotten();
  }

  /** A node that was cordoned and is down: what runs on it is moved. */
  private void drained() {
    FaultKind down = FaultKind.NODE_NOT_READY;
    String node = name(0);
    rows.add(
        new Row(
            down,
            ActionKind.DRAIN,
            Seen.CLUSTER,
            "_/Node/" + node,
            () -> {
              world.deploy(
                  app(down, HEALTHY, c -> {}).editSpec().withReplicas(4).endSpec().build());
              cordon(node, true);
              world.known("_/Node/" + node, "unschedulable", "true");
              ready(node, "False");
              world.breakNow();
            },
            () -> pods(down).size() == 4 && pods(down).stream().noneMatch(p -> isOn(p, node)),
            () -> {
              ready(node, "True");
              cordon(node, false);
              world.known("_/Node/" + node, "unschedulable", "false");
            },
            NEVER));
  }

  private static boolean isOn(Pod pod, String node) {
    return node.equals(pod.getSpec().getNodeName())
        && pod.getMetadata().getDeletionTimestamp() == null;
  }

  private String name(int index) {
    return world.root.nodes().list().getItems().get(index).getMetadata().getName();
  }

  private void cordon(String node, boolean off) {
    world
        .root
        .nodes()
        .withName(node)
        .edit(n -> new NodeBuilder(n).editSpec().withUnschedulable(off).endSpec().build());
  }

  private void downAndForgotten() {
    FaultKind down = FaultKind.NODE_NOT_READY;
    String node = name(0);
    rows.add(
        new Row(
            down,
            ActionKind.CORDON,
            Seen.CLUSTER,
            "_/Node/" + node,
            () -> ready(node, "False"),
            () -> unschedulable(node),
            NOTHING,
            () -> !unschedulable(node)));
    FaultKind forgotten = FaultKind.NODE_CORDONED;
    String other = name(1);
    rows.add(
        new Row(
            forgotten,
            ActionKind.UNCORDON,
            Seen.CLUSTER,
            "_/Node/" + other,
            () -> {
              world.deploy(
                  app(forgotten, HEALTHY, c -> {})
                      .editSpec()
                      .editTemplate()
                      .editSpec()
                      .addToNodeSelector("kubernetes.io/hostname", other)
                      .endSpec()
                      .endTemplate()
                      .endSpec()
                      .build());
              cordon(other, true);
              world.known("_/Node/" + other, "unschedulable", "true");
              world.breakNow();
              edit(forgotten, d -> d.getSpec().setReplicas(3));
            },
            () -> !unschedulable(other),
            NOTHING,
            () -> unschedulable(other)));
  }

  private void ready(String node, String status) {
    world
        .root
        .nodes()
        .withName(node)
        .editStatus(
            n ->
                new NodeBuilder(n)
                    .editStatus()
                    .withConditions(
                        new NodeConditionBuilder()
                            .withType("Ready")
                            .withStatus(status)
                            .withReason("KubeletNotReady")
                            .withMessage("the kubelet does not answer")
                            .withLastTransitionTime(
                                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                            .build())
                    .endStatus()
                    .build());
  }

  private boolean unschedulable(String node) {
    Node live = world.root.nodes().withName(node).get();
    return Boolean.TRUE.equals(live.getSpec().getUnschedulable());
  }
}
