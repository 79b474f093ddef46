package io.aicloudops.simulator.controllers;

import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.aicloudops.simulator.pods.PodRuntime;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Metrics as the kubelet's cAdvisor and kube-state-metrics expose them, in the Prometheus text
 * format.
 */
public final class ClusterMetrics {

  private final Cluster cluster;
  private final PodRuntime runtime;

  public ClusterMetrics(Cluster cluster, PodRuntime runtime) {
    this.cluster = cluster;
    this.runtime = runtime;
  }

  /** All of them now. */
  public String text() {
    Families families = new Families();
    for (Pod pod : cluster.list(ResourceTypes.PODS, "", Pod.class)) {
      if (pod.getSpec().getNodeName() != null) {
        pod(families, pod);
      }
    }
    for (Deployment deployment : cluster.list(ResourceTypes.DEPLOYMENTS, "", Deployment.class)) {
      deployment(families, deployment);
    }
    return families.text();
  }

  private void pod(Families families, Pod pod) {
    PodRuntime.Usage usage = runtime.usage(pod.getMetadata().getUid());
    Container container = pod.getSpec().getContainers().get(0);
    String labels = podLabels(pod) + ",container=\"" + container.getName() + "\"";
    String ofContainer = labels + ",image=\"" + container.getImage() + "\"";
    families.add(
        "container_memory_working_set_bytes", "gauge", ofContainer, (double) usage.memoryBytes());
    families.add("container_cpu_usage_seconds_total", "counter", ofContainer, usage.cpuSeconds());
    families.add(
        "container_spec_memory_limit_bytes", "gauge", ofContainer, limit(container, "memory"));
    families.add(
        "kube_pod_status_phase",
        "gauge",
        podLabels(pod) + ",phase=\"" + pod.getStatus().getPhase() + "\"",
        1);
    pod.getStatus()
        .getContainerStatuses()
        .forEach(
            status -> {
              String of = podLabels(pod) + ",container=\"" + status.getName() + "\"";
              families.add(
                  "kube_pod_container_status_restarts_total",
                  "counter",
                  of,
                  status.getRestartCount());
              families.add(
                  "kube_pod_container_status_ready", "gauge", of, status.getReady() ? 1 : 0);
              var waiting = status.getState().getWaiting();
              if (waiting != null) {
                families.add(
                    "kube_pod_container_status_waiting_reason",
                    "gauge",
                    of + ",reason=\"" + waiting.getReason() + "\"",
                    1);
              }
              var last = status.getLastState().getTerminated();
              if (last != null) {
                families.add(
                    "kube_pod_container_status_last_terminated_reason",
                    "gauge",
                    of + ",reason=\"" + last.getReason() + "\"",
                    1);
              }
            });
  }

  private static void deployment(Families families, Deployment deployment) {
    var status = deployment.getStatus();
    String labels =
        "namespace=\""
            + deployment.getMetadata().getNamespace()
            + "\",deployment=\""
            + deployment.getMetadata().getName()
            + "\"";
    families.add(
        "kube_deployment_spec_replicas", "gauge", labels, deployment.getSpec().getReplicas());
    families.add(
        "kube_deployment_status_replicas_available",
        "gauge",
        labels,
        Objects.requireNonNullElse(status.getAvailableReplicas(), 0));
    families.add(
        "kube_deployment_status_replicas_unavailable",
        "gauge",
        labels,
        Objects.requireNonNullElse(status.getUnavailableReplicas(), 0));
  }

  private static double limit(Container container, String resource) {
    Map<String, Quantity> limits =
        container.getResources() == null ? null : container.getResources().getLimits();
    Quantity limit = limits == null ? null : limits.get(resource);
    return (limit == null ? BigDecimal.ZERO : Quantity.getAmountInBytes(limit)).doubleValue();
  }

  private static String podLabels(Pod pod) {
    return "namespace=\""
        + pod.getMetadata().getNamespace()
        + "\",pod=\""
        + pod.getMetadata().getName()
        + "\"";
  }

  /** Samples by name, so that those of one family stand together. */
  private static final class Families {

    private final Map<String, StringBuilder> samples = new LinkedHashMap<>();

    void add(String name, String type, String labels, double value) {
      samples
          .computeIfAbsent(name, n -> new StringBuilder("# TYPE " + n + " " + type + "\n"))
          .append(name)
          .append('{')
          .append(labels)
          .append("} ")
          .append(value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value))
          .append('\n');
    }

    String text() {
      return String.join("", List.copyOf(samples.values()));
    }
  }
}
