package io.aicloudops.simulator.kube.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.types.FieldSelector;
import io.aicloudops.simulator.kube.types.LabelSelector;
import io.aicloudops.simulator.kube.types.ResourceType;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which objects of a kind.
 *
 * @param namespace empty for all
 * @param limit 0 for all
 * @param from token of the page before, or empty
 */
public record ListOptions(
    String namespace, Predicate<ObjectNode> selected, int limit, String from) {

  /** All objects of a namespace, or of all if it is empty. */
  public static ListOptions in(String namespace) {
    return new ListOptions(namespace, object -> true, 0, "");
  }

  /**
   * What two selectors select.
   *
   * @throws ApiError 400 if one cannot be read
   */
  public static Predicate<ObjectNode> selection(ResourceType type, String labels, String fields) {
    try {
      LabelSelector byLabel = new LabelSelector(labels);
      FieldSelector byField = new FieldSelector(type, fields);
      return object -> byField.test(object) && byLabel.test(labels(object));
    } catch (IllegalArgumentException e) {
      throw ApiError.badRequest(String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, String> labels(ObjectNode object) {
    Map<String, String> labels = new HashMap<>();
    for (var label : object.at("/metadata/labels").properties()) {
      labels.put(label.getKey(), label.getValue().asText());
    }
    return labels;
  }
}
