package io.aicloudops.connect.kubernetes.inspection.checks;

import java.util.Map;

/**
 * The last value of a series.
 *
 * @param entity it is about, {@code cluster/namespace/kind/name}
 * @param member the pod or instance it came from; empty if none
 * @param labels those that the entity does not say
 */
public record Gauge(
    String entity, String member, String metric, Map<String, String> labels, double value) {

  public Gauge {
    labels = Map.copyOf(labels);
  }

  /** A label's value; empty if there is none. */
  String label(String name) {
    return labels.getOrDefault(name, "");
  }
}
