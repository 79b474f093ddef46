package io.aicloudops.connect.otlp;

import io.aicloudops.connect.identity.Subject;
import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.schemas.identity.EntityId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds the entity of a resource, the same that metrics of its pod have: by the pod, else by the
 * workload's own attribute, else by the service's name.
 */
record Resources(Workloads workloads) {

  private static final List<Map.Entry<String, String>> WORKLOADS =
      List.of(
          Map.entry("k8s.deployment.name", "Deployment"),
          Map.entry("k8s.statefulset.name", "StatefulSet"),
          Map.entry("k8s.daemonset.name", "DaemonSet"),
          Map.entry("k8s.cronjob.name", "CronJob"),
          Map.entry("k8s.job.name", "Job"));

  /** Instrumentation that was not told a name calls itself {@code unknown_service:java}. */
  private static final String UNNAMED = "unknown_service";

  /** What is said where a resource has no subject. */
  static final String MISSING =
      "a resource has neither k8s.pod.name with k8s.namespace.name nor service.name";

  /** The subject; empty if the resource names none. */
  Optional<Subject> subject(Attributes resource) {
    String namespace = clean(resource.first("k8s.namespace.name", "service.namespace"));
    String pod = clean(resource.first("k8s.pod.name"));
    String named = clean(resource.first("k8s.cluster.name"));
    String cluster = named.isEmpty() ? workloads.cluster() : named;
    if (!namespace.isEmpty() && !pod.isEmpty()) {
      return Optional.of(new Subject(workloads.ofPod(cluster, namespace, pod), pod, Set.of()));
    }
    String in = namespace.isEmpty() ? EntityId.CLUSTER_SCOPE : namespace;
    for (Map.Entry<String, String> known : WORKLOADS) {
      String name = clean(resource.first(known.getKey()));
      if (!name.isEmpty()) {
        return Optional.of(
            new Subject(new EntityId(cluster, in, known.getValue(), name), pod, Set.of()));
      }
    }
    String service = clean(resource.first("service.name"));
    return service.isEmpty() || service.startsWith(UNNAMED)
        ? Optional.empty()
        : Optional.of(new Subject(workloads.byName(cluster, in, service), pod, Set.of()));
  }

  /** Names of objects have no slash, other texts may. */
  private static String clean(String text) {
    return text.replace('/', '.');
  }
}
