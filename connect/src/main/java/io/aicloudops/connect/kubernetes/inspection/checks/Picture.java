package io.aicloudops.connect.kubernetes.inspection.checks;

import io.aicloudops.connect.kubernetes.objects.WorkloadView;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The objects of a cluster at one moment, and the last values of some metrics.
 *
 * @param version of the API server, e.g. {@code 1.34}; empty if it is not known
 * @param objects of all kinds that could be read
 * @param notRead kinds that could not, by plural name; what needs them is not checked
 * @param gauges at most a few minutes old
 */
public record Picture(
    String cluster,
    String version,
    Instant now,
    List<HasMetadata> objects,
    Set<String> notRead,
    List<Gauge> gauges) {

  public Picture {
    objects = List.copyOf(objects);
    notRead = Set.copyOf(notRead);
    gauges = List.copyOf(gauges);
  }

  /** The objects of a kind. */
  <T extends HasMetadata> Stream<T> of(Class<T> kind) {
    return objects.stream().filter(kind::isInstance).map(kind::cast);
  }

  /** Deployments, stateful sets and daemon sets. */
  Stream<WorkloadView> workloads() {
    return objects.stream().flatMap(object -> WorkloadView.of(object).stream());
  }

  /** The last values of a metric. */
  Stream<Gauge> gauges(String metric) {
    return gauges.stream().filter(gauge -> gauge.metric().equals(metric));
  }

  /** True if all these kinds, by plural name, could be read. */
  boolean knows(String... kinds) {
    return Stream.of(kinds).noneMatch(notRead::contains);
  }

  /** The entity of an object. */
  EntityId entity(HasMetadata object) {
    return entity(object.getMetadata().getNamespace(), object.getKind(), name(object));
  }

  EntityId entity(String namespace, String kind, String name) {
    return new EntityId(
        cluster,
        namespace == null || namespace.isEmpty() ? EntityId.CLUSTER_SCOPE : namespace,
        kind,
        name);
  }

  /** The services that send to a workload's pods. */
  Stream<Service> servicesOf(WorkloadView workload) {
    Map<String, String> labels = labels(workload);
    return of(Service.class)
        .filter(service -> sameNamespace(service, workload.object()))
        .filter(service -> service.getSpec() != null)
        .filter(service -> service.getSpec().getSelector() != null)
        .filter(service -> !service.getSpec().getSelector().isEmpty())
        .filter(s -> labels.entrySet().containsAll(s.getSpec().getSelector().entrySet()));
  }

  /** The labels of a workload's pods. */
  static Map<String, String> labels(WorkloadView workload) {
    return workload.template().getMetadata() == null
        ? Map.of()
        : labels(workload.template().getMetadata().getLabels());
  }

  private static Map<String, String> labels(Map<String, String> labels) {
    return Objects.requireNonNullElse(labels, Map.of());
  }

  static boolean sameNamespace(HasMetadata one, HasMetadata other) {
    return Objects.equals(one.getMetadata().getNamespace(), other.getMetadata().getNamespace());
  }

  static String name(HasMetadata object) {
    return object.getMetadata().getName();
  }

  /** True if a selector chooses these labels; an empty selector chooses all, none chooses none. */
  static boolean selects(LabelSelector selector, Map<String, String> labels) {
    if (selector == null) {
      return false;
    }
    return labels.entrySet().containsAll(labels(selector.getMatchLabels()).entrySet())
        && orEmpty(selector.getMatchExpressions()).stream().allMatch(r -> holds(r, labels));
  }

  private static boolean holds(LabelSelectorRequirement required, Map<String, String> labels) {
    String value = labels.get(required.getKey());
    Collection<String> values = orEmpty(required.getValues());
    return switch (required.getOperator()) {
      case "In" -> value != null && values.contains(value);
      case "NotIn" -> value == null || !values.contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }

  static <T> List<T> orEmpty(List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
