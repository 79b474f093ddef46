package io.aicloudops.rca.knowledge;

import static java.util.Map.entry;

import io.aicloudops.schemas.faults.FaultKind;
import java.util.List;
import java.util.Map;

/** What to do about a fault, in English and Chinese; the most effective step first. */
public final class Advice {

  /** The same steps in two languages. */
  public record Steps(List<String> en, List<String> zh) {}

  private static final Steps LOOK =
      steps(
          "Look at the events and logs of the entity named here first",
          "先查看此处所列对象的事件和日志",
          "If it is not the cause, say so: the ranking learns from it",
          "若判断有误请反馈，排序会据此学习");

  private static final Steps ROLL_BACK =
      steps(
          "Roll back to the last revision that ran well",
          "回滚到最近一个正常运行的版本",
          "Check what else went with the release, such as a schema migration",
          "检查随发布一起变更的内容，例如数据库迁移");

  private static final Steps PROBE =
      steps(
          "Compare the probe's path, port and delays with what the container really serves",
          "核对探针的路径、端口和延迟与容器实际提供的是否一致",
          "Roll back the change of the probe",
          "回滚探针变更");

  private static final Steps SCHEDULE =
      steps(
          "Lower requests that are larger than the measured use, or add a node",
          "降低高于实际用量的资源请求，或增加节点",
          "Look at what else takes the room on the nodes",
          "查看节点上哪些负载占用了资源");

  private static final Steps CONSTRAINT =
      steps(
          "Mend the selector, affinity, toleration or node name that no node satisfies",
          "修正没有节点能满足的选择器、亲和性、容忍或节点名");

  private static final Steps POLICY =
      steps(
          "Restore the former policy if it was not meant to block this call",
          "若并非有意阻断，请恢复原策略",
          "Allow the ports and identities the callers need",
          "放行调用方所需的端口和身份");

  private static final Steps NODE =
      steps(
          "Cordon the node and drain it by eviction if there is room elsewhere",
          "隔离该节点；若有余量则以驱逐方式排空",
          "Look at the kubelet, the disk and the kernel log of the node",
          "检查节点的 kubelet、磁盘和内核日志");

  private static final Map<FaultKind, Steps> STEPS =
      Map.ofEntries(
          entry(FaultKind.CRASH_AFTER_ROLLOUT, ROLL_BACK),
          entry(FaultKind.ROLLOUT_STUCK, ROLL_BACK),
          entry(FaultKind.WRONG_COMMAND, ROLL_BACK),
          entry(
              FaultKind.IMAGE_UNAVAILABLE,
              steps(
                  "Roll back to the last image that could be pulled",
                  "回滚到最近一个可拉取的镜像",
                  "Check the tag, the registry and the architecture of the image",
                  "检查镜像标签、仓库和架构")),
          entry(
              FaultKind.IMAGE_PULL_SECRET,
              steps("Renew the pull secret the pod names", "更新 Pod 引用的镜像拉取凭据")),
          entry(
              FaultKind.CRASH_AFTER_CONFIG_CHANGE,
              steps(
                  "Restore the former configuration, then restart",
                  "恢复之前的配置后重启",
                  "Check the keys the container's log names",
                  "检查容器日志提到的配置项")),
          entry(
              FaultKind.CRASH_WITHOUT_CHANGE,
              steps(
                  "Restart once; if it crashes again, read its last log lines",
                  "重启一次；若再次崩溃，查看最后的日志",
                  "Check what it needs at start: dependencies, volumes, secrets",
                  "检查启动所需的依赖、存储卷和密钥")),
          entry(
              FaultKind.INIT_CONTAINER_FAILS,
              steps("Mend what the init container waits for", "修复初始化容器所等待的依赖")),
          entry(
              FaultKind.OOM_LIMIT_TOO_LOW,
              steps(
                  "Raise the memory limit above the measured peak",
                  "将内存限制提高到实测峰值以上",
                  "Check that the node and the quota have room for it",
                  "确认节点和配额有余量")),
          entry(
              FaultKind.MEMORY_LEAK,
              steps(
                  "Restart the pods one by one to win time",
                  "逐个重启 Pod 以争取时间",
                  "Take a heap dump and mend the leak",
                  "抓取堆转储并修复泄漏")),
          entry(FaultKind.CPU_THROTTLING, steps("Raise or drop the CPU limit", "提高或取消 CPU 限制")),
          entry(FaultKind.LIVENESS_PROBE_WRONG, PROBE),
          entry(FaultKind.READINESS_PROBE_WRONG, PROBE),
          entry(
              FaultKind.SCALED_TO_ZERO,
              steps(
                  "Scale back to the last good number of replicas, unless it was meant",
                  "若非有意，恢复到之前正常的副本数")),
          entry(FaultKind.PENDING_RESOURCES, SCHEDULE),
          entry(FaultKind.PENDING_CONSTRAINT, CONSTRAINT),
          entry(FaultKind.PENDING_NODE_MISSING, CONSTRAINT),
          entry(
              FaultKind.PREEMPTED,
              steps("Check the PriorityClass of both workloads", "检查双方的 PriorityClass")),
          entry(
              FaultKind.QUOTA_EXHAUSTED,
              steps(
                  "Free what uses the quota up, or agree on a larger one",
                  "释放占用配额的资源，或协商提高配额",
                  "Do not raise requests or limits",
                  "不要提高请求或限制")),
          entry(
              FaultKind.ADMISSION_DENIED,
              steps("Follow the rule that the admission error names", "按准入错误所指的规则修改")),
          entry(
              FaultKind.HPA_AT_MAXIMUM,
              steps(
                  "Raise the autoscaler's maximum if what lies behind can bear it",
                  "若下游可承受，提高自动扩缩容上限")),
          entry(
              FaultKind.HPA_WITHOUT_METRICS,
              steps(
                  "Check that the metrics server, or the adapter of the metric named, answers",
                  "检查 metrics-server 或所指指标的适配器是否可用",
                  "Check that the containers request the resource that the target is a share of",
                  "确认容器设置了目标利用率所基于的资源请求")),
          entry(
              FaultKind.OVER_PROVISIONED,
              steps(
                  "Scale in one step and look at the next peak before the next",
                  "先缩容一步，观察下一个高峰后再继续")),
          entry(
              FaultKind.PDB_DEADLOCK,
              steps(
                  "Let the budget allow one pod while the work that it blocks is done",
                  "在受阻操作期间允许预算中断一个 Pod",
                  "Mend the pods that are not healthy, or run one replica more than the budget wants",
                  "修复不健康的 Pod，或让副本数比预算要求多一个")),
          entry(
              FaultKind.WORKLOAD_SHORT_OF_PODS,
              steps(
                  "Replace the stuck pod; never two of a quorum at once",
                  "重建卡住的 Pod；不要同时动仲裁成员中的两个",
                  "Look at its volume and its node if the next one is stuck, too",
                  "若新的 Pod 也卡住，检查其存储卷和节点")),
          entry(
              FaultKind.PVC_UNREFERENCED,
              steps(
                  "Ask the owner; delete it only when its data is known not to be needed",
                  "询问所有者，确认数据不再需要后才删除")),
          entry(
              FaultKind.NODE_CORDONED,
              steps(
                  "Ask who cordoned it and why; uncordon it when that is over",
                  "确认由谁因何隔离；原因消除后解除隔离")),
          entry(
              FaultKind.ROUTE_BROKEN,
              steps(
                  "Compare host, path, class and backend of the route with what exists",
                  "核对路由的主机、路径、类别和后端是否存在",
                  "Restore the former spec if it was changed just before",
                  "若刚被修改，恢复之前的配置")),
          entry(
              FaultKind.CONTROL_PLANE_SLOW,
              steps(
                  "Tell whoever runs the control plane; hold back deployments until it answers",
                  "通知控制面维护者，恢复前暂停发布",
                  "Look for a client that lists or watches too much, and at the disk of etcd",
                  "排查过度 list/watch 的客户端和 etcd 磁盘")),
          entry(
              FaultKind.RBAC_DENIED,
              steps(
                  "Compare the role binding that the 403 names with what it was before the change",
                  "对照变更前后 403 所指的角色绑定",
                  "Grant the one verb on the one resource that is missing, and no more",
                  "仅授予缺少的那一个动作和资源")),
          entry(
              FaultKind.FINALIZER_STUCK,
              steps(
                  "Mend or start the controller that the finalizer belongs to",
                  "修复或启动该 finalizer 所属的控制器",
                  "Remove the finalizer by hand only when what it guards is known to be gone",
                  "仅在确认其保护的资源已不存在后才手动移除 finalizer")),
          entry(
              FaultKind.RETRY_STORM,
              steps(
                  "Mend the first dependency that failed; what calls it only repeats itself",
                  "先修复最先失败的依赖，其调用方只是在重试",
                  "Limit and space out retries; more instances make it worse",
                  "限制并错开重试；扩容会使情况恶化")),
          entry(
              FaultKind.GITOPS_DRIFT,
              steps(
                  "Commit the difference to the source, or let the controller take it back",
                  "将差异提交到源仓库，或让控制器恢复",
                  "Do not change the cluster by hand: the controller would take it back",
                  "不要手动修改集群，控制器会还原")),
          entry(
              FaultKind.LOAD_ABOVE_CAPACITY,
              steps(
                  "Scale out to what the load needs",
                  "按负载扩容副本",
                  "Check that databases behind can bear the connections",
                  "确认后端数据库可承受新增连接")),
          entry(
              FaultKind.CPU_SATURATION,
              steps(
                  "Restart the pods that burn CPU without more load",
                  "重启负载未增却耗尽 CPU 的 Pod",
                  "Take a CPU profile before, if time allows",
                  "如有时间，先采集 CPU 剖析")),
          entry(
              FaultKind.DEPENDENCY_SLOW,
              steps(
                  "Restart the slow service; its callers only wait for it",
                  "重启变慢的服务，其调用方只是在等待",
                  "Check what it waits for: locks, disk, network, a remote service",
                  "检查它在等待什么：锁、磁盘、网络或远端服务",
                  "Shorten the callers' timeouts",
                  "缩短调用方超时")),
          entry(
              FaultKind.ERROR_BURST,
              steps(
                  "Roll back if a release came just before; else restart",
                  "若刚发布过则回滚，否则重启",
                  "Read the error log for the first failing request",
                  "查看首个失败请求的错误日志")),
          entry(
              FaultKind.CONNECTION_POOL_EXHAUSTED,
              steps(
                  "Restart to release leaked connections",
                  "重启以释放泄漏的连接",
                  "Look for transactions that never end and connections that are not closed",
                  "排查未结束的事务和未关闭的连接",
                  "More callers make it worse",
                  "增加调用方会使情况恶化")),
          entry(
              FaultKind.DATABASE_TROUBLE,
              steps("Check the database's connections, locks and disk", "检查数据库的连接、锁和磁盘")),
          entry(
              FaultKind.CONSUMER_LAG,
              steps("Scale consumers up to the number of partitions", "将消费者扩到分区数")),
          entry(
              FaultKind.EVICTED_PODS_LEFT,
              steps("Delete the evicted pods, find what filled the node", "删除被驱逐的 Pod 并找出占满节点的负载")),
          entry(FaultKind.NODE_NOT_READY, NODE),
          entry(FaultKind.NODE_KERNEL, NODE),
          entry(FaultKind.DISK_PRESSURE, NODE),
          entry(FaultKind.NOISY_NEIGHBOUR, NODE),
          entry(
              FaultKind.SERVICE_WITHOUT_ENDPOINTS,
              steps("Make the selector match the labels of the ready pods", "使选择器与就绪 Pod 的标签一致")),
          entry(FaultKind.NETWORK_POLICY_BLOCKS, POLICY),
          entry(FaultKind.MESH_POLICY_BLOCKS, POLICY),
          entry(
              FaultKind.PVC_PENDING,
              steps("Check the storage class and its provisioner", "检查存储类及其供应器")),
          entry(FaultKind.PVC_FULL, steps("Expand the volume, or clear it", "扩容或清理存储卷")),
          entry(
              FaultKind.JOB_FAILING,
              steps("Run the job again only if it is idempotent", "仅在任务幂等时重跑")),
          entry(FaultKind.DNS_FAILING, steps("Restart CoreDNS pod by pod", "逐个重启 CoreDNS Pod")),
          entry(FaultKind.PACKET_LOSS, steps("Move the pod to another node", "将 Pod 迁移到其他节点")),
          entry(
              FaultKind.CERTIFICATE_ENDING,
              steps("Have the issuer renew the certificate", "由签发方续签证书")));

  private Advice() {}

  private static Steps steps(String... pairs) {
    List<String> en = new java.util.ArrayList<>();
    List<String> zh = new java.util.ArrayList<>();
    for (int i = 0; i < pairs.length; i += 2) {
      en.add(pairs[i]);
      zh.add(pairs[i + 1]);
    }
    return new Steps(List.copyOf(en), List.copyOf(zh));
  }

  /** The steps against a fault; for one without steps of its own, where to look. */
  public static Steps against(FaultKind fault) {
    return STEPS.getOrDefault(fault, LOOK);
  }
}
