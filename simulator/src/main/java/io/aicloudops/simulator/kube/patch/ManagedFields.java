package io.aicloudops.simulator.kube.patch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Who owns which field of an object: reads and writes metadata.managedFields. */
public final class ManagedFields {

  private static final List<String> SERVER_OWNED =
      List.of(
          "name",
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generateName",
          "selfLink",
          "managedFields");

  private ManagedFields() {}

  /**
   * Records a create, update or patch: what changed now belongs to the writer alone, what is gone
   * to nobody.
   *
   * @param before an empty object when it is created
   * @param after gets the new managedFields
   */
  public static void recordUpdate(ObjectNode before, ObjectNode after, Writer writer) {
    ObjectNode was = ownable(before);
    ObjectNode is = ownable(after);
    if (was.equals(is)) {
      write(after, read(before));
      return;
    }
    Set<FieldPath> present = FieldPath.of(is);
    Set<FieldPath> changed = new LinkedHashSet<>();
    for (FieldPath path : present) {
      if (path.isRoot()) {
        continue; // an object of which nothing is left that somebody could own
      }
      JsonNode old = path.in(was);
      boolean element = !path.last().startsWith("f:");
      if (old == null || (!element && !old.equals(path.in(is)))) {
        changed.add(path);
      }
    }
    List<Owner> owners = new ArrayList<>();
    Set<FieldPath> own = new LinkedHashSet<>();
    for (Owner owner : read(before)) {
      Set<FieldPath> left = new LinkedHashSet<>(owner.fields());
      left.removeIf(path -> path.in(is) == null);
      if (owner.is(writer, false)) {
        own.addAll(left);
      } else {
        left.removeAll(changed);
        owners.add(owner.with(left, owner.time()));
      }
    }
    own.addAll(changed);
    owners.add(
        new Owner(
            writer.manager(),
            false,
            writer.subresource(),
            writer.apiVersion(),
            writer.time(),
            own));
    write(after, owners);
  }

  /** The part of an object that can be owned. */
  static ObjectNode ownable(ObjectNode object) {
    ObjectNode part = object.deepCopy();
    part.remove(List.of("apiVersion", "kind"));
    if (part.get("metadata") instanceof ObjectNode metadata) {
      metadata.remove(SERVER_OWNED);
      if (metadata.isEmpty()) {
        part.remove("metadata");
      }
    }
    return part;
  }

  static List<Owner> read(ObjectNode object) {
    List<Owner> owners = new ArrayList<>();
    for (JsonNode entry : object.at("/metadata/managedFields")) {
      owners.add(
          new Owner(
              entry.path("manager").asText(""),
              entry.path("operation").asText("").equals("Apply"),
              entry.path("subresource").asText(""),
              entry.path("apiVersion").asText(""),
              entry.path("time").asText(""),
              FieldsV1.read(entry.path("fieldsV1"))));
    }
    return owners;
  }

  static void write(ObjectNode object, List<Owner> owners) {
    ObjectNode metadata = object.withObjectProperty("metadata");
    metadata.remove("managedFields");
    ArrayNode entries = metadata.arrayNode();
    for (Owner owner : owners) {
      if (owner.fields().isEmpty()) {
        continue;
      }
      ObjectNode entry = entries.addObject();
      entry.put("manager", owner.manager());
      entry.put("operation", owner.apply() ? "Apply" : "Update");
      entry.put("apiVersion", owner.apiVersion());
      entry.put("time", owner.time());
      entry.put("fieldsType", "FieldsV1");
      entry.set("fieldsV1", FieldsV1.write(owner.fields()));
      if (!owner.subresource().isEmpty()) {
        entry.put("subresource", owner.subresource());
      }
    }
    if (!entries.isEmpty()) {
      metadata.set("managedFields", entries);
    }
  }

  static boolean sameValue(FieldPath path, ObjectNode one, ObjectNode other) {
    return Objects.equals(path.in(one), path.in(other));
  }
}
