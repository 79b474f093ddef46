package io.aicloudops.connect.kubernetes.changes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An object's fields by their path. Elements of lists that have a name are found by it, so that a
 * new container or variable is one difference and does not shift the others: {@code
 * containers[cart].env[LEVEL].value}.
 */
final class Flat {

  private Flat() {}

  /** All values of a tree. */
  static SortedMap<String, String> of(JsonNode tree) {
    SortedMap<String, String> fields = new TreeMap<>();
    add(tree, "", fields);
    return fields;
  }

  private static void add(JsonNode node, String path, Map<String, String> into) {
    if (node.isObject()) {
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String name = field.getKey();
        boolean plain = name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_');
        String step = plain ? (path.isEmpty() ? name : "." + name) : "[" + name + "]";
        add(field.getValue(), path + step, into);
      }
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        String name = node.get(i).path("name").asText("");
        add(node.get(i), path + "[" + (name.isEmpty() ? Integer.toString(i) : name) + "]", into);
      }
    } else if (!node.isNull() && !node.isMissingNode()) {
      boolean named = path.endsWith("].name");
      if (!named) {
        into.put(path, node.asText());
      }
    }
  }
}
