package io.aicloudops.connect.kubernetes.inspection.checks;

import static io.aicloudops.connect.kubernetes.inspection.checks.Picture.sameNamespace;
import static io.aicloudops.connect.kubernetes.inspection.checks.Picture.selects;

import io.aicloudops.connect.kubernetes.objects.WorkloadView;
import io.aicloudops.schemas.event.Finding;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What an outage of one pod or one node would do. */
final class AvailabilityChecks {

  private AvailabilityChecks() {}

  static Stream<Finding> of(Picture picture) {
    return Stream.of(
            picture.knows("services", "horizontalpodautoscalers")
                ? picture.workloads().flatMap(w -> alone(picture, w))
                : Stream.<Finding>empty(),
            picture.knows("poddisruptionbudgets")
                ? picture.workloads().flatMap(w -> withoutBudget(picture, w))
                : Stream.<Finding>empty(),
            picture.of(PodDisruptionBudget.class).flatMap(b -> blocking(picture, b)),
            picture.of(HorizontalPodAutoscaler.class).flatMap(a -> atMaximum(picture, a)),
            picture.knows("pods")
                ? picture.of(Service.class).flatMap(s -> withoutPods(picture, s))
                : Stream.<Finding>empty())
        .flatMap(found -> found);
  }

  private static Stream<Finding> alone(Picture picture, WorkloadView workload) {
    HasMetadata object = workload.object();
    boolean scaled = picture.of(HorizontalPodAutoscaler.class).anyMatch(a -> scales(a, object));
    if (object instanceof DaemonSet || workload.replicas() != 1 || scaled) {
      return Stream.empty();
    }
    boolean served = picture.servicesOf(workload).findAny().isPresent();
    return Stream.of(
        Check.SINGLE_REPLICA.found(
            served ? Level.WARNING : Level.INFO,
            picture.entity(object),
            served
                ? "one pod serves others: each restart is an outage"
                : "it has one pod: each restart is an outage",
            served ? "仅有一个副本对外提供服务，每次重启都会中断" : "仅有一个副本，每次重启都会中断"));
  }

  private static boolean scales(HorizontalPodAutoscaler autoscaler, HasMetadata object) {
    var target = autoscaler.getSpec().getScaleTargetRef();
    return sameNamespace(autoscaler, object)
        && target.getKind().equals(object.getKind())
        && target.getName().equals(object.getMetadata().getName());
  }

  private static Stream<Finding> withoutBudget(Picture picture, WorkloadView workload) {
    HasMetadata object = workload.object();
    Map<String, String> labels = Picture.labels(workload);
    boolean kept =
        picture
            .of(PodDisruptionBudget.class)
            .filter(budget -> sameNamespace(budget, object))
            .anyMatch(budget -> selects(budget.getSpec().getSelector(), labels));
    return object instanceof DaemonSet || workload.replicas() < 2 || kept
        ? Stream.empty()
        : Stream.of(
            Check.NO_DISRUPTION_BUDGET.found(
                Level.INFO,
                picture.entity(object),
                "draining nodes may take all of its " + workload.replicas() + " pods at once",
                "排空节点时可能同时驱逐全部 " + workload.replicas() + " 个 Pod"));
  }

  /** A budget that allows nothing while all is well will never allow anything. */
  private static Stream<Finding> blocking(Picture picture, PodDisruptionBudget budget) {
    var status = budget.getStatus();
    boolean blocks =
        status != null
            && count(status.getExpectedPods()) > 0
            && count(status.getDisruptionsAllowed()) == 0
            && count(status.getCurrentHealthy()) >= count(status.getExpectedPods());
    return blocks
        ? Stream.of(
            Check.BUDGET_BLOCKS_DRAIN.found(
                Level.WARNING,
                picture.entity(budget),
                "all of its "
                    + count(status.getExpectedPods())
                    + " pods are well and none may be evicted",
                "全部 " + count(status.getExpectedPods()) + " 个 Pod 健康，却不允许驱逐任何一个"))
        : Stream.empty();
  }

  private static Stream<Finding> atMaximum(Picture picture, HorizontalPodAutoscaler autoscaler) {
    var status = autoscaler.getStatus();
    int most = count(autoscaler.getSpec().getMaxReplicas());
    boolean limited =
        status != null
            && count(status.getDesiredReplicas()) >= most
            && Picture.orEmpty(status.getConditions()).stream()
                .anyMatch(
                    c ->
                        c.getType().equals("ScalingLimited")
                            && c.getStatus().equals("True")
                            && "TooManyReplicas".equals(c.getReason()));
    return limited
        ? Stream.of(
            Check.AUTOSCALER_AT_MAXIMUM.found(
                Level.WARNING,
                picture.entity(autoscaler),
                "it asks for more than its maximum of " + most,
                "所需副本数已超过上限 " + most))
        : Stream.empty();
  }

  private static Stream<Finding> withoutPods(Picture picture, Service service) {
    Map<String, String> selector =
        service.getSpec() == null ? null : service.getSpec().getSelector();
    if (selector == null || selector.isEmpty()) {
      return Stream.empty();
    }
    boolean any =
        picture
            .of(Pod.class)
            .filter(pod -> sameNamespace(pod, service))
            .map(pod -> Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of()))
            .anyMatch(labels -> labels.entrySet().containsAll(selector.entrySet()));
    EntityId entity = picture.entity(service);
    return any
        ? Stream.empty()
        : Stream.of(
            Check.SERVICE_WITHOUT_PODS.found(
                Level.WARNING,
                entity,
                "its selector matches no pod: whoever calls it gets no answer",
                "选择器没有匹配任何 Pod，调用方得不到应答"));
  }

  private static int count(Integer number) {
    return Objects.requireNonNullElse(number, 0);
  }
}
