package io.aicloudops.simulator.kube.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.patch.ManagedFields;
import io.aicloudops.simulator.kube.patch.PatchException;
import io.aicloudops.simulator.kube.patch.ServerSideApply;
import io.aicloudops.simulator.kube.patch.Writer;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.store.ObjectStore;
import io.aicloudops.simulator.kube.store.RevisionGoneException;
import io.aicloudops.simulator.kube.types.ResourceType;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * The verbs of the API on objects. What it returns must not be changed: it is what is stored. Every
 * refusal is an {@link ApiError}. Safe for use by several threads; each write is one transaction.
 */
public final class Registry {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ObjectStore store;
  private final Clock clock;
  private final Strategy strategy;

  /**
   * @param random for uids and generated names
   */
  public Registry(ObjectStore store, Clock clock, Random random) {
    this.store = store;
    this.clock = clock;
    this.strategy = new Strategy(random);
  }

  public ObjectStore store() {
    return store;
  }

  public Clock clock() {
    return clock;
  }

  /** One object; 404 if there is none. */
  public ObjectNode get(ResourceType type, ObjectKey key) {
    ObjectNode found = store.get(type.qualified(), key);
    if (found == null) {
      throw ApiError.notFound(type, key.name());
    }
    return found;
  }

  /** Objects of a kind, a page at a time; later pages show the cluster as it was at the first. */
  public Page list(ResourceType type, ListOptions options) {
    return store.transact(
        () -> {
          Token token = Token.read(options.from(), store.revision());
          NavigableMap<ObjectKey, ObjectNode> all;
          try {
            all = store.listAt(type.qualified(), token.revision());
          } catch (RevisionGoneException e) {
            throw ApiError.expired(
                "The provided continue parameter is too old to display a consistent list result.");
          }
          List<ObjectNode> found = new ArrayList<>();
          String next = "";
          int remaining = 0;
          for (var entry : all.tailMap(token.after(), false).entrySet()) {
            ObjectKey key = entry.getKey();
            boolean here =
                options.namespace().isEmpty() || key.namespace().equals(options.namespace());
            if (!here || !options.selected().test(entry.getValue())) {
              continue;
            }
            if (options.limit() > 0 && found.size() == options.limit()) {
              remaining++;
            } else {
              found.add(entry.getValue());
              next = new Token(token.revision(), key).write();
            }
          }
          return new Page(found, token.revision(), remaining == 0 ? "" : next, remaining);
        });
  }

  /** Adds an object. */
  public ObjectNode create(
      ResourceType type, String namespace, ObjectNode body, WriteOptions options) {
    ObjectNode object = body.deepCopy();
    return store.transact(
        () -> {
          identify(type, namespace, object);
          strategy.name(object);
          String name = object.at("/metadata/name").asText("");
          if (name.isEmpty()) {
            throw ApiError.invalid(
                type,
                "",
                List.of(
                    new ApiError.Cause(
                        "FieldValueRequired",
                        "Required value: name or generateName is required",
                        "metadata.name")));
          }
          ObjectKey key = new ObjectKey(namespace, name);
          if (store.get(type.qualified(), key) != null) {
            throw ApiError.alreadyExists(type, name);
          }
          checkNamespace(type, namespace);
          object.withObjectProperty("metadata").remove("managedFields");
          strategy.prepareCreate(type, object, clock.instant());
          ManagedFields.recordUpdate(JSON.objectNode(), object, writer(options, Part.MAIN, type));
          return options.dryRun() ? object : store.put(type.qualified(), key, object);
        });
  }

  /**
   * Makes one object into another: an update or a patch.
   *
   * @param change from the present state to the wanted; must not change its argument. Where the
   *     wanted state carries a resourceVersion that is not the present one, it is a conflict
   */
  public ObjectNode modify(
      ResourceType type,
      ObjectKey key,
      Part part,
      UnaryOperator<ObjectNode> change,
      WriteOptions options) {
    return store.transact(
        () -> {
          ObjectNode before = get(type, key);
          ObjectNode after = patched(change, before).deepCopy();
          checkSame(type, key, before, after);
          strategy.prepareUpdate(type, part, before, after);
          ManagedFields.recordUpdate(before, after, writer(options, part, type));
          return save(type, key, before, after, options);
        });
  }

  /** Server-side apply: creates the object if there is none. */
  public ObjectNode apply(
      ResourceType type, ObjectKey key, Part part, ObjectNode body, WriteOptions options) {
    ObjectNode configuration = body.deepCopy();
    if (part == Part.MAIN) {
      configuration.remove("status");
    } else {
      configuration.remove("spec");
    }
    return store.transact(
        () -> {
          identify(type, key.namespace(), configuration);
          ObjectNode live = store.get(type.qualified(), key);
          ObjectNode before = live == null ? JSON.objectNode() : live;
          checkSame(type, key, before, configuration);
          ServerSideApply.Outcome outcome;
          try {
            outcome =
                ServerSideApply.apply(
                    before, configuration, writer(options, part, type), options.force());
          } catch (PatchException e) {
            throw ApiError.badRequest(String.valueOf(e.getMessage()));
          }
          if (outcome instanceof ServerSideApply.Outcome.Conflicts conflicts) {
            throw ApiError.applyConflict(
                conflicts.conflicts().stream().map(Registry::cause).toList());
          }
          ObjectNode after = ((ServerSideApply.Outcome.Applied) outcome).object();
          if (live == null) {
            checkNamespace(type, key.namespace());
            strategy.prepareCreate(type, after, clock.instant());
            return options.dryRun() ? after : store.put(type.qualified(), key, after);
          }
          strategy.prepareUpdate(type, part, live, after);
          return save(type, key, live, after, options);
        });
  }

  private ObjectNode save(
      ResourceType type, ObjectKey key, ObjectNode before, ObjectNode after, WriteOptions options) {
    if (withoutTimes(before).equals(withoutTimes(after))) {
      return before;
    }
    if (options.dryRun()) {
      return after;
    }
    JsonNode metadata = after.path("metadata");
    if (metadata.has("deletionTimestamp")
        && metadata.path("finalizers").isEmpty()
        && !type.equals(ResourceTypes.PODS)) {
      store.remove(type.qualified(), key);
      return after;
    }
    return store.put(type.qualified(), key, after);
  }

  private static ApiError.Cause cause(ServerSideApply.Conflict conflict) {
    return new ApiError.Cause(
        "FieldManagerConflict",
        "conflict with \"" + conflict.manager() + "\" using " + conflict.apiVersion(),
        conflict.field());
  }

  private static ObjectNode patched(UnaryOperator<ObjectNode> change, ObjectNode before) {
    try {
      return change.apply(before);
    } catch (PatchException e) {
      throw ApiError.invalidOption(String.valueOf(e.getMessage()));
    }
  }

  private void checkNamespace(ResourceType type, String namespace) {
    if (!type.namespaced()) {
      return;
    }
    ObjectNode found =
        store.get(ResourceTypes.NAMESPACES.qualified(), new ObjectKey("", namespace));
    if (found == null) {
      throw ApiError.notFound(ResourceTypes.NAMESPACES, namespace);
    }
    if (found.at("/metadata").has("deletionTimestamp")) {
      throw ApiError.forbidden(
          type,
          "",
          "unable to create new content in namespace "
              + namespace
              + " because it is being terminated");
    }
  }

  /** Kind, version and namespace as the path says; a body that says something else is refused. */
  private static void identify(ResourceType type, String namespace, ObjectNode object) {
    String kind = object.path("kind").asText(type.kind());
    String apiVersion = object.path("apiVersion").asText(type.apiVersion());
    if (!kind.equals(type.kind()) || !apiVersion.equals(type.apiVersion())) {
      throw ApiError.badRequest(
          "the API version in the data ("
              + apiVersion
              + ", Kind="
              + kind
              + ") does not match the expected API version ("
              + type.apiVersion()
              + ", Kind="
              + type.kind()
              + ")");
    }
    object.put("kind", kind).put("apiVersion", apiVersion);
    ObjectNode metadata = object.withObjectProperty("metadata");
    String given = metadata.path("namespace").asText("");
    if (!given.isEmpty() && !given.equals(namespace)) {
      throw ApiError.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    if (type.namespaced()) {
      metadata.put("namespace", namespace);
    }
  }

  private static void checkSame(
      ResourceType type, ObjectKey key, ObjectNode before, ObjectNode after) {
    String name = after.at("/metadata/name").asText("");
    if (!name.equals(key.name())) {
      throw ApiError.badRequest(
          "the name of the object ("
              + name
              + ") does not match the name on the URL ("
              + key.name()
              + ")");
    }
    String version = after.at("/metadata/resourceVersion").asText("");
    if (!version.isEmpty() && !version.equals(before.at("/metadata/resourceVersion").asText(""))) {
      throw ApiError.conflict(
          type,
          key.name(),
          "the object has been modified; please apply your changes to the latest version and try again");
    }
    String uid = after.at("/metadata/uid").asText("");
    if (!uid.isEmpty() && !uid.equals(before.at("/metadata/uid").asText(""))) {
      throw ApiError.conflict(
          type,
          key.name(),
          "Precondition failed: UID in precondition: "
              + uid
              + ", UID in object meta: "
              + before.at("/metadata/uid").asText(""));
    }
  }

  private Writer writer(WriteOptions options, Part part, ResourceType type) {
    return new Writer(
        options.manager(),
        part.subresource(),
        type.apiVersion(),
        Strategy.timestamp(clock.instant()));
  }

  private static ObjectNode withoutTimes(ObjectNode object) {
    ObjectNode copy = object.deepCopy();
    for (JsonNode owner : copy.at("/metadata/managedFields")) {
      ((ObjectNode) owner).remove("time");
    }
    return copy;
  }

  /** Where the next page begins. */
  private record Token(long revision, ObjectKey after) {

    static Token read(String text, long now) {
      if (text.isEmpty()) {
        return new Token(now, new ObjectKey("", ""));
      }
      try {
        String[] parts =
            new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8).split("\n", 3);
        return new Token(Long.parseLong(parts[0]), new ObjectKey(parts[1], parts[2]));
      } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
        throw ApiError.badRequest("continue key is not valid: " + e.getMessage());
      }
    }

    String write() {
      String text = revision + "\n" + after.namespace() + "\n" + after.name();
      return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
  }
}
