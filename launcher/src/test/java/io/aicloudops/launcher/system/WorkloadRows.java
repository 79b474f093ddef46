package io.aicloudops.launcher.system;

import io.aicloudops.launcher.system.Row.Seen;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.faults.FormerValues;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;
import java.util.Objects;

/** Rows about what a workload runs, asks for and is given. */
final class WorkloadRows extends RowSet {

  WorkloadRows(RowWorld world) {
    super(world);
    rollouts();
    settings();
    pods();
    scalings();
  }

  // What went out with a release.

  private void rollouts() {
    release(FaultKind.CRASH_AFTER_ROLLOUT, "crash:2");
    release(FaultKind.IMAGE_UNAVAILABLE, "missing:2");
    release(FaultKind.WRONG_COMMAND, "wrong-command:2");
    FaultKind zero = FaultKind.SCALED_TO_ZERO;
    add(
        zero,
        ActionKind.SCALE,
        Seen.EVENT,
        () -> {
          world.deploy(app(zero, HEALTHY, c -> {}).build());
          edit(zero, d -> d.getSpec().setReplicas(0));
          event(zero, "ScaledToZero", "nothing serves");
        },
        () -> replicas(zero) > 0,
        () -> event(zero, "Available", "serves again"),
        () -> replicas(zero) == 0);
  }

  private void release(FaultKind fault, String image) {
    add(
        fault,
        ActionKind.ROLLBACK,
        Seen.CLUSTER,
        () -> {
          world.deploy(app(fault, HEALTHY, c -> {}).build());
          edit(fault, d -> container(d).setImage(image));
        },
        () -> container(live(fault)).getImage().equals(HEALTHY),
        NOTHING,
        () -> container(live(fault)).getImage().equals(image));
  }

  // What a workload asks for and is given.

  private void settings() {
    FaultKind oom = FaultKind.OOM_LIMIT_TOO_LOW;
    add(
        oom,
        ActionKind.RAISE_MEMORY_LIMIT,
        Seen.CLUSTER,
        () -> root(app(oom, "hungry:1", c -> {}).build()),
        () -> limit(oom, "memory").equals(new Quantity("192Mi")),
        NOTHING,
        () -> limit(oom, "memory").equals(new Quantity("128Mi")));
    FaultKind cpu = FaultKind.CPU_THROTTLING;
    add(
        cpu,
        ActionKind.RAISE_CPU_LIMIT,
        Seen.CAUSE,
        () -> {
          world.deploy(app(cpu, HEALTHY, c -> {}).build());
          cause(cpu, Map.of("cpuLimit", "0.5"), true);
        },
        () -> limit(cpu, "cpu").equals(new Quantity("750m")),
        () -> cause(cpu, Map.of("cpuLimit", "0.5"), false),
        () -> limit(cpu, "cpu").equals(new Quantity("500m")));
    FaultKind pending = FaultKind.PENDING_RESOURCES;
    Map<String, String> former =
        Map.of(FormerValues.FORMER + "containers[main].resources.requests.cpu", "100m");
    add(
        pending,
        ActionKind.LOWER_REQUEST,
        Seen.CAUSE,
        () -> {
          root(
              app(pending, HEALTHY, c -> c.getResources().setLimits(Map.of()))
                  .editSpec()
                  .editTemplate()
                  .editSpec()
                  .editFirstContainer()
                  .editResources()
                  .addToRequests("cpu", new Quantity("64"))
                  .endResources()
                  .endContainer()
                  .endSpec()
                  .endTemplate()
                  .endSpec()
                  .build());
          cause(pending, former, true);
        },
        () -> request(pending).equals(new Quantity("100m")),
        () -> cause(pending, former, false),
        () -> request(pending).equals(new Quantity("64")));
    FaultKind nowhere = FaultKind.PENDING_NODE_MISSING;
    add(
        nowhere,
        ActionKind.CLEAR_NODE_NAME,
        Seen.EVENT,
        () -> {
          root(
              app(nowhere, HEALTHY, c -> {})
                  .editSpec()
                  .editTemplate()
                  .editSpec()
                  .withNodeName("nowhere")
                  .endSpec()
                  .endTemplate()
                  .endSpec()
                  .build());
          event(nowhere, "FailedScheduling", "node \"nowhere\" not found");
        },
        () -> live(nowhere).getSpec().getTemplate().getSpec().getNodeName() == null,
        () -> event(nowhere, "Available", "serves"),
        () -> "nowhere".equals(live(nowhere).getSpec().getTemplate().getSpec().getNodeName()));
    FaultKind config = FaultKind.CRASH_AFTER_CONFIG_CHANGE;
    add(
        config,
        ActionKind.RESTORE_FORMER_VALUE,
        Seen.CLUSTER,
        () -> {
          configure(config, "info");
          world.deploy(app(config, HEALTHY, c -> {}, true).build());
          configure(config, "bad");
          // What runs has the old value; the next start has the new one.
          pods(config).forEach(pod -> world.root.resource(pod).delete());
        },
        () -> level(config).equals("info"),
        NOTHING,
        () -> level(config).equals("bad"));
  }

  private void configure(FaultKind fault, String level) {
    var map =
        new ConfigMapBuilder()
            .withNewMetadata()
            .withName("settings")
            .withNamespace(fault.id())
            .endMetadata()
            .addToData("LEVEL", level)
            .build();
    if (level.equals("info")) {
      world.root.resource(map).create();
    } else {
      world.root.resource(map).update();
    }
  }

  private String level(FaultKind fault) {
    return Objects.requireNonNull(
        world
            .root
            .configMaps()
            .inNamespace(fault.id())
            .withName("settings")
            .get()
            .getData()
            .get("LEVEL"));
  }

  // Pods.

  private void pods() {
    FaultKind evicted = FaultKind.EVICTED_PODS_LEFT;
    add(
        evicted,
        ActionKind.DELETE_EVICTED_PODS,
        Seen.CLUSTER,
        () -> {
          world.deploy(app(evicted, HEALTHY, c -> {}).build());
          evicted(pods(evicted).get(0));
        },
        () -> pods(evicted).stream().noneMatch(p -> "Evicted".equals(p.getStatus().getReason())),
        NOTHING,
        NEVER);
  }

  // How many there are.

  private void scalings() {
    FaultKind out = FaultKind.LOAD_ABOVE_CAPACITY;
    add(
        out,
        ActionKind.SCALE,
        Seen.ADVICE,
        () -> {
          world.deploy(app(out, HEALTHY, c -> {}).build());
          advise(out, 2, 4);
        },
        () -> replicas(out) == 4,
        NOTHING,
        () -> replicas(out) == 2);
    FaultKind in = FaultKind.OVER_PROVISIONED;
    add(
        in,
        ActionKind.SCALE,
        Seen.ADVICE,
        () -> {
          world.deploy(app(in, HEALTHY, c -> {}).editSpec().withReplicas(4).endSpec().build());
          advise(in, 4, 2);
        },
        () -> replicas(in) == 3,
        NOTHING,
        () -> replicas(in) == 4);
  }
}
