package io.aicloudops.connect.kubernetes.inspection.checks;

import static io.aicloudops.connect.kubernetes.inspection.checks.Picture.orEmpty;

import io.aicloudops.connect.kubernetes.objects.WorkloadView;
import io.aicloudops.schemas.event.Finding;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Quantity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How workloads describe their containers. */
final class WorkloadChecks {

  private WorkloadChecks() {}

  static Stream<Finding> of(Picture picture) {
    return picture.workloads().flatMap(workload -> of(picture, workload));
  }

  private static Stream<Finding> of(Picture picture, WorkloadView workload) {
    EntityId entity = picture.entity(workload.object());
    List<Container> containers = orEmpty(workload.template().getSpec().getContainers());
    List<Finding> found = new ArrayList<>();
    named(containers, c -> !has(c, r -> r.getLimits(), "memory"))
        .forEach(
            names ->
                found.add(
                    Check.NO_MEMORY_LIMIT.found(
                        Level.WARNING,
                        entity,
                        names + " may take all memory of its node",
                        names + " 未设内存上限，可能占满节点内存")));
    named(containers, c -> !has(c, r -> r.getRequests(), "cpu", "memory"))
        .forEach(
            names ->
                found.add(
                    Check.NO_REQUESTS.found(
                        Level.WARNING,
                        entity,
                        names + " does not say how much CPU and memory it needs",
                        names + " 未声明所需的 CPU 和内存")));
    named(containers, c -> floating(c.getImage()))
        .forEach(
            names ->
                found.add(
                    Check.FLOATING_IMAGE.found(
                        Level.WARNING,
                        entity,
                        names + " has an image without a fixed version",
                        names + " 的镜像没有固定版本")));
    named(containers, WorkloadChecks::privileged)
        .forEach(
            names ->
                found.add(
                    Check.PRIVILEGED.found(
                        Level.WARNING,
                        entity,
                        names + " runs privileged: it can do all that its node can",
                        names + " 以特权模式运行，权限等同节点")));
    probes(picture, workload, entity, containers).forEach(found::add);
    return found.stream();
  }

  private static Stream<Finding> probes(
      Picture picture, WorkloadView workload, EntityId entity, List<Container> containers) {
    // Where no service sends, nobody waits for a pod to be ready.
    boolean served =
        picture.knows("services") && picture.servicesOf(workload).findAny().isPresent();
    Stream<Finding> readiness =
        served && containers.stream().allMatch(c -> c.getReadinessProbe() == null)
            ? Stream.of(
                Check.NO_READINESS_PROBE.found(
                    Level.WARNING,
                    entity,
                    "a service sends to its pods and nothing says when they are ready",
                    "有服务向其 Pod 转发流量，但没有就绪探针"))
            : Stream.empty();
    Stream<Finding> liveness =
        containers.stream().allMatch(c -> c.getLivenessProbe() == null)
            ? Stream.of(
                Check.NO_LIVENESS_PROBE.found(
                    Level.INFO, entity, "nothing notices when its process hangs", "进程挂死时无法被发现"))
            : Stream.empty();
    return Stream.concat(readiness, liveness);
  }

  /** The names of the containers that a condition holds for, as one text; nothing if for none. */
  private static Stream<String> named(List<Container> containers, Predicate<Container> condition) {
    String names =
        containers.stream()
            .filter(condition)
            .map(Container::getName)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? Stream.empty() : Stream.of(names);
  }

  private static boolean has(
      Container container,
      Function<io.fabric8.kubernetes.api.model.ResourceRequirements, Map<String, Quantity>> amounts,
      String... names) {
    if (container.getResources() == null) {
      return false;
    }
    Map<String, Quantity> given =
        Objects.requireNonNullElse(amounts.apply(container.getResources()), Map.of());
    // A limit without a request counts as the request, too; the API server fills it in.
    Map<String, Quantity> limits =
        Objects.requireNonNullElse(container.getResources().getLimits(), Map.of());
    return Stream.of(names).allMatch(n -> given.containsKey(n) || limits.containsKey(n));
  }

  /** True for no tag and for the tag latest; a digest is fixed whatever the tag. */
  static boolean floating(String image) {
    if (image == null || image.contains("@")) {
      return false;
    }
    String last = image.substring(image.lastIndexOf('/') + 1);
    int colon = last.indexOf(':');
    return colon < 0 || last.substring(colon + 1).equals("latest");
  }

  private static boolean privileged(Container container) {
    return container.getSecurityContext() != null
        && Boolean.TRUE.equals(container.getSecurityContext().getPrivileged());
  }
}
