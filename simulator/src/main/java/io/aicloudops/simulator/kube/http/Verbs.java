package io.aicloudops.simulator.kube.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.registry.ApiError;
import io.aicloudops.simulator.kube.registry.Budgets;
import io.aicloudops.simulator.kube.registry.DeleteOptions;
import io.aicloudops.simulator.kube.registry.Deletion;
import io.aicloudops.simulator.kube.registry.Page;
import io.aicloudops.simulator.kube.registry.Part;
import io.aicloudops.simulator.kube.registry.Registry;
import io.aicloudops.simulator.kube.registry.Scales;
import io.aicloudops.simulator.kube.registry.WriteOptions;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceType;
import io.aicloudops.simulator.kube.types.ResourceType.Trait;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import java.util.function.UnaryOperator;

/** What each method does at each kind of path. */
final class Verbs {

  private final Registry registry;
  private final Deletion deletion;
  private final Scales scales;
  private final Budgets budgets;

  Verbs(Registry registry) {
    this.registry = registry;
    this.deletion = new Deletion(registry);
    this.scales = new Scales(registry);
    this.budgets = new Budgets(registry, deletion);
  }

  /** An answer: a code and an object. */
  record Answer(int code, ObjectNode body) {}

  Answer answer(Target target, Request request) {
    return switch (request.method()) {
      case "GET" -> new Answer(200, read(target, request));
      case "POST" -> new Answer(201, create(target, request));
      case "PUT" -> new Answer(200, update(target, request));
      case "PATCH" -> patch(target, request);
      case "DELETE" -> new Answer(200, delete(target, request));
      default -> throw ApiError.methodNotAllowed();
    };
  }

  private ObjectNode read(Target target, Request request) {
    if (target.isCollection()) {
      return list(target, request);
    }
    return part(target) == Part.SCALE
        ? scales.get(target.type(), target.key())
        : registry.get(target.type(), target.key());
  }

  private ObjectNode list(Target target, Request request) {
    ResourceType type = target.type();
    Page page = registry.list(type, request.query().list(target));
    ObjectNode list = JsonNodeFactory.instance.objectNode();
    list.put("kind", type.kind() + "List").put("apiVersion", type.apiVersion());
    ObjectNode metadata = list.putObject("metadata");
    metadata.put("resourceVersion", Long.toString(page.revision()));
    if (!page.next().isEmpty()) {
      metadata.put("continue", page.next()).put("remainingItemCount", page.remaining());
    }
    ArrayNode items = list.putArray("items");
    page.items().forEach(items::add);
    return list;
  }

  private ObjectNode create(Target target, Request request) {
    WriteOptions options = request.query().write(request.userAgent());
    if (target.isCollection()) {
      ResourceType type = target.type();
      if (type.namespaced() && target.namespace().isEmpty()) {
        throw ApiError.methodNotAllowed();
      }
      return registry.create(type, target.namespace(), request.body().object(), options);
    }
    if (target.type().equals(ResourceTypes.PODS) && target.subresource().equals("eviction")) {
      ObjectNode eviction = request.body().object();
      budgets.evict(
          target.key(), DeleteOptions.of(eviction.path("deleteOptions"), options.dryRun()));
      return success();
    }
    throw ApiError.methodNotAllowed();
  }

  private ObjectNode update(Target target, Request request) {
    WriteOptions options = request.query().write(request.userAgent());
    requireName(target);
    ObjectNode body = request.body().object();
    UnaryOperator<ObjectNode> replace = before -> body;
    return part(target) == Part.SCALE
        ? scales.modify(target.type(), target.key(), replace, options)
        : registry.modify(target.type(), target.key(), part(target), replace, options);
  }

  private Answer patch(Target target, Request request) {
    WriteOptions options = request.query().write(request.userAgent());
    requireName(target);
    Part part = part(target);
    if (request.body().isApply()) {
      if (request.query().text("fieldManager").isEmpty()) {
        throw ApiError.invalidOption(
            "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
      }
      if (part == Part.SCALE) {
        throw ApiError.unsupportedMediaType(
            request.body().contentType(), "application/merge-patch+json");
      }
      boolean exists = registry.store().get(target.type().qualified(), target.key()) != null;
      ObjectNode applied =
          registry.apply(
              target.type(), target.key(), part, request.body().configuration(), options);
      return new Answer(exists ? 200 : 201, applied);
    }
    UnaryOperator<ObjectNode> change = request.body().patch();
    return new Answer(
        200,
        part == Part.SCALE
            ? scales.modify(target.type(), target.key(), change, options)
            : registry.modify(target.type(), target.key(), part, change, options));
  }

  private ObjectNode delete(Target target, Request request) {
    if (!target.subresource().isEmpty()) {
      throw ApiError.methodNotAllowed();
    }
    ObjectNode body = request.body().objectOrEmpty();
    Query query = request.query();
    if (!query.text("propagationPolicy").isEmpty()) {
      body.put("propagationPolicy", query.text("propagationPolicy"));
    }
    long grace = query.number("gracePeriodSeconds", -1);
    if (grace >= 0) {
      body.put("gracePeriodSeconds", grace);
    }
    DeleteOptions options = DeleteOptions.of(body, query.dryRun());
    if (!target.isCollection()) {
      return deletion.delete(target.type(), target.key(), options);
    }
    ObjectNode deleted = list(target, request);
    for (var item : deleted.path("items")) {
      String namespace = item.at("/metadata/namespace").asText("");
      String name = item.at("/metadata/name").asText();
      deletion.delete(target.type(), new ObjectKey(namespace, name), options);
    }
    return deleted;
  }

  private static void requireName(Target target) {
    if (target.isCollection()) {
      throw ApiError.methodNotAllowed();
    }
  }

  private static Part part(Target target) {
    ResourceType type = target.type();
    return switch (target.subresource()) {
      case "" -> Part.MAIN;
      case "status" -> {
        if (!type.has(Trait.STATUS)) {
          throw ApiError.noSuchPath();
        }
        yield Part.STATUS;
      }
      case "scale" -> {
        if (!type.has(Trait.SCALE)) {
          throw ApiError.noSuchPath();
        }
        yield Part.SCALE;
      }
      default -> throw ApiError.noSuchPath();
    };
  }

  private static ObjectNode success() {
    ObjectNode status = JsonNodeFactory.instance.objectNode();
    status.put("kind", "Status").put("apiVersion", "v1").putObject("metadata");
    return status.put("status", "Success").put("code", 201);
  }
}
