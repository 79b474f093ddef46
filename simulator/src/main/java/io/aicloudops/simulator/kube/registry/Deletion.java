package io.aicloudops.simulator.kube.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.store.ObjectStore;
import io.aicloudops.simulator.kube.types.ResourceType;
import io.aicloudops.simulator.kube.types.ResourceTypes;

/** Deletes objects: at once, or gracefully (pods), or after whoever holds a finalizer is done. */
public final class Deletion {

  public static final String FOREGROUND = "foregroundDeletion";
  public static final String ORPHAN = "orphan";

  private final Registry registry;
  private final ObjectStore store;

  public Deletion(Registry registry) {
    this.registry = registry;
    this.store = registry.store();
  }

  /** Deletes an object; what to answer: the object if it is still there, else a Status. */
  public ObjectNode delete(ResourceType type, ObjectKey key, DeleteOptions options) {
    return store.transact(
        () -> {
          ObjectNode object = registry.get(type, key);
          checkPreconditions(type, key, object, options);
          ObjectNode next = object.deepCopy();
          ObjectNode metadata = next.withObjectProperty("metadata");
          addFinalizer(type, metadata, options.propagation());
          long grace = type.equals(ResourceTypes.PODS) ? podGrace(object, options) : 0;
          boolean namespace = type.equals(ResourceTypes.NAMESPACES);
          if (grace == 0 && metadata.path("finalizers").isEmpty() && !namespace) {
            if (!options.dryRun()) {
              store.remove(type.qualified(), key);
            }
            return success(type, key, object);
          }
          boolean shorter =
              grace < metadata.path("deletionGracePeriodSeconds").asLong(Long.MAX_VALUE);
          if (!metadata.has("deletionTimestamp") || shorter) {
            metadata.put(
                "deletionTimestamp",
                Strategy.timestamp(registry.clock().instant().plusSeconds(grace)));
            metadata.put("deletionGracePeriodSeconds", grace);
          }
          if (namespace) {
            next.withObjectProperty("status").put("phase", "Terminating");
          }
          if (options.dryRun() || next.equals(object)) {
            return next;
          }
          return store.put(type.qualified(), key, next);
        });
  }

  private static void addFinalizer(ResourceType type, ObjectNode metadata, String propagation) {
    boolean leaf = type.equals(ResourceTypes.PODS) || type.equals(ResourceTypes.EVENTS);
    String wanted =
        switch (propagation) {
          case "Foreground" -> FOREGROUND;
          case "Orphan" -> ORPHAN;
          default -> "";
        };
    if (wanted.isEmpty() || leaf) {
      return;
    }
    ArrayNode finalizers = metadata.withArrayProperty("finalizers");
    for (JsonNode finalizer : finalizers) {
      if (finalizer.asText().equals(wanted)) {
        return;
      }
    }
    finalizers.add(wanted);
  }

  /** A pod that no kubelet has, or that has ended, goes at once. */
  private static long podGrace(ObjectNode pod, DeleteOptions options) {
    String phase = pod.at("/status/phase").asText("");
    boolean ended = phase.equals("Succeeded") || phase.equals("Failed");
    if (ended || pod.at("/spec/nodeName").asText("").isEmpty()) {
      return 0;
    }
    return options
        .gracePeriodSeconds()
        .orElse(pod.at("/spec/terminationGracePeriodSeconds").asLong(30));
  }

  private static void checkPreconditions(
      ResourceType type, ObjectKey key, ObjectNode object, DeleteOptions options) {
    check(type, key, "UID", options.uid(), object.at("/metadata/uid").asText());
    check(
        type,
        key,
        "ResourceVersion",
        options.resourceVersion(),
        object.at("/metadata/resourceVersion").asText());
  }

  private static void check(
      ResourceType type, ObjectKey key, String what, String wanted, String actual) {
    if (!wanted.isEmpty() && !wanted.equals(actual)) {
      throw ApiError.conflict(
          type,
          key.name(),
          "Precondition failed: "
              + what
              + " in precondition: "
              + wanted
              + ", "
              + what
              + " in object meta: "
              + actual);
    }
  }

  private static ObjectNode success(ResourceType type, ObjectKey key, ObjectNode object) {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    status.put("status", "Success");
    ObjectNode details = status.putObject("details").put("name", key.name());
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    details.put("kind", type.plural()).set("uid", object.at("/metadata/uid"));
    return status;
  }
}
