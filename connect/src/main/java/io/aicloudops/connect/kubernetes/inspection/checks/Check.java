package io.aicloudops.connect.kubernetes.inspection.checks;

import io.aicloudops.schemas.event.Finding;
import io.aicloudops.schemas.faults.FaultKind;
import io.aicloudops.schemas.identity.EntityId;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is looked for, the row of the fault catalogue it may become, and what to do about it. */
public enum Check {
  NO_MEMORY_LIMIT(
      FaultKind.OOM_LIMIT_TOO_LOW,
      "Set a memory limit above the highest use of the last days",
      "按近几天的最高用量设置内存上限"),
  NO_REQUESTS(
      FaultKind.PENDING_RESOURCES,
      "Set CPU and memory requests near the usual use, so that the scheduler knows what it needs",
      "按平常用量设置 CPU 和内存请求值，便于调度"),
  NO_READINESS_PROBE(
      FaultKind.READINESS_PROBE_WRONG,
      "Add a readiness probe; without it a pod gets traffic before it can answer",
      "添加就绪探针，否则 Pod 尚未就绪就会收到流量"),
  NO_LIVENESS_PROBE(
      FaultKind.LIVENESS_PROBE_WRONG,
      "Add a liveness probe if the process can hang without ending",
      "若进程可能挂死而不退出，请添加存活探针"),
  FLOATING_IMAGE(
      FaultKind.IMAGE_UNAVAILABLE,
      "Name a version or a digest; with a floating tag a restart can bring another program",
      "使用确定的版本或摘要；浮动标签会让重启后运行另一个程序"),
  PRIVILEGED(null, "Drop privileged mode or name the capabilities it needs", "取消特权模式，或只授予所需的能力"),
  SINGLE_REPLICA(
      FaultKind.NODE_NOT_READY,
      "Run at least two replicas on different nodes, or accept the outage of a restart",
      "至少运行两个副本并分布在不同节点"),
  NO_DISRUPTION_BUDGET(
      FaultKind.NODE_NOT_READY,
      "Add a PodDisruptionBudget, so that draining nodes cannot take all pods at once",
      "添加 PodDisruptionBudget，避免节点排空时同时驱逐所有 Pod"),
  BUDGET_BLOCKS_DRAIN(
      FaultKind.PDB_DEADLOCK,
      "Allow one pod to be away or run one more; as it is no node can be drained",
      "放宽中断预算或增加副本，否则无法排空节点"),
  AUTOSCALER_AT_MAXIMUM(
      FaultKind.HPA_AT_MAXIMUM,
      "Raise the maximum if nodes and databases bear it",
      "若节点和数据库允许，提高自动扩缩容上限"),
  SERVICE_WITHOUT_PODS(
      FaultKind.SERVICE_WITHOUT_ENDPOINTS,
      "Correct the selector, or remove the service",
      "修正选择器，或删除该服务"),
  QUOTA_NEAR_FULL(
      FaultKind.QUOTA_EXHAUSTED,
      "Free what uses it, or agree on a larger quota before the next rollout",
      "释放占用，或在下次发布前申请更大的配额"),
  VOLUME_NEAR_FULL(FaultKind.PVC_FULL, "Expand the volume, or clear it", "扩容或清理存储卷"),
  CLAIM_PENDING(
      FaultKind.PVC_PENDING,
      "See the claim's events: storage class, provisioner, zone",
      "查看存储卷声明的事件：存储类、供应器、可用区"),
  CLAIM_UNREFERENCED(
      FaultKind.PVC_UNREFERENCED,
      "Ask its owner whether the data is still needed; nothing here deletes it",
      "与负责人确认数据是否仍需保留；系统不会删除"),
  CERTIFICATE_NEAR_END(
      FaultKind.CERTIFICATE_ENDING,
      "See why its issuer did not renew it, and renew it",
      "查明签发者未续期的原因并续期"),
  CERTIFICATE_NOT_ISSUED(
      FaultKind.CERTIFICATE_ENDING, "See the certificate's events and its issuer", "查看证书及其签发者的事件"),
  NODE_CORDONED(
      FaultKind.NODE_CORDONED, "Uncordon it, or remove it from the cluster", "解除隔离，或从集群移除该节点"),
  NODE_UNDER_PRESSURE(FaultKind.DISK_PRESSURE, "Free what is short on the node", "释放节点上紧缺的资源"),
  NODE_NOT_READY(FaultKind.NODE_NOT_READY, "See the kubelet and the machine", "检查 kubelet 和机器"),
  OLD_KUBELET(
      null,
      "Update the node; a kubelet may be three minor versions older than the API server, not more",
      "升级节点；kubelet 最多比 API Server 低三个次版本"),
  DEPRECATED_API(
      null,
      "Move its users to the newer version before the cluster is updated",
      "在集群升级前把调用方迁移到新版本"),
  RESTARTS_OFTEN(
      FaultKind.CRASH_WITHOUT_CHANGE,
      "See why it ended the last time: exit code, out of memory, probe",
      "查看上次退出原因：退出码、内存不足、探针"),
  EVICTED_PODS_LEFT(
      FaultKind.EVICTED_PODS_LEFT, "Delete them when their cause is known", "查明原因后清理"),
  STUCK_TERMINATING(
      FaultKind.FINALIZER_STUCK,
      "Find the controller that its finalizers name",
      "找到其 finalizer 对应的控制器");

  private final @Nullable FaultKind fault;
  private final String advice;
  private final String adviceZh;

  Check(@Nullable FaultKind fault, String advice, String adviceZh) {
    this.fault = fault;
    this.advice = advice;
    this.adviceZh = adviceZh;
  }

  /** The name in events: lower case with hyphens. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A finding of this check. */
  Finding found(Level level, EntityId entity, String text, String textZh) {
    return Finding.newBuilder()
        .setCheck(id())
        .setSeverity(level.id())
        .setEntity(entity.toString())
        .setText(text)
        .setTextZh(textZh)
        .setAdvice(advice)
        .setAdviceZh(adviceZh)
        .setFault(Optional.ofNullable(fault).map(FaultKind::id).orElse(""))
        .build();
  }
}
