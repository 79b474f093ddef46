package io.aicloudops.simulator.kube.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceType;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** The scale subresource: a view of a workload that has replicas only. */
public final class Scales {

  private final Registry registry;

  public Scales(Registry registry) {
    this.registry = registry;
  }

  /** The Scale of a workload. */
  public ObjectNode get(ResourceType type, ObjectKey key) {
    return of(registry.get(type, key));
  }

  /** Changes the Scale, and by it the replicas of the workload. */
  public ObjectNode modify(
      ResourceType type, ObjectKey key, UnaryOperator<ObjectNode> change, WriteOptions options) {
    return of(
        registry.modify(
            type,
            key,
            Part.SCALE,
            workload -> {
              ObjectNode scale = change.apply(of(workload));
              JsonNode replicas = scale.at("/spec/replicas");
              if (!replicas.isMissingNode() && !replicas.isIntegralNumber()) {
                throw ApiError.badRequest(
                    "spec.replicas of a Scale must be an integer, not " + replicas);
              }
              if (replicas.asInt(0) < 0) {
                throw ApiError.invalid(
                    type,
                    key.name(),
                    List.of(
                        new ApiError.Cause(
                            "FieldValueInvalid",
                            "Invalid value: " + replicas + ": must be greater than or equal to 0",
                            "spec.replicas")));
              }
              ObjectNode scaled = workload.deepCopy();
              scaled.withObjectProperty("spec").put("replicas", replicas.asInt(0));
              JsonNode version = scale.at("/metadata/resourceVersion");
              if (!version.isMissingNode()) {
                scaled.withObjectProperty("metadata").set("resourceVersion", version);
              }
              return scaled;
            },
            options));
  }

  private static ObjectNode of(ObjectNode workload) {
    ObjectNode scale = JsonNodeFactory.instance.objectNode();
    scale.put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    ObjectNode metadata = scale.putObject("metadata");
    for (String field :
        List.of("name", "namespace", "uid", "resourceVersion", "creationTimestamp")) {
      if (workload.path("metadata").has(field)) {
        metadata.set(field, workload.path("metadata").get(field));
      }
    }
    scale.putObject("spec").put("replicas", workload.at("/spec/replicas").asInt(0));
    String selector =
        workload.at("/spec/selector/matchLabels").properties().stream()
            .map(label -> label.getKey() + "=" + label.getValue().asText())
            .collect(Collectors.joining(","));
    scale
        .putObject("status")
        .put("replicas", workload.at("/status/replicas").asInt(0))
        .put("selector", selector);
    return scale;
  }
}
