package io.aicloudops.remediator.execute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
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

  /** Hash of the value that an object has at a path, to tell later whether it still has it. */
  static String valueHash(HasMetadata object, String path) {
    return Diff.sha256(JSON.valueToTree(object).at(path).toString());
  }

  /** A part of a JSON pointer. */
  static String escape(String part) {
    return part.replace("~", "~0").replace("/", "~1");
  }
}
