package io.aicloudops.simulator.kube.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.registry.ApiError;
import io.aicloudops.simulator.kube.types.ResourceType;
import io.aicloudops.simulator.kube.types.ResourceType.Trait;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import java.util.List;
import java.util.Locale;

/** What the server serves, as clients ask for it before they begin. */
final class Discovery {

  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");
  private static final List<String> SUBRESOURCE_VERBS = List.of("get", "patch", "update");

  private Discovery() {}

  static ObjectNode version() {
    return object()
        .put("major", "1")
        .put("minor", "34")
        .put("gitVersion", "v1.34.0")
        .put("gitCommit", "f28b4c9efbca5c5c0af716d9f2d5702667ee8a45")
        .put("gitTreeState", "clean")
        .put("buildDate", "2025-08-27T10:09:04Z")
        .put("goVersion", "go1.24.6")
        .put("compiler", "gc")
        .put("platform", "linux/amd64");
  }

  static ObjectNode coreVersions() {
    ObjectNode versions = object().put("kind", "APIVersions");
    versions.putArray("versions").add("v1");
    versions.putArray("serverAddressByClientCIDRs");
    return versions;
  }

  static ObjectNode groups() {
    ObjectNode list = object().put("kind", "APIGroupList").put("apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    groupNames().forEach(group -> groups.add(groupOf(group)));
    return list;
  }

  static ObjectNode group(String group) {
    if (!groupNames().contains(group)) {
      throw ApiError.noSuchPath();
    }
    return groupOf(group).put("kind", "APIGroup").put("apiVersion", "v1");
  }

  static ObjectNode resources(String group, String version) {
    List<ResourceType> types =
        ResourceTypes.ALL.stream()
            .filter(type -> type.group().equals(group) && type.version().equals(version))
            .toList();
    if (types.isEmpty()) {
      throw ApiError.noSuchPath();
    }
    ObjectNode list = object().put("kind", "APIResourceList").put("apiVersion", "v1");
    list.put("groupVersion", types.get(0).apiVersion());
    ArrayNode resources = list.putArray("resources");
    for (ResourceType type : types) {
      ObjectNode main = resource(type, type.plural(), type.kind(), VERBS);
      if (!type.shortNames().isEmpty()) {
        ArrayNode shortNames = main.putArray("shortNames");
        type.shortNames().forEach(shortNames::add);
      }
      resources.add(main);
      if (type.has(Trait.STATUS)) {
        resources.add(resource(type, type.plural() + "/status", type.kind(), SUBRESOURCE_VERBS));
      }
      if (type.has(Trait.SCALE)) {
        resources.add(
            resource(type, type.plural() + "/scale", "Scale", SUBRESOURCE_VERBS)
                .put("group", "autoscaling")
                .put("version", "v1"));
      }
      if (type.equals(ResourceTypes.PODS)) {
        resources.add(
            resource(type, "pods/eviction", "Eviction", List.of("create"))
                .put("group", "policy")
                .put("version", "v1"));
        resources.add(resource(type, "pods/log", "Pod", List.of("get")));
      }
    }
    return list;
  }

  private static List<String> groupNames() {
    return ResourceTypes.ALL.stream()
        .map(ResourceType::group)
        .filter(group -> !group.isEmpty())
        .distinct()
        .toList();
  }

  private static ObjectNode groupOf(String name) {
    String version =
        ResourceTypes.ALL.stream()
            .filter(type -> type.group().equals(name))
            .map(ResourceType::version)
            .findFirst()
            .orElseThrow();
    ObjectNode served = object().put("groupVersion", name + "/" + version).put("version", version);
    ObjectNode group = object().put("name", name);
    group.putArray("versions").add(served);
    group.set("preferredVersion", served);
    return group;
  }

  private static ObjectNode resource(
      ResourceType type, String name, String kind, List<String> verbs) {
    ObjectNode resource =
        object()
            .put("name", name)
            .put("singularName", name.contains("/") ? "" : type.kind().toLowerCase(Locale.ROOT))
            .put("namespaced", type.namespaced())
            .put("kind", kind);
    ArrayNode list = resource.putArray("verbs");
    verbs.forEach(list::add);
    return resource;
  }

  private static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }
}
