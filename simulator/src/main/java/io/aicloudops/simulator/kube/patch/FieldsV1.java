package io.aicloudops.simulator.kube.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Sets of field paths as managedFields hold them: a tree whose leaves and dots are the members. */
final class FieldsV1 {

  private static final String SELF = ".";

  private FieldsV1() {}

  static Set<FieldPath> read(JsonNode tree) {
    Set<FieldPath> paths = new LinkedHashSet<>();
    read(tree, new FieldPath(List.of()), paths);
    return paths;
  }

  private static void read(JsonNode tree, FieldPath path, Set<FieldPath> paths) {
    if (!path.isRoot() && (tree.isEmpty() || tree.has(SELF))) {
      paths.add(path);
    }
    for (var child : tree.properties()) {
      if (!child.getKey().equals(SELF)) {
        read(child.getValue(), path.plus(child.getKey()), paths);
      }
    }
  }

  static ObjectNode write(Set<FieldPath> paths) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    for (FieldPath path : paths) {
      ObjectNode at = tree;
      for (String element : path.elements()) {
        at = at.withObjectProperty(element);
      }
      at.putObject(SELF);
    }
    dropDotsOfLeaves(tree);
    return tree;
  }

  private static void dropDotsOfLeaves(ObjectNode tree) {
    for (var child : tree.properties()) {
      if (child.getValue() instanceof ObjectNode below && !child.getKey().equals(SELF)) {
        if (below.size() == 1 && below.has(SELF)) {
          below.removeAll();
        } else {
          dropDotsOfLeaves(below);
        }
      }
    }
  }
}
