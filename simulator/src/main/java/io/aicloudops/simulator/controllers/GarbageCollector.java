package io.aicloudops.simulator.controllers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.registry.Deletion;
import io.aicloudops.simulator.kube.registry.Part;
import io.aicloudops.simulator.kube.registry.WriteOptions;
import io.aicloudops.simulator.kube.store.Change;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceType;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Deletes what belonged to a deleted owner or namespace, before or after it as the deletion asked.
 */
public final class GarbageCollector implements Reconciler {

  private final Cluster cluster;

  public GarbageCollector(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Dependents of one owner: the kind they are and where. */
  private record Found(ResourceType type, ObjectKey key, ObjectNode object) {}

  @Override
  public void affected(Change change, Consumer<ObjectKey> keys) {
    if (Cluster.concerns(change, ResourceTypes.EVENTS)) {
      return;
    }
    String uid = change.object().at("/metadata/uid").asText();
    boolean deleted = change.kind() == Change.Kind.DELETED;
    if (deleted || change.object().path("metadata").has("deletionTimestamp")) {
      keys.accept(
          new ObjectKey(
              change.collection(),
              uid + " " + change.key().namespace() + "/" + change.key().name()));
    }
    if (deleted) {
      for (JsonNode owner : change.object().at("/metadata/ownerReferences")) {
        ownerKey(owner, change.key().namespace()).ifPresent(keys);
      }
      if (!change.key().namespace().isEmpty()) {
        keys.accept(namespaceKey(change.key().namespace()));
      }
    }
  }

  /**
   * The key is not an object's but what {@link #affected} made: collection, uid, namespace and
   * name.
   */
  @Override
  public void reconcile(ObjectKey key) {
    String uid = key.name().substring(0, key.name().indexOf(' '));
    String path = key.name().substring(key.name().indexOf(' ') + 1);
    ObjectKey owner =
        new ObjectKey(path.substring(0, path.indexOf('/')), path.substring(path.indexOf('/') + 1));
    ObjectNode object = cluster.registry().store().get(key.namespace(), owner);
    if (object == null || (!uid.isEmpty() && !object.at("/metadata/uid").asText().equals(uid))) {
      dependents(uid).forEach(found -> cluster.delete(found.type(), found.key()));
      return;
    }
    if (!object.path("metadata").has("deletionTimestamp")) {
      return;
    }
    if (key.namespace().equals(ResourceTypes.NAMESPACES.qualified())) {
      emptyNamespace(owner);
    }
    List<String> finalizers = new ArrayList<>();
    object.at("/metadata/finalizers").forEach(finalizer -> finalizers.add(finalizer.asText()));
    List<Found> dependents = dependents(object.at("/metadata/uid").asText());
    if (finalizers.contains(Deletion.FOREGROUND)) {
      if (dependents.isEmpty()) {
        removeFinalizer(key.namespace(), owner, Deletion.FOREGROUND);
      } else {
        dependents.forEach(found -> cluster.delete(found.type(), found.key()));
      }
    } else if (finalizers.contains(Deletion.ORPHAN)) {
      dependents.forEach(found -> abandon(found, object.at("/metadata/uid").asText()));
      removeFinalizer(key.namespace(), owner, Deletion.ORPHAN);
    }
  }

  private void emptyNamespace(ObjectKey namespace) {
    boolean empty = true;
    for (ResourceType type : ResourceTypes.ALL) {
      for (var entry : cluster.registry().store().list(type.qualified()).entrySet()) {
        if (entry.getKey().namespace().equals(namespace.name())) {
          empty = false;
          cluster.delete(type, entry.getKey());
        }
      }
    }
    if (empty) {
      cluster.registry().store().remove(ResourceTypes.NAMESPACES.qualified(), namespace);
    }
  }

  private List<Found> dependents(String uid) {
    List<Found> found = new ArrayList<>();
    for (ResourceType type : ResourceTypes.ALL) {
      cluster
          .registry()
          .store()
          .list(type.qualified())
          .forEach(
              (key, object) -> {
                for (JsonNode owner : object.at("/metadata/ownerReferences")) {
                  if (owner.path("uid").asText().equals(uid)) {
                    found.add(new Found(type, key, object));
                  }
                }
              });
    }
    return found;
  }

  private void abandon(Found found, String uid) {
    modify(
        found.type(),
        found.key(),
        metadata ->
            keep(metadata, "ownerReferences", owner -> !owner.path("uid").asText().equals(uid)));
  }

  private void removeFinalizer(String collection, ObjectKey key, String name) {
    for (ResourceType type : ResourceTypes.ALL) {
      if (type.qualified().equals(collection)) {
        modify(
            type, key, metadata -> keep(metadata, "finalizers", one -> !one.asText().equals(name)));
      }
    }
  }

  private static void keep(ObjectNode metadata, String field, Predicate<JsonNode> wanted) {
    ArrayNode left = metadata.arrayNode();
    metadata
        .path(field)
        .forEach(
            item -> {
              if (wanted.test(item)) {
                left.add(item);
              }
            });
    metadata.set(field, left);
  }

  private void modify(ResourceType type, ObjectKey key, Consumer<ObjectNode> change) {
    cluster
        .registry()
        .modify(
            type,
            key,
            Part.MAIN,
            before -> {
              ObjectNode after = before.deepCopy();
              change.accept(after.withObjectProperty("metadata"));
              return after;
            },
            WriteOptions.by(cluster.manager()));
  }

  private static Optional<ObjectKey> ownerKey(JsonNode owner, String namespace) {
    Map<String, String> collections = new HashMap<>();
    ResourceTypes.ALL.forEach(type -> collections.put(type.kind(), type.qualified()));
    String collection = collections.get(owner.path("kind").asText());
    return collection == null
        ? Optional.empty()
        : Optional.of(
            new ObjectKey(
                collection,
                owner.path("uid").asText() + " " + namespace + "/" + owner.path("name").asText()));
  }

  private static ObjectKey namespaceKey(String namespace) {
    return new ObjectKey(ResourceTypes.NAMESPACES.qualified(), " /" + namespace);
  }
}
