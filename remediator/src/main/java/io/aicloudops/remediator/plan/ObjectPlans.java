package io.aicloudops.remediator.plan;

import io.aicloudops.schemas.event.ActionKind;
import io.aicloudops.schemas.faults.FormerValues;
import io.aicloudops.schemas.identity.EntityId;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * Plans that change what a workload rests on: nodes, autoscalers, services, configuration, jobs,
 * volumes. The entity stays whom the trouble is about; what is written has its kind and name in the
 * parameter {@value #OBJECT}.
 */
final class ObjectPlans {

  /** Parameter: kind/name of the object that is written, in the entity's namespace. */
  static final String OBJECT = "object";

  /** Kinds whose former values may be restored; secrets never. */
  private static final Set<String> RESTORABLE =
      Set.of("ConfigMap", "Service", "NetworkPolicy", "Ingress");

  private static final String CONFIG_MAP = "configmap/";

  private final PlanLimits limits;

  ObjectPlans(PlanLimits limits) {
    this.limits = limits;
  }

  Planning cordon(Request request) {
    String name = request.name();
    return request.action() == ActionKind.CORDON
        ? request.planned(Map.of(), "cordon " + name, "隔离节点 " + name)
        : request.planned(Map.of(), "uncordon " + name, "解除节点 " + name + " 的隔离");
  }

  Planning drain(Request request) {
    return request.planned(
        Map.of("ceiling", Integer.toString(limits.drainCeiling())),
        "evict the pods of " + request.name(),
        "驱逐节点 " + request.name() + " 上的 Pod");
  }

  Planning deleteEvicted(Request request) {
    return request.planned(
        Map.of(),
        "delete the evicted pods of " + request.name(),
        "清理 " + request.name() + " 被驱逐的 Pod");
  }

  Planning raiseMaximum(Request request) {
    String autoscaler = request.facts().getOrDefault("autoscaler", request.attribute("hpa"));
    long maximum = WorkloadPlans.number(request.knownAs("hpaMax"));
    if (autoscaler.isEmpty() || maximum < 1) {
      return Request.nothing("the autoscaler of " + request.name() + " is not known");
    }
    long raised = Math.min(limits.replicaCeiling(), maximum + Math.max(1, maximum / 2));
    if (raised <= maximum) {
      return Request.nothing(
          "the maximum of " + autoscaler + " is at the ceiling of " + limits.replicaCeiling());
    }
    return request.planned(
        Map.of(
            OBJECT, "HorizontalPodAutoscaler/" + autoscaler, "maxReplicas", Long.toString(raised)),
        "raise the maximum of the autoscaler %s from %d to %d"
            .formatted(autoscaler, maximum, raised),
        "将自动扩缩容 %s 的上限从 %d 提高到 %d".formatted(autoscaler, maximum, raised));
  }

  Planning restore(Request request) {
    SortedMap<String, String> values = FormerValues.in(request.facts());
    Optional<String> object = changed(request, values);
    if (values.isEmpty() || object.isEmpty()) {
      return Request.nothing(
          "the former values of what "
              + request.name()
              + " rests on are not known: restore them from their source");
    }
    String kind = object.get().substring(0, object.get().indexOf('/'));
    if (!RESTORABLE.contains(kind)) {
      return Request.nothing("former values of a " + kind + " are never written here");
    }
    Map<String, String> params = new HashMap<>(values);
    params.put(OBJECT, object.get());
    return request.planned(
        params, "restore the former values of " + object.get(), "恢复 " + object.get() + " 之前的值");
  }

  /**
   * Config maps change for whom they are used by, and stand in the paths; others are the entity.
   */
  private static Optional<String> changed(Request request, SortedMap<String, String> values) {
    Set<String> maps = new TreeSet<>();
    for (String name : values.keySet()) {
      String path = name.substring(name.indexOf(':') + 1);
      if (path.startsWith(CONFIG_MAP) && path.indexOf('[') > 0) {
        maps.add("ConfigMap/" + path.substring(CONFIG_MAP.length(), path.indexOf('[')));
      }
    }
    if (maps.size() > 1) {
      return Optional.empty();
    }
    return maps.stream()
        .findFirst()
        .or(
            () ->
                EntityId.tryParse(request.facts().getOrDefault(FormerValues.CHANGED, ""))
                    .filter(e -> e.namespace().equals(request.entity().namespace()))
                    .map(e -> e.kind() + "/" + e.name()));
  }

  Planning mendSelector(Request request) {
    boolean service = request.entity().kind().equals("Service");
    String name =
        service ? request.name() : request.facts().getOrDefault("service", request.name());
    String workload =
        service
            ? request.facts().getOrDefault("workload", "")
            : request.entity().kind() + "/" + request.name();
    return request.planned(
        Map.of(OBJECT, "Service/" + name, "workload", workload),
        "make the selector of the service " + name + " match its workload's pods",
        "使服务 " + name + " 的选择器与其工作负载的 Pod 一致");
  }

  Planning suspend(Request request) {
    return request.planned(
        Map.of(), "suspend the cron job " + request.name(), "暂停定时任务 " + request.name());
  }

  Planning retry(Request request) {
    return request.planned(
        Map.of(), "run the job " + request.name() + " once more", "重跑任务 " + request.name());
  }

  Planning expand(Request request) {
    boolean claim = request.entity().kind().equals("PersistentVolumeClaim");
    String name = claim ? request.name() : request.facts().getOrDefault("claim", "");
    if (name.isEmpty()) {
      return Request.nothing("which volume claim of " + request.name() + " is full is not known");
    }
    return request.planned(
        Map.of(
            OBJECT,
            "PersistentVolumeClaim/" + name,
            "factor",
            Double.toString(limits.volumeFactor()),
            "ceiling",
            Long.toString(limits.volumeCeiling())),
        "expand the volume claim " + name,
        "扩容存储卷声明 " + name);
  }

  Planning loosen(Request request) {
    boolean budget = request.entity().kind().equals("PodDisruptionBudget");
    String name = budget ? request.name() : request.facts().getOrDefault("budget", "");
    if (name.isEmpty()) {
      return Request.nothing(
          "which disruption budget of " + request.name() + " is meant is not known");
    }
    return request.planned(
        Map.of(OBJECT, "PodDisruptionBudget/" + name),
        "let the disruption budget " + name + " allow one pod for a while",
        "暂时允许中断预算 " + name + " 中断一个 Pod");
  }
}
