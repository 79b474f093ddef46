package io.aicloudops.connect.identity;

import io.aicloudops.schemas.identity.EntityId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds whose labels these are, by the conventions of Prometheus on Kubernetes.
 *
 * <p>In this order: an object that an exporter speaks of ({@code kube_deployment_…}), a pod, a
 * workload, a node, a service, a job. Exporters that speak of others put the others' names in
 * {@code exported_namespace} and {@code exported_pod} when they are scraped without honouring
 * labels; for the known exporters those go first.
 */
public final class Subjects {

  private static final List<Map.Entry<String, String>> WORKLOAD_LABELS =
      List.of(
          Map.entry("deployment", "Deployment"),
          Map.entry("statefulset", "StatefulSet"),
          Map.entry("daemonset", "DaemonSet"),
          Map.entry("cronjob", "CronJob"),
          Map.entry("job_name", "Job"));

  private static final List<String> CONTAINER_INSTANCE = List.of("id", "name", "image", "uid");
  private static final List<String> NODE_PREFIXES =
      List.of("node_", "machine_", "kubelet_", "kube_node_");

  /** The kubelet speaks of claims, not of its node. */
  private static final List<String> VOLUME_PREFIXES =
      List.of("kubelet_volume_stats_", "kube_persistentvolumeclaim_");

  private static final String CLAIM = "persistentvolumeclaim";
  private static final String UNKNOWN = "unknown";

  private final Workloads workloads;
  private final Set<String> collection;

  /**
   * Names what belongs to the cluster of the workloads, unless the label {@code cluster} names
   * another.
   *
   * @param replicaLabels labels that only tell two equal collectors apart; they are dropped
   */
  public Subjects(Workloads workloads, Collection<String> replicaLabels) {
    this.workloads = workloads;
    this.collection = new LinkedHashSet<>(replicaLabels);
    collection.add("cluster");
  }

  /** Grows whenever an earlier answer may have become wrong. */
  public long version() {
    return workloads.version();
  }

  /**
   * The subject of a series.
   *
   * @param metric the metric's name
   * @param labels the series' labels, with those of the target it was scraped from
   */
  public Subject ofSeries(String metric, Map<String, String> labels) {
    Set<String> said = new LinkedHashSet<>(collection);
    boolean ofOthers = metric.startsWith("kube_") || metric.startsWith("container_");
    String namespaceLabel = name(labels, ofOthers, "namespace");
    String podLabel = name(labels, ofOthers, "pod");
    String namespace = clean(labels.get(namespaceLabel));
    String pod = clean(labels.get(podLabel));
    if (VOLUME_PREFIXES.stream().anyMatch(metric::startsWith)) {
      Optional<Subject> claim = claimOf(labels, namespace, said, namespaceLabel);
      if (claim.isPresent()) {
        return claim.get();
      }
    }
    boolean aboutNode = NODE_PREFIXES.stream().anyMatch(metric::startsWith);
    if (metric.startsWith("kube_") && !aboutNode && !metric.startsWith("kube_pod_")) {
      Optional<Subject> object = workloadOf(labels, namespace, said, namespaceLabel);
      if (object.isPresent()) {
        said.addAll(List.of("job", "instance", "pod", "namespace", "container", "service"));
        return object.get();
      }
    }
    if (!namespace.isEmpty() && !pod.isEmpty() && !aboutNode) {
      said.addAll(List.of(namespaceLabel, podLabel, "namespace", "pod", "job", "instance", "node"));
      if (metric.startsWith("container_")) {
        said.addAll(CONTAINER_INSTANCE);
      }
      return new Subject(workloads.ofPod(cluster(labels), namespace, pod), pod, said);
    }
    if (aboutNode || (metric.startsWith("container_") && !value(labels, "node").isEmpty())) {
      said.addAll(
          List.of("node", "job", "instance", "namespace", "pod", "service", "container", "host"));
      return new Subject(entity(labels, "", "Node", nodeName(labels)), "", said);
    }
    return ofJob(labels, namespace, said);
  }

  /** The subject of an alert; an alert that names nothing speaks of the cluster. */
  public Subject ofAlert(Map<String, String> labels) {
    Set<String> said = new LinkedHashSet<>(collection);
    String namespace = value(labels, "namespace");
    String pod = value(labels, "pod");
    if (!namespace.isEmpty() && !pod.isEmpty()) {
      return new Subject(workloads.ofPod(cluster(labels), namespace, pod), pod, said);
    }
    Optional<Subject> workload = workloadOf(labels, namespace, said, "namespace");
    if (workload.isPresent()) {
      return workload.get();
    }
    if (!value(labels, "node").isEmpty()) {
      return new Subject(entity(labels, "", "Node", nodeName(labels)), "", said);
    }
    boolean named =
        List.of("service", "service_name", "app", "job", "instance").stream()
            .anyMatch(label -> !value(labels, label).isEmpty());
    if (named) {
      return ofJob(labels, namespace, said);
    }
    return namespace.isEmpty()
        ? new Subject(entity(labels, "", "Cluster", cluster(labels)), "", said)
        : new Subject(entity(labels, "", "Namespace", namespace), "", said);
  }

  private Optional<Subject> claimOf(
      Map<String, String> labels, String namespace, Set<String> said, String namespaceLabel) {
    String claim = value(labels, CLAIM);
    if (claim.isEmpty() || namespace.isEmpty()) {
      return Optional.empty();
    }
    said.addAll(List.of(namespaceLabel, CLAIM, "node", "job", "instance", "pod", "service"));
    return Optional.of(
        new Subject(entity(labels, namespace, "PersistentVolumeClaim", claim), "", said));
  }

  private Optional<Subject> workloadOf(
      Map<String, String> labels, String namespace, Set<String> said, String namespaceLabel) {
    if (namespace.isEmpty()) {
      return Optional.empty();
    }
    for (Map.Entry<String, String> known : WORKLOAD_LABELS) {
      String name = value(labels, known.getKey());
      if (!name.isEmpty()) {
        said.addAll(List.of(namespaceLabel, known.getKey()));
        EntityId entity = entity(labels, namespace, known.getValue(), name);
        return Optional.of(new Subject(entity, "", said));
      }
    }
    return Optional.empty();
  }

  /**
   * A job is what was scraped, a service label may be about somebody else; only beside a namespace
   * it is what Prometheus found by its service.
   */
  private Subject ofJob(Map<String, String> labels, String namespaceLabel, Set<String> said) {
    String label =
        !namespaceLabel.isEmpty() && !value(labels, "service").isEmpty()
            ? "service"
            : firstPresent(labels, "job", "service", "service_name", "app");
    String raw = labels.getOrDefault(label, "");
    int slash = raw.lastIndexOf('/');
    String namespace =
        namespaceLabel.isEmpty() && slash > 0 ? clean(raw.substring(0, slash)) : namespaceLabel;
    String name = clean(raw.substring(slash + 1));
    String member = value(labels, "instance");
    said.addAll(List.of("namespace", label, "job", "instance"));
    if (name.isEmpty()) {
      name = member.isEmpty() ? UNKNOWN : host(member);
    }
    EntityId service = entity(labels, namespace, "Service", name);
    return new Subject(
        workloads.ofService(service.cluster(), namespace, name).orElse(service), member, said);
  }

  private static String nodeName(Map<String, String> labels) {
    String node = value(labels, "node");
    if (node.isEmpty()) {
      node = host(value(labels, "instance"));
    }
    return node.isEmpty() ? UNKNOWN : node;
  }

  private static String host(String instance) {
    int colon = instance.lastIndexOf(':');
    return colon > 0 && !instance.endsWith("]") ? instance.substring(0, colon) : instance;
  }

  private EntityId entity(Map<String, String> labels, String namespace, String kind, String name) {
    return new EntityId(
        cluster(labels), namespace.isEmpty() ? EntityId.CLUSTER_SCOPE : namespace, kind, name);
  }

  private String cluster(Map<String, String> labels) {
    String named = value(labels, "cluster");
    return named.isEmpty() ? workloads.cluster() : named;
  }

  private static String name(Map<String, String> labels, boolean ofOthers, String label) {
    String exported = "exported_" + label;
    return ofOthers && labels.containsKey(exported) ? exported : label;
  }

  private static String firstPresent(Map<String, String> labels, String... names) {
    for (String name : names) {
      if (!labels.getOrDefault(name, "").isEmpty()) {
        return name;
      }
    }
    return names[0];
  }

  private static String value(Map<String, String> labels, String name) {
    return clean(labels.get(name));
  }

  /** A label's value as part of an entity: names of objects have no slash, other texts may. */
  private static String clean(@Nullable String value) {
    return value == null ? "" : value.replace('/', '.');
  }
}
