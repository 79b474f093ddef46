package io.aicloudops.launcher.system;

import io.aicloudops.launcher.system.Row.Seen;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FaultKind;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.NodeConditionBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/** Rows about nodes and about what a workload rests on. */
final class ObjectRows extends RowSet {

  private final RestsOn restsOn;

  ObjectRows(RowWorld world) {
    super(world);
    restsOn = new RestsOn(world);
    objects();
    nodes();
  }

  // What a workload rests on.

  private void objects() {
    FaultKind maximum = FaultKind.HPA_AT_MAXIMUM;
    add(
        maximum,
        ActionKind.RAISE_AUTOSCALER_MAXIMUM,
        Seen.CAUSE,
        () -> {
          world.deploy(app(maximum, HEALTHY, c -> {}).build());
          restsOn.autoscaler(maximum);
          cause(maximum, Map.of("autoscaler", APP, "hpaMax", "2"), true);
        },
        () -> restsOn.maximum(maximum) == 3,
        () -> cause(maximum, Map.of(), false),
        () -> restsOn.maximum(maximum) == 2);
    FaultKind selector = FaultKind.SERVICE_WITHOUT_ENDPOINTS;
    String service = selector.id() + "/Service/" + APP;
    rows.add(
        new Row(
            selector,
            ActionKind.MEND_SELECTOR,
            Seen.EVENT,
            service,
            () -> {
              world.deploy(app(selector, HEALTHY, c -> {}).build());
              restsOn.service(selector, "typo");
              world.event("demo/" + service, "Service/" + APP, "NoEndpoints", "no endpoints");
            },
            () -> restsOn.selects(selector).equals(APP),
            () -> world.event("demo/" + service, "Service/" + APP, "Recovered", "has endpoints"),
            () -> restsOn.selects(selector).equals("typo")));
    FaultKind job = FaultKind.JOB_FAILING;
    String cron = job.id() + "/CronJob/" + APP;
    rows.add(
        new Row(
            job,
            ActionKind.SUSPEND_CRON_JOB,
            Seen.EVENT,
            cron,
            () -> {
              restsOn.cronJob(job);
              world.event("demo/" + cron, "Job/app-1", "BackoffLimitExceeded", "failed");
            },
            () -> restsOn.suspended(job),
            NOTHING,
            () -> !restsOn.suspended(job)));
    FaultKind full = FaultKind.PVC_FULL;
    String claim = full.id() + "/PersistentVolumeClaim/data";
    rows.add(
        new Row(
            full,
            ActionKind.EXPAND_VOLUME,
            Seen.EVENT,
            claim,
            () -> {
              restsOn.claim(full);
              world.event(
                  "demo/" + claim, "PersistentVolumeClaim/data", "Full", "no space left on device");
            },
            () -> restsOn.size(full).equals(new Quantity("15360Mi")),
            () -> restsOn.capacity(full, "15Gi"),
            NEVER));
    FaultKind deadlock = FaultKind.PDB_DEADLOCK;
    add(
        deadlock,
        ActionKind.LOOSEN_DISRUPTION_BUDGET,
        Seen.CAUSE,
        () -> {
          world.deploy(app(deadlock, HEALTHY, c -> {}).build());
          restsOn.budget(deadlock);
          cause(deadlock, Map.of("budget", APP), true);
        },
        () -> restsOn.unavailable(deadlock) == 1,
        NOTHING,
        () -> restsOn.unavailable(deadlock) == 0);
  }

  // Nodes.

  private void nodes() {
    FaultKind down = FaultKind.NODE_NOT_READY;
    String node = world.root.nodes().list().getItems().get(0).getMetadata().getName();
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
    String other = world.root.nodes().list().getItems().get(1).getMetadata().getName();
    rows.add(
        new Row(
            forgotten,
            ActionKind.UNCORDON,
            Seen.CAUSE,
            "_/Node/" + other,
            () -> {
              world
                  .root
                  .nodes()
                  .withName(other)
                  .edit(
                      n -> new NodeBuilder(n).editSpec().withUnschedulable(true).endSpec().build());
              cause(forgotten, "_/Node/" + other, Map.of(), true);
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
