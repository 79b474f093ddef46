package io.aicloudops.simulator.kube.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Server-side apply: a manager states all fields it has an opinion on; those it no longer states
 * go, unless somebody else owns them; those another manager owns with another value are a conflict
 * unless forced.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-Side
 *     Apply</a>
 */
public final class ServerSideApply {

  private ServerSideApply() {}

  /** What came of applying. */
  public sealed interface Outcome {

    /** The object as it is to be, with its managedFields. */
    record Applied(ObjectNode object) implements Outcome {}

    /** Fields that others own with another value; never empty. */
    record Conflicts(List<Conflict> conflicts) implements Outcome {}
  }

  /**
   * A field another manager owns.
   *
   * @param apiVersion the one it was written with
   * @param field as people read it, e.g. .spec.replicas
   */
  public record Conflict(String manager, String apiVersion, String field) {}

  /**
   * Applies a configuration.
   *
   * @param live the object as it is; an empty one if there is none yet
   * @param configuration all the manager has an opinion on
   * @param force take conflicting fields over
   */
  public static Outcome apply(
      ObjectNode live, ObjectNode configuration, Writer writer, boolean force) {
    ObjectNode wanted = ManagedFields.ownable(configuration);
    ObjectNode current = ManagedFields.ownable(live);
    Set<FieldPath> stated = FieldPath.of(wanted);
    List<Owner> owners = ManagedFields.read(live);
    List<Owner> others = owners.stream().filter(owner -> !owner.is(writer, true)).toList();

    List<Conflict> conflicts = conflicts(stated, wanted, current, others);
    if (!conflicts.isEmpty() && !force) {
      return new Outcome.Conflicts(conflicts);
    }
    List<Owner> left = new ArrayList<>();
    for (Owner other : others) {
      Set<FieldPath> kept = new LinkedHashSet<>(other.fields());
      kept.removeIf(path -> stated.contains(path) && !isSame(path, wanted, current));
      left.add(other.with(kept, other.time()));
    }
    ObjectNode result =
        (ObjectNode) merge(live, withoutServerFields(configuration), new FieldPath(List.of()));
    for (Owner owner : owners) {
      if (owner.is(writer, true)) {
        removeAbandoned(result, owner.fields(), stated, left);
      }
    }
    left.add(
        new Owner(
            writer.manager(),
            true,
            writer.subresource(),
            writer.apiVersion(),
            writer.time(),
            stated));
    ManagedFields.write(result, left);
    return new Outcome.Applied(result);
  }

  private static List<Conflict> conflicts(
      Set<FieldPath> stated, ObjectNode wanted, ObjectNode current, List<Owner> others) {
    List<Conflict> conflicts = new ArrayList<>();
    for (Owner other : others) {
      for (FieldPath path : stated) {
        if (other.fields().contains(path) && !isSame(path, wanted, current)) {
          conflicts.add(new Conflict(other.manager(), other.apiVersion(), path.toString()));
        }
      }
    }
    return conflicts;
  }

  /** An element of a list is the same if it is there; its fields are compared on their own. */
  private static boolean isSame(FieldPath path, ObjectNode wanted, ObjectNode current) {
    return path.last().startsWith("f:")
        ? ManagedFields.sameValue(path, wanted, current)
        : path.in(current) != null;
  }

  private static void removeAbandoned(
      ObjectNode result, Set<FieldPath> before, Set<FieldPath> stated, List<Owner> others) {
    for (FieldPath path : before) {
      boolean held =
          stated.stream().anyMatch(now -> now.isWithin(path))
              || others.stream()
                  .flatMap(other -> other.fields().stream())
                  .anyMatch(owned -> owned.isWithin(path));
      if (!held && path.in(result) != null) {
        path.removeFrom(result);
      }
    }
  }

  private static ObjectNode withoutServerFields(ObjectNode configuration) {
    ObjectNode copy = configuration.deepCopy();
    if (copy.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(List.of("managedFields", "resourceVersion", "uid", "creationTimestamp"));
    }
    return copy;
  }

  private static JsonNode merge(JsonNode live, JsonNode wanted, FieldPath path) {
    if (live instanceof ObjectNode before && wanted.isObject() && !path.isAtomicMap()) {
      ObjectNode result = before.deepCopy();
      for (var field : wanted.properties()) {
        JsonNode old = result.path(field.getKey());
        result.set(field.getKey(), merge(old, field.getValue(), path.plus("f:" + field.getKey())));
      }
      return result;
    }
    ListRule rule = path.listRule();
    if (live instanceof ArrayNode before && wanted.isArray() && (rule.keyed() || rule.set())) {
      return mergeList(before, wanted, path, rule);
    }
    return wanted.deepCopy();
  }

  private static ArrayNode mergeList(
      ArrayNode before, JsonNode wanted, FieldPath path, ListRule rule) {
    ArrayNode result = before.deepCopy();
    for (JsonNode item : wanted) {
      String element = FieldPath.element(item, rule);
      int at = -1;
      for (int i = 0; i < result.size(); i++) {
        if (FieldPath.element(result.get(i), rule).equals(element)) {
          at = i;
        }
      }
      if (at < 0) {
        result.add(item.deepCopy());
      } else {
        result.set(at, merge(result.get(at), item, path.plus(element)));
      }
    }
    return result;
  }
}
