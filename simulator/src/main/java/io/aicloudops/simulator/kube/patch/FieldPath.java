package io.aicloudops.simulator.kube.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a field is, in the elements of the format FieldsV1: {@code f:name} a field, {@code
 * k:{"name":"x"}} an element of a keyed list, {@code v:"x"} an element of a set.
 *
 * @see <a href="https://github.com/kubernetes-sigs/structured-merge-diff">structured-merge-diff</a>
 */
record FieldPath(List<String> elements) {

  private static final FieldPath ROOT = new FieldPath(List.of());

  /** The smallest parts of an object that can have owners of their own. */
  static Set<FieldPath> of(JsonNode object) {
    Set<FieldPath> paths = new LinkedHashSet<>();
    collect(object, ROOT, paths);
    return paths;
  }

  private static void collect(JsonNode value, FieldPath path, Set<FieldPath> paths) {
    if (value.isNull()) {
      return;
    }
    if (value.isObject() && !value.isEmpty() && !path.isAtomicMap()) {
      for (var field : value.properties()) {
        collect(field.getValue(), path.plus("f:" + field.getKey()), paths);
      }
      return;
    }
    ListRule rule = path.listRule();
    if (value.isArray() && !value.isEmpty() && (rule.keyed() || rule.set())) {
      for (JsonNode item : value) {
        FieldPath element = path.plus(element(item, rule));
        paths.add(element);
        if (rule.keyed()) {
          collect(item, element, paths);
        }
      }
      return;
    }
    paths.add(path);
  }

  /** The element that names an item of a keyed list or a set. */
  static String element(JsonNode item, ListRule rule) {
    if (rule.set()) {
      return "v:" + item;
    }
    ObjectNode key = JsonNodeFactory.instance.objectNode();
    for (String name : rule.keys()) {
      if (item.hasNonNull(name)) {
        key.set(name, item.get(name));
      } else if (name.equals("protocol")) {
        key.put(name, "TCP");
      } else {
        throw new PatchException("element " + item + " lacks the key " + name + " of its list");
      }
    }
    return "k:" + key;
  }

  FieldPath plus(String element) {
    List<String> longer = new ArrayList<>(elements);
    longer.add(element);
    return new FieldPath(List.copyOf(longer));
  }

  FieldPath parent() {
    return new FieldPath(elements.subList(0, elements.size() - 1));
  }

  String last() {
    return elements.get(elements.size() - 1);
  }

  boolean isRoot() {
    return elements.isEmpty();
  }

  boolean isWithin(FieldPath other) {
    return elements.size() >= other.elements.size()
        && elements.subList(0, other.elements.size()).equals(other.elements);
  }

  ListRule listRule() {
    return ListRule.of(fieldName(0), fieldName(1));
  }

  boolean isAtomicMap() {
    return !isRoot() && last().startsWith("f:") && ListRule.isAtomicMap(fieldName(0));
  }

  /**
   * The name of the last field, or of the one so many fields before it; list elements do not count.
   */
  private String fieldName(int back) {
    int left = back;
    for (int i = elements.size() - 1; i >= 0; i--) {
      if (elements.get(i).startsWith("f:") && left-- == 0) {
        return elements.get(i).substring(2);
      }
    }
    return "";
  }

  /** What an object has here; null if nothing. */
  @Nullable JsonNode in(JsonNode object) {
    JsonNode at = object;
    FieldPath path = ROOT;
    for (String element : elements) {
      at = child(at, path, element);
      if (at == null) {
        return null;
      }
      path = path.plus(element);
    }
    return at;
  }

  /** Takes what is here out of an object, and containers that thereby became empty. */
  void removeFrom(ObjectNode object) {
    JsonNode container = parent().in(object);
    if (container instanceof ObjectNode fields) {
      fields.remove(last().substring(2));
    } else if (container instanceof ArrayNode list) {
      ListRule rule = parent().listRule();
      for (int i = list.size() - 1; i >= 0; i--) {
        if (element(list.get(i), rule).equals(last())) {
          list.remove(i);
        }
      }
    }
    if (container != null && container.isEmpty() && !parent().isRoot()) {
      parent().removeFrom(object);
    }
  }

  private static @Nullable JsonNode child(JsonNode at, FieldPath path, String element) {
    if (element.startsWith("f:")) {
      return at.get(element.substring(2));
    }
    if (at.isArray()) {
      ListRule rule = path.listRule();
      for (JsonNode item : at) {
        if (element(item, rule).equals(element)) {
          return item;
        }
      }
    }
    return null;
  }

  /** As people read it: {@code .spec.template.spec.containers[name="app"].image}. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (String element : elements) {
      String rest = element.substring(2);
      if (element.startsWith("f:")) {
        text.append('.').append(rest);
      } else if (element.startsWith("k:")) {
        text.append('[')
            .append(rest.replaceAll("[{}]|\"(?=[^\"]*\":)|(?<=\\w)\"(?=:)", ""))
            .append(']');
      } else {
        text.append('[').append(rest).append(']');
      }
    }
    return text.toString();
  }
}
