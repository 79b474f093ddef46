package io.aicloudops.simulator.controllers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.registry.DeleteOptions;
import io.aicloudops.simulator.kube.registry.Deletion;
import io.aicloudops.simulator.kube.registry.ListOptions;
import io.aicloudops.simulator.kube.registry.Part;
import io.aicloudops.simulator.kube.registry.Registry;
import io.aicloudops.simulator.kube.registry.WriteOptions;
import io.aicloudops.simulator.kube.store.Change;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceType;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The cluster in fabric8's classes, for controllers: T below is the model of the resource type it
 * is used with.
 */
public final class Cluster {

  private final Registry registry;
  private final Deletion deletion;
  private final String manager;
  private final KubernetesSerialization models = new KubernetesSerialization();

  /**
   * @param manager the field manager that writes, e.g. kubelet
   */
  public Cluster(Registry registry, String manager) {
    this.registry = registry;
    this.deletion = new Deletion(registry);
    this.manager = manager;
  }

  public Registry registry() {
    return registry;
  }

  public String manager() {
    return manager;
  }

  public Instant now() {
    return registry.clock().instant();
  }

  /** An object; empty if it is gone. */
  public <T extends HasMetadata> Optional<T> find(
      ResourceType type, ObjectKey key, Class<T> model) {
    return Optional.ofNullable(registry.store().get(type.qualified(), key))
        .map(object -> read(object, model));
  }

  /** All objects of a namespace, or of all namespaces if it is empty. */
  public <T extends HasMetadata> List<T> list(ResourceType type, String namespace, Class<T> model) {
    return registry.list(type, ListOptions.in(namespace)).items().stream()
        .map(object -> read(object, model))
        .toList();
  }

  /** The objects of a namespace that an object controls. */
  public <T extends HasMetadata> List<T> controlled(
      ResourceType type, HasMetadata owner, Class<T> model) {
    String uid = owner.getMetadata().getUid();
    ListOptions options =
        new ListOptions(
            owner.getMetadata().getNamespace(), object -> uid.equals(controller(object)), 0, "");
    return registry.list(type, options).items().stream()
        .map(object -> read(object, model))
        .toList();
  }

  /** Adds an object and gives it back as stored. */
  @SuppressWarnings("unchecked")
  public <T extends HasMetadata> T create(ResourceType type, T object) {
    ObjectNode body = models.convertValue(object, ObjectNode.class);
    String given = object.getMetadata().getNamespace();
    String namespace = given == null ? "" : given;
    WriteOptions options = WriteOptions.by(manager);
    return (T) read(registry.create(type, namespace, body, options), object.getClass());
  }

  /** Changes an object but its status; nothing is stored if nothing changes. */
  public <T extends HasMetadata> void change(
      ResourceType type, ObjectKey key, Class<T> model, Consumer<T> change) {
    modify(type, key, Part.MAIN, model, change);
  }

  /** Changes an object's status. */
  public <T extends HasMetadata> void status(
      ResourceType type, ObjectKey key, Class<T> model, Consumer<T> change) {
    modify(type, key, Part.STATUS, model, change);
  }

  /** Deletes an object, gracefully where it is a pod; nothing happens if it is gone. */
  public void delete(ResourceType type, ObjectKey key) {
    delete(type, key, DeleteOptions.BACKGROUND);
  }

  /** Deletes an object at once. */
  public void deleteNow(ResourceType type, ObjectKey key) {
    delete(type, key, DeleteOptions.NOW);
  }

  public <T> T read(ObjectNode object, Class<T> model) {
    return models.convertValue(object, model);
  }

  /** An object as JSON, in the one form fabric8's classes give it. */
  public ObjectNode json(HasMetadata object) {
    return models.convertValue(object, ObjectNode.class);
  }

  public static ObjectKey key(HasMetadata object) {
    String namespace = object.getMetadata().getNamespace();
    return new ObjectKey(namespace == null ? "" : namespace, object.getMetadata().getName());
  }

  /** True if a change is about an object of a kind. */
  public static boolean concerns(Change change, ResourceType type) {
    return change.collection().equals(type.qualified());
  }

  /** The uid of an object's controller; empty if it has none. */
  public static String controller(ObjectNode object) {
    for (var owner : object.at("/metadata/ownerReferences")) {
      if (owner.path("controller").asBoolean(false)) {
        return owner.path("uid").asText();
      }
    }
    return "";
  }

  /** The reference a controlled object carries. */
  public static OwnerReference controllerReference(HasMetadata owner) {
    return new OwnerReferenceBuilder()
        .withApiVersion(owner.getApiVersion())
        .withKind(owner.getKind())
        .withName(owner.getMetadata().getName())
        .withUid(owner.getMetadata().getUid())
        .withController(true)
        .withBlockOwnerDeletion(true)
        .build();
  }

  private void delete(ResourceType type, ObjectKey key, DeleteOptions options) {
    registry
        .store()
        .transact(
            () ->
                registry.store().get(type.qualified(), key) == null
                    ? null
                    : deletion.delete(type, key, options));
  }

  private <T extends HasMetadata> void modify(
      ResourceType type, ObjectKey key, Part part, Class<T> model, Consumer<T> change) {
    registry.modify(
        type,
        key,
        part,
        before -> {
          T object = read(before, model);
          ObjectNode asRead = models.convertValue(object, ObjectNode.class);
          change.accept(object);
          ObjectNode changed = models.convertValue(object, ObjectNode.class);
          return merged(before, asRead, changed);
        },
        WriteOptions.by(manager));
  }

  /**
   * What fabric8's classes leave out or add must not look like a change: only parts that were
   * changed are taken.
   */
  private static ObjectNode merged(ObjectNode before, ObjectNode asRead, ObjectNode changed) {
    ObjectNode after = before.deepCopy();
    Set<String> parts = new TreeSet<>();
    asRead.fieldNames().forEachRemaining(parts::add);
    changed.fieldNames().forEachRemaining(parts::add);
    for (String part : parts) {
      if (!changed.has(part)) {
        after.remove(part);
      } else if (!changed.path(part).equals(asRead.path(part))) {
        after.set(part, changed.get(part));
      }
    }
    return after;
  }
}
