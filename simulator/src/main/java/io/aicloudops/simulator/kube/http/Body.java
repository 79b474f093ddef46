package io.aicloudops.simulator.kube.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.aicloudops.simulator.kube.patch.JsonPatches;
import io.aicloudops.simulator.kube.patch.MergePatch;
import io.aicloudops.simulator.kube.patch.StrategicMerge;
import io.aicloudops.simulator.kube.registry.ApiError;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * The body of a request.
 *
 * @param contentType as in the header, without parameters; empty if there is none
 */
record Body(String contentType, String text) {

  static final String JSON = "application/json";
  private static final String YAML = "application/yaml";
  private static final String JSON_PATCH = "application/json-patch+json";
  private static final String MERGE_PATCH = "application/merge-patch+json";
  private static final String STRATEGIC = "application/strategic-merge-patch+json";
  private static final String APPLY = "application/apply-patch+yaml";

  private static final ObjectMapper JSON_READER = new ObjectMapper();
  private static final YAMLMapper YAML_READER = new YAMLMapper();

  static Body of(String contentTypeHeader, String text) {
    return new Body(contentTypeHeader.replaceAll(";.*", "").trim().toLowerCase(Locale.ROOT), text);
  }

  /** The object it holds, as JSON or YAML. */
  ObjectNode object() {
    if (contentType.isEmpty() || contentType.equals(JSON) || contentType.equals(YAML)) {
      return withoutNulls(tree());
    }
    throw ApiError.unsupportedMediaType(contentType, JSON + ", " + YAML);
  }

  /** The object it holds; an empty one if there is no body. */
  ObjectNode objectOrEmpty() {
    return text.isBlank() ? JSON_READER.createObjectNode() : object();
  }

  boolean isApply() {
    return contentType.equals(APPLY);
  }

  ObjectNode configuration() {
    return withoutNulls(tree());
  }

  /** The patch it holds, as a function from the present object to the next. */
  UnaryOperator<ObjectNode> patch() {
    JsonNode patch =
        switch (contentType) {
          case JSON_PATCH, MERGE_PATCH, STRATEGIC -> tree();
          default ->
              throw ApiError.unsupportedMediaType(
                  contentType, String.join(", ", JSON_PATCH, MERGE_PATCH, STRATEGIC, APPLY));
        };
    boolean list = contentType.equals(JSON_PATCH);
    if (list ? !patch.isArray() : !patch.isObject()) {
      throw ApiError.badRequest(
          "error decoding patch: a patch of this type is a JSON " + (list ? "list" : "object"));
    }
    return before ->
        withoutNulls(
            switch (contentType) {
              case JSON_PATCH -> JsonPatches.apply(before, patch);
              case MERGE_PATCH -> MergePatch.apply(before, patch);
              default -> StrategicMerge.apply(before, (ObjectNode) patch);
            });
  }

  private JsonNode tree() {
    boolean yaml = contentType.equals(YAML) || contentType.equals(APPLY);
    try {
      JsonNode tree = (yaml ? YAML_READER : JSON_READER).readTree(text);
      if (tree == null || tree.isMissingNode() || tree.isNull()) {
        throw ApiError.badRequest("the request has no body");
      }
      return tree;
    } catch (JsonProcessingException e) {
      throw ApiError.badRequest(
          "couldn't get version/kind; json parse error: " + e.getOriginalMessage());
    }
  }

  private static ObjectNode withoutNulls(JsonNode tree) {
    if (!(tree instanceof ObjectNode object)) {
      throw ApiError.badRequest(
          "couldn't get version/kind; json parse error: the body is not an object");
    }
    ObjectNode copy = object.deepCopy();
    dropNulls(copy);
    return copy;
  }

  private static void dropNulls(JsonNode node) {
    if (node instanceof ObjectNode object) {
      object.properties().removeIf(field -> isNothing(field.getValue()));
    }
    node.forEach(Body::dropNulls);
  }

  /** An empty list and no list are the same to Kubernetes. */
  private static boolean isNothing(JsonNode value) {
    return value.isNull() || (value.isArray() && value.isEmpty());
  }
}
