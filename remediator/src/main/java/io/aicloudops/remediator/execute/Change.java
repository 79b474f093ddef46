package io.aicloudops.remediator.execute;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A change of one value in an object.
 *
 * @param path JSON pointer of the value
 * @param value its new value
 * @param summary for people, in the past tense
 * @param undo facts from which the change can be undone; empty if it cannot
 */
record Change(String path, JsonNode value, String summary, Map<String, String> undo) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * The JSON patch: carries the version that was read, so that the server answers 409 if the object
   * has another by now, sets the value, and marks who did it.
   *
   * @param mark the intent's id; empty for none
   */
  String jsonPatch(HasMetadata live, String mark) {
    ArrayNode operations = JSON.createArrayNode();
    // Not "test", which the server answers with 422 like any patch that does not fit.
    operations
        .addObject()
        .put("op", "replace")
        .put("path", "/metadata/resourceVersion")
        .put("value", live.getMetadata().getResourceVersion());
    boolean annotated =
        live.getMetadata().getAnnotations() != null
            && !live.getMetadata().getAnnotations().isEmpty();
    if (!mark.isEmpty()) {
      if (!annotated) {
        operations
            .addObject()
            .put("op", "add")
            .put("path", "/metadata/annotations")
            .putObject("value");
      }
      operations
          .addObject()
          .put("op", "add")
          .put("path", "/metadata/annotations/" + escape(KubernetesCluster.MARK))
          .put("value", mark);
    }
    operations.addObject().put("op", "add").put("path", path).set("value", value);
    return operations.toString();
  }

  /**
   * The change as a merge patch in YAML, to be committed where a GitOps controller takes the object
   * from. Lists are written whole, as a JSON merge patch (RFC 7386) has it.
   */
  String forGit(HasMetadata live) {
    ObjectNode patch = JSON.createObjectNode();
    patch.put("apiVersion", live.getApiVersion()).put("kind", live.getKind());
    patch
        .putObject("metadata")
        .put("namespace", live.getMetadata().getNamespace())
        .put("name", live.getMetadata().getName());
    List<String> keys = Arrays.stream(path.substring(1).split("/")).map(Change::unescape).toList();
    ObjectNode at = patch;
    JsonNode original = JSON.valueToTree(live);
    for (int i = 0; i < keys.size() - 1; i++) {
      original = original.path(keys.get(i));
      if (original.isArray()) {
        at.set(keys.get(i), changed((ArrayNode) original, keys.subList(i + 1, keys.size())));
        return yaml(patch);
      }
      at = at.withObjectProperty(keys.get(i));
    }
    at.set(keys.get(keys.size() - 1), value);
    return yaml(patch);
  }

  private ArrayNode changed(ArrayNode list, List<String> rest) {
    ArrayNode copy = list.deepCopy();
    JsonNode at = copy.get(Integer.parseInt(rest.get(0)));
    for (String key : rest.subList(1, rest.size() - 1)) {
      at = ((ObjectNode) at).withObjectProperty(key);
    }
    ((ObjectNode) at).set(rest.get(rest.size() - 1), value);
    return copy;
  }

  private static String yaml(ObjectNode tree) {
    try {
      return YAML.writeValueAsString(tree);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a JSON tree cannot be written as YAML", e);
    }
  }

  private static String unescape(String part) {
    return part.replace("~1", "/").replace("~0", "~");
  }

  /** Hash of the value that an object has at a path, to tell later whether it still has it. */
  static String valueHash(HasMetadata object, String path) {
    return Diff.sha256(JSON.valueToTree(object).at(path).toString());
  }

  /** A part of a JSON pointer. */
  static String escape(String part) {
    return part.replace("~", "~0").replace("/", "~1");
  }
}
