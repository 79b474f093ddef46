package io.aicloudops.launcher.system;

import io.aicloudops.launcher.system.Row.Seen;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FaultKind;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.Map;

/** Rows about what a workload rests on, and about jobs. */
final class ObjectRows extends RowSet {

  private final RestsOn restsOn;

  ObjectRows(RowWorld world) {
    super(world);
    restsOn = new RestsOn(world);
    objects();
    jobs();
  }

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

  private void jobs() {
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
    // In a namespace of its own: beside a cron job that fails it is part of that trouble.
    String once = Rows.RETRIED + "/Job/" + APP;
    rows.add(
        new Row(
            job,
            ActionKind.RETRY_JOB,
            Seen.EVENT,
            once,
            () -> {
              restsOn.failedJob();
              world.event("demo/" + once, "Job/" + APP, "BackoffLimitExceeded", "failed");
            },
            () -> restsOn.job(APP + "-retry") != null,
            () -> restsOn.end(APP + "-retry", "Complete"),
            NEVER));
  }
}
