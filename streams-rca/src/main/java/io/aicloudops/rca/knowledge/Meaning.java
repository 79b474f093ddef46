package io.aicloudops.rca.knowledge;

import io.aicloudops.schemas.faults.FaultKind;

/**
 * What a fact says about its entity. The states of Kubernetes objects name the fault they stand for
 * and how sure the state alone makes it; measured things name none, as it takes several of them.
 */
public enum Meaning {
  ERRORS,
  CLIENT_ERRORS,
  LATENCY,
  CLIENT_LATENCY,
  SATURATION,
  POOL,
  THROTTLING,
  LAG,
  CPU,
  MEMORY,
  DISK,
  NETWORK,
  TRAFFIC,
  CLIENT_TRAFFIC,
  AVAILABILITY,
  OTHER,
  CHANGED,

  CRASH(FaultKind.CRASH_WITHOUT_CHANGE, 0.7),
  OUT_OF_MEMORY(FaultKind.OOM_LIMIT_TOO_LOW, 0.88),
  IMAGE(FaultKind.IMAGE_UNAVAILABLE, 0.96),
  IMAGE_CREDENTIALS(FaultKind.IMAGE_PULL_SECRET, 0.94),
  CONFIGURATION(FaultKind.CRASH_AFTER_CONFIG_CHANGE, 0.92),
  COMMAND(FaultKind.WRONG_COMMAND, 0.93),
  INIT(FaultKind.INIT_CONTAINER_FAILS, 0.85),
  LIVENESS(FaultKind.LIVENESS_PROBE_WRONG, 0.6),
  READINESS(FaultKind.READINESS_PROBE_WRONG, 0.45),
  STUCK(FaultKind.ROLLOUT_STUCK, 0.6),
  ZERO(FaultKind.SCALED_TO_ZERO, 0.9),
  NO_RESOURCES(FaultKind.PENDING_RESOURCES, 0.9),
  CONSTRAINT(FaultKind.PENDING_CONSTRAINT, 0.9),
  NO_NODE(FaultKind.PENDING_NODE_MISSING, 0.92),
  PREEMPTION(FaultKind.PREEMPTED, 0.85),
  QUOTA(FaultKind.QUOTA_EXHAUSTED, 0.95),
  DENIED(FaultKind.ADMISSION_DENIED, 0.92),
  AUTOSCALER_LIMIT(FaultKind.HPA_AT_MAXIMUM, 0.7),
  AUTOSCALER_BLIND(FaultKind.HPA_WITHOUT_METRICS, 0.5),
  DISRUPTION_BUDGET(FaultKind.PDB_DEADLOCK, 0.7),
  JOB(FaultKind.JOB_FAILING, 0.85),
  EVICTED(FaultKind.EVICTED_PODS_LEFT, 0.55),
  DISK_PRESSURE(FaultKind.DISK_PRESSURE, 0.9),
  CLAIM(FaultKind.PVC_PENDING, 0.88),
  VOLUME_FULL(FaultKind.PVC_FULL, 0.88),
  NODE_DOWN(FaultKind.NODE_NOT_READY, 0.97),
  KERNEL(FaultKind.NODE_KERNEL, 0.9),
  CORDONED(FaultKind.NODE_CORDONED, 0.4),
  NO_ENDPOINTS(FaultKind.SERVICE_WITHOUT_ENDPOINTS, 0.6),
  ROUTE(FaultKind.ROUTE_BROKEN, 0.8),
  NETWORK_POLICY(FaultKind.NETWORK_POLICY_BLOCKS, 0.8),
  MESH_POLICY(FaultKind.MESH_POLICY_BLOCKS, 0.8),
  DNS(FaultKind.DNS_FAILING, 0.85),
  CERTIFICATE(FaultKind.CERTIFICATE_ENDING, 0.85),
  CONTROL_PLANE(FaultKind.CONTROL_PLANE_SLOW, 0.7),
  RBAC(FaultKind.RBAC_DENIED, 0.8),
  FINALIZER(FaultKind.FINALIZER_STUCK, 0.7),
  OUT_OF_SYNC(FaultKind.GITOPS_DRIFT, 0.6),
  DATABASE(FaultKind.DATABASE_TROUBLE, 0.8);

  private final FaultKind fault;
  private final double certainty;

  Meaning() {
    this(FaultKind.UNKNOWN, 0);
  }

  Meaning(FaultKind fault, double certainty) {
    this.fault = fault;
    this.certainty = certainty;
  }

  /** The fault this state stands for; {@code UNKNOWN} for what is only measured. */
  public FaultKind fault() {
    return fault;
  }

  /** How likely that fault is, given this state and nothing else; in [0,1]. */
  public double certainty() {
    return certainty;
  }

  /** True if the state of an object says so, and no measurement. */
  public boolean state() {
    return fault != FaultKind.UNKNOWN;
  }

  /**
   * True for what stays though the workload is whole again: an evicted pod is replaced at once, and
   * lies there until somebody deletes it.
   */
  public boolean outlivesRecovery() {
    return this == EVICTED;
  }

  /** True for what callers feel when something they call is in trouble. */
  public boolean spreads() {
    return switch (this) {
      case ERRORS,
          CLIENT_ERRORS,
          LATENCY,
          CLIENT_LATENCY,
          SATURATION,
          POOL,
          TRAFFIC,
          CLIENT_TRAFFIC,
          OTHER ->
          true;
      default -> false;
    };
  }
}
