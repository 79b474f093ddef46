package io.aicloudops.simulator.kube.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Strategic merge patch: a merge patch that merges lists by their merge key, with the directives
 * {@code $patch}, {@code $retainKeys}, {@code $deleteFromPrimitiveList} and {@code
 * $setElementOrder}.
 *
 * @see <a
 *     href="https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md">
 *     Strategic Merge Patch</a>
 */
public final class StrategicMerge {

  private static final String DIRECTIVE = "$patch";
  private static final String DELETE_FROM = "$deleteFromPrimitiveList/";
  private static final String ORDER = "$setElementOrder/";
  private static final String RETAIN = "$retainKeys";

  private StrategicMerge() {}

  /**
   * The object with a patch applied; neither argument is changed.
   *
   * @throws PatchException if an element of a keyed list lacks its key or a directive is unknown
   */
  public static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    return merge(target, patch, "");
  }

  private static ObjectNode merge(ObjectNode target, ObjectNode patch, String parent) {
    String directive = patch.path(DIRECTIVE).asText("merge");
    if (directive.equals("replace")) {
      ObjectNode replaced = patch.deepCopy();
      replaced.remove(DIRECTIVE);
      return replaced;
    }
    if (directive.equals("delete")) {
      return JsonNodeFactory.instance.objectNode();
    }
    if (!directive.equals("merge")) {
      throw new PatchException("unknown $patch directive: " + directive);
    }
    ObjectNode result = target.deepCopy();
    if (patch.path(RETAIN).isArray()) {
      List<String> retained = new ArrayList<>();
      patch.path(RETAIN).forEach(name -> retained.add(name.asText()));
      result.retain(retained);
    }
    for (var field : patch.properties()) {
      if (!field.getKey().startsWith("$")) {
        mergeField(result, field.getKey(), field.getValue(), parent);
      }
    }
    for (var field : patch.properties()) {
      if (field.getKey().startsWith(DELETE_FROM)) {
        deleteScalars(result, field.getKey().substring(DELETE_FROM.length()), field.getValue());
      } else if (field.getKey().startsWith(ORDER)) {
        String name = field.getKey().substring(ORDER.length());
        order(result, name, field.getValue(), ListRule.of(name, parent));
      }
    }
    return result;
  }

  private static void mergeField(ObjectNode result, String name, JsonNode value, String parent) {
    if (value.isNull()) {
      result.remove(name);
    } else if (value instanceof ObjectNode object) {
      ObjectNode before =
          result.get(name) instanceof ObjectNode existing
              ? existing
              : JsonNodeFactory.instance.objectNode();
      result.set(name, merge(before, object, name));
    } else if (value instanceof ArrayNode array) {
      ArrayNode before =
          result.get(name) instanceof ArrayNode existing
              ? existing
              : JsonNodeFactory.instance.arrayNode();
      result.set(name, mergeList(before, array, name, ListRule.of(name, parent)));
    } else {
      result.set(name, value);
    }
  }

  private static ArrayNode mergeList(
      ArrayNode before, ArrayNode patch, String field, ListRule rule) {
    if (rule.set()) {
      ArrayNode union = before.deepCopy();
      patch.forEach(
          value -> {
            if (!contains(union, value)) {
              union.add(value);
            }
          });
      return union;
    }
    if (!rule.keyed()) {
      return patch.deepCopy();
    }
    String key = rule.keys().get(0);
    boolean replace = false;
    ArrayNode result = before.deepCopy();
    ArrayNode given = JsonNodeFactory.instance.arrayNode();
    for (JsonNode item : patch) {
      String directive = item.path(DIRECTIVE).asText("");
      if (directive.equals("replace") && item.size() == 1) {
        replace = true;
        continue;
      }
      if (!(item instanceof ObjectNode object) || !object.hasNonNull(key)) {
        throw new PatchException(
            "map: " + item + " in " + field + " does not contain declared merge key: " + key);
      }
      given.add(object);
      int at = indexOf(result, key, object.get(key));
      if (directive.equals("delete")) {
        if (at >= 0) {
          result.remove(at);
        }
      } else if (at >= 0) {
        result.set(at, merge((ObjectNode) result.get(at), object, field));
      } else {
        result.add(merge(JsonNodeFactory.instance.objectNode(), object, field));
      }
    }
    return replace ? given.deepCopy() : result;
  }

  private static void deleteScalars(ObjectNode result, String name, JsonNode deleted) {
    if (result.get(name) instanceof ArrayNode list) {
      ArrayNode left = JsonNodeFactory.instance.arrayNode();
      list.forEach(
          value -> {
            if (!contains(deleted, value)) {
              left.add(value);
            }
          });
      result.set(name, left);
    }
  }

  /** Elements named by the patch come in its order, before those it does not name. */
  private static void order(ObjectNode result, String name, JsonNode wanted, ListRule rule) {
    if (!(result.get(name) instanceof ArrayNode list)) {
      return;
    }
    ArrayNode ordered = JsonNodeFactory.instance.arrayNode();
    List<JsonNode> rest = new ArrayList<>();
    list.forEach(rest::add);
    for (JsonNode place : wanted) {
      for (JsonNode item : List.copyOf(rest)) {
        boolean same =
            rule.keyed()
                ? item.path(rule.keys().get(0)).equals(place.path(rule.keys().get(0)))
                : item.equals(place);
        if (same) {
          ordered.add(item);
          rest.remove(item);
        }
      }
    }
    ordered.addAll(rest);
    result.set(name, ordered);
  }

  private static int indexOf(ArrayNode list, String key, JsonNode value) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).path(key).equals(value)) {
        return i;
      }
    }
    return -1;
  }

  private static boolean contains(JsonNode list, JsonNode value) {
    for (JsonNode item : list) {
      if (item.equals(value)) {
        return true;
      }
    }
    return false;
  }
}
