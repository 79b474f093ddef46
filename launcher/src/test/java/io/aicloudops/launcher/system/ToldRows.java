package io.aicloudops.launcher.system;

import io.aicloudops.launcher.system.Row.Seen;
import io.aicloudops.launcher.system.Row.Step;
import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.EnumMap;
import java.util.Map;

/** Rows in which nothing is done: people are told of the cause. */
final class ToldRows extends RowSet {

  ToldRows(RowWorld world) {
    super(world);
    events();
    alerts();
    causes();
  }

  private void events() {
    says(
        FaultKind.INIT_CONTAINER_FAILS,
        "Init:CrashLoopBackOff",
        "the init container migrate fails");
    says(
        FaultKind.IMAGE_PULL_SECRET,
        "ErrImagePull",
        "failed to authorize: 401 Unauthorized for registry.example.org/a:2");
    says(
        FaultKind.PENDING_CONSTRAINT,
        "FailedScheduling",
        "0/3 nodes are available: 3 node(s) had untolerated taint {dedicated: batch}");
    says(FaultKind.PREEMPTED, "Preempted", "Preempted by pod 1234 on node node-1");
    says(
        FaultKind.ADMISSION_DENIED,
        "FailedCreate",
        "admission webhook \"policy.example.org\" denied the request: no owner label");
    says(
        FaultKind.RBAC_DENIED,
        "FailedSync",
        "User \"system:serviceaccount:shop:app\" cannot list resource \"configmaps\"");
    says(FaultKind.DATABASE_TROUBLE, "Failing", "FATAL: too many connections for role app");
    says(FaultKind.CERTIFICATE_ENDING, "CertificateExpiring", "expires in 3 days");
    FaultKind quota = FaultKind.QUOTA_EXHAUSTED;
    says(
        quota,
        "Namespace/" + quota.id(),
        () -> event(quota, "FailedCreate", "pods \"app-1\" is forbidden: exceeded quota: compute"));
    FaultKind claim = FaultKind.PVC_PENDING;
    String data = "PersistentVolumeClaim/data";
    says(
        claim,
        data,
        () ->
            world.event(
                "demo/" + claim.id() + "/" + data,
                data,
                "ProvisioningFailed",
                "storageclass.storage.k8s.io \"fast\" not found"));
  }

  private void says(FaultKind fault, String reason, String message) {
    says(fault, "Deployment/" + APP, () -> event(fault, reason, message));
  }

  private void says(FaultKind fault, String object, Step inject) {
    told(fault, Seen.EVENT, fault.id() + "/" + object, inject);
  }

  private void alerts() {
    Map<FaultKind, String> names =
        new EnumMap<>(
            Map.of(
                FaultKind.CONTROL_PLANE_SLOW, "KubeAPIErrorBudgetBurn",
                FaultKind.FINALIZER_STUCK, "KubeNamespaceStuckTerminating",
                FaultKind.GITOPS_DRIFT, "ArgoCdAppOutOfSync"));
    names.forEach(
        (fault, name) ->
            told(
                fault,
                Seen.EVENT,
                deployment(fault),
                () -> world.alert("demo/" + deployment(fault), name)));
  }

  /** What no event of the cluster shows alone. */
  private void causes() {
    for (FaultKind fault :
        new FaultKind[] {
          FaultKind.HPA_WITHOUT_METRICS,
          FaultKind.PVC_UNREFERENCED,
          FaultKind.MESH_POLICY_BLOCKS,
          FaultKind.RETRY_STORM,
          FaultKind.NOTHING_WRONG,
          FaultKind.UNKNOWN
        }) {
      told(fault, Seen.CAUSE, deployment(fault), () -> cause(fault, Map.of(), true));
    }
  }

  private void told(FaultKind fault, Seen seen, String entity, Step inject) {
    rows.add(new Row(fault, ActionKind.NONE, seen, entity, inject, NEVER, NOTHING, NEVER));
  }
}
