package io.aicloudops.schemas.faults;

import io.aicloudops.schemas.event.ActionKind;
import java.util.Locale;
import java.util.Optional;

/**
 * The failure catalogue: what can go wrong, how far the system may go unasked, and the action that
 * mends it. Root cause, remediation and the assistant's knowledge base share it.
 */
public enum FaultKind {
  CRASH_AFTER_ROLLOUT(Level.AUTO, ActionKind.ROLLBACK, "Crash loop after a rollout", "发布后反复崩溃"),
  CRASH_AFTER_CONFIG_CHANGE(
      Level.ASK,
      ActionKind.RESTORE_FORMER_VALUE,
      "Crash loop after a configuration change",
      "配置变更后反复崩溃"),
  CRASH_WITHOUT_CHANGE(Level.AUTO, ActionKind.RESTART, "Crash loop without a change", "无变更的反复崩溃"),
  INIT_CONTAINER_FAILS(Level.TELL, ActionKind.NONE, "Init container fails or hangs", "初始化容器失败或卡住"),
  OOM_LIMIT_TOO_LOW(
      Level.AUTO, ActionKind.RAISE_MEMORY_LIMIT, "Out of memory, limit too low", "内存不足：限制过低"),
  MEMORY_LEAK(Level.AUTO, ActionKind.RESTART, "Memory leak", "内存泄漏"),
  CPU_THROTTLING(Level.ASK, ActionKind.RAISE_CPU_LIMIT, "CPU throttling", "CPU 限流"),
  IMAGE_UNAVAILABLE(
      Level.AUTO,
      ActionKind.ROLLBACK,
      "Image missing, wrong tag or wrong architecture",
      "镜像缺失、标签错误或架构不符"),
  IMAGE_PULL_SECRET(Level.TELL, ActionKind.NONE, "Image pull refused", "镜像拉取凭据无效"),
  LIVENESS_PROBE_WRONG(Level.ASK, ActionKind.ROLLBACK, "Liveness probe wrong", "存活探针配置错误"),
  READINESS_PROBE_WRONG(Level.ASK, ActionKind.ROLLBACK, "Readiness probe wrong", "就绪探针配置错误"),
  WRONG_COMMAND(Level.AUTO, ActionKind.ROLLBACK, "Wrong command or arguments", "启动命令或参数错误"),
  ROLLOUT_STUCK(Level.AUTO, ActionKind.ROLLBACK, "Rollout stuck", "发布卡住"),
  SCALED_TO_ZERO(Level.ASK, ActionKind.SCALE, "Scaled to zero", "被缩容到零"),
  PENDING_RESOURCES(
      Level.ASK, ActionKind.LOWER_REQUEST, "Pending: not enough resources", "资源不足无法调度"),
  PENDING_CONSTRAINT(
      Level.TELL, ActionKind.NONE, "Pending: taint, selector or affinity", "污点、选择器或亲和性导致无法调度"),
  PENDING_NODE_MISSING(
      Level.ASK, ActionKind.CLEAR_NODE_NAME, "Pending: node does not exist", "指定的节点不存在"),
  PREEMPTED(Level.TELL, ActionKind.NONE, "Preempted by priority", "被高优先级抢占"),
  QUOTA_EXHAUSTED(Level.ASK, ActionKind.NONE, "Quota exhausted", "资源配额用尽"),
  ADMISSION_DENIED(Level.TELL, ActionKind.NONE, "Denied by admission", "被准入控制拒绝"),
  HPA_AT_MAXIMUM(
      Level.ASK, ActionKind.RAISE_AUTOSCALER_MAXIMUM, "Autoscaler at its maximum", "自动扩缩容已达上限"),
  HPA_WITHOUT_METRICS(Level.TELL, ActionKind.NONE, "Autoscaler without metrics", "自动扩缩容缺少指标"),
  LOAD_ABOVE_CAPACITY(Level.AUTO, ActionKind.SCALE, "Load above capacity", "负载超过容量"),
  OVER_PROVISIONED(Level.ASK, ActionKind.SCALE, "Over-provisioned", "资源过度配置"),
  PDB_DEADLOCK(
      Level.ASK, ActionKind.LOOSEN_DISRUPTION_BUDGET, "PodDisruptionBudget deadlock", "中断预算死锁"),
  WORKLOAD_SHORT_OF_PODS(
      Level.ASK,
      ActionKind.DELETE_POD,
      "Stateful or daemon set short of ready pods",
      "有状态集或守护集就绪副本不足"),
  JOB_FAILING(Level.ASK, ActionKind.SUSPEND_CRON_JOB, "Job failing", "任务失败"),
  EVICTED_PODS_LEFT(
      Level.AUTO, ActionKind.DELETE_EVICTED_PODS, "Evicted pods left over", "残留的被驱逐 Pod"),
  DISK_PRESSURE(Level.ASK, ActionKind.DELETE_EVICTED_PODS, "Disk pressure", "磁盘压力"),
  PVC_PENDING(Level.TELL, ActionKind.NONE, "Volume claim pending", "存储卷声明未绑定"),
  PVC_FULL(Level.ASK, ActionKind.EXPAND_VOLUME, "Volume full", "存储卷将满"),
  PVC_UNREFERENCED(Level.TELL, ActionKind.NONE, "Volume claim unreferenced", "存储卷声明无人使用"),
  NODE_NOT_READY(Level.ASK, ActionKind.CORDON, "Node not ready", "节点未就绪"),
  NODE_KERNEL(Level.ASK, ActionKind.CORDON, "Node kernel or file system trouble", "节点内核或文件系统故障"),
  NODE_CORDONED(Level.ASK, ActionKind.UNCORDON, "Node cordoned and forgotten", "节点被隔离后遗忘"),
  SERVICE_WITHOUT_ENDPOINTS(
      Level.ASK, ActionKind.MEND_SELECTOR, "Service has no endpoints", "服务没有可用端点"),
  ROUTE_BROKEN(
      Level.ASK, ActionKind.RESTORE_FORMER_VALUE, "Ingress or gateway route broken", "入口路由损坏"),
  NETWORK_POLICY_BLOCKS(
      Level.ASK, ActionKind.RESTORE_FORMER_VALUE, "Network policy blocks a dependency", "网络策略阻断依赖"),
  MESH_POLICY_BLOCKS(Level.ASK, ActionKind.NONE, "Mesh policy blocks a dependency", "网格策略阻断依赖"),
  DNS_FAILING(Level.ASK, ActionKind.RESTART, "DNS failing", "DNS 解析失败"),
  PACKET_LOSS(Level.ASK, ActionKind.DELETE_POD, "Packet loss or delay", "网络丢包或延迟"),
  CERTIFICATE_ENDING(Level.ASK, ActionKind.NONE, "Certificate about to end", "证书即将到期"),
  CONTROL_PLANE_SLOW(Level.TELL, ActionKind.NONE, "Control plane slow", "控制面缓慢"),
  RBAC_DENIED(Level.TELL, ActionKind.NONE, "Denied by RBAC", "RBAC 权限被拒"),
  FINALIZER_STUCK(Level.TELL, ActionKind.NONE, "Stuck terminating", "终结器导致无法删除"),
  DATABASE_TROUBLE(Level.TELL, ActionKind.NONE, "Database trouble", "数据库异常"),
  CONNECTION_POOL_EXHAUSTED(Level.ASK, ActionKind.RESTART, "Connection pool exhausted", "连接池耗尽"),
  CONSUMER_LAG(Level.ASK, ActionKind.SCALE, "Kafka consumer lag or poison message", "消费滞后或毒消息"),
  RETRY_STORM(Level.ASK, ActionKind.NONE, "Retry storm", "重试风暴"),
  NOISY_NEIGHBOUR(
      Level.ASK, ActionKind.DELETE_POD, "Noisy neighbour or failing hardware", "邻居干扰或硬件故障"),
  GITOPS_DRIFT(Level.ASK, ActionKind.NONE, "GitOps drift", "GitOps 漂移"),
  CPU_SATURATION(Level.ASK, ActionKind.RESTART, "CPU saturated without more load", "负载未增而 CPU 饱和"),
  DEPENDENCY_SLOW(Level.ASK, ActionKind.RESTART, "Dependency slow", "依赖变慢"),
  ERROR_BURST(Level.ASK, ActionKind.RESTART, "Burst of errors of its own", "自身错误突增"),
  NOTHING_WRONG(Level.TELL, ActionKind.NONE, "Nothing is wrong", "没有故障"),
  UNKNOWN(Level.TELL, ActionKind.NONE, "Unknown", "未知");

  /** How far the system may go. A policy can tighten a level and never loosen it. */
  public enum Level {
    /** May run unattended where a policy allows. */
    AUTO,
    /** Always needs a person's approval. */
    ASK,
    /** Explains and notifies only. */
    TELL
  }

  private final Level level;
  private final ActionKind action;
  private final String title;
  private final String titleZh;

  FaultKind(Level level, ActionKind action, String title, String titleZh) {
    this.level = level;
    this.action = action;
    this.title = title;
    this.titleZh = titleZh;
  }

  /** The text in events: lower case with hyphens, e.g. {@code crash-after-rollout}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** How far the system may go unasked. */
  public Level level() {
    return level;
  }

  /** The typed action that mends it, or {@code NONE} where a person has to decide what to do. */
  public ActionKind action() {
    return action;
  }

  /** What to call it in English. */
  public String title() {
    return title;
  }

  /** What to call it in Chinese. */
  public String titleZh() {
    return titleZh;
  }

  /** The catalogue row of an id; empty for an id of a newer version. */
  public static Optional<FaultKind> ofId(String id) {
    for (FaultKind kind : values()) {
      if (kind.id().equals(id)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
