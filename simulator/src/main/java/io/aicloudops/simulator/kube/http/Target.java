package io.aicloudops.simulator.kube.http;

import io.aicloudops.simulator.kube.registry.ApiError;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceType;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import java.util.List;

/**
 * What a path is about.
 *
 * @param namespace empty for all namespaces or a kind without
 * @param name empty for the collection
 * @param subresource empty for the object itself
 */
record Target(ResourceType type, String namespace, String name, String subresource) {

  /**
   * Reads a path below /api or /apis.
   *
   * @throws ApiError 404 if nothing is served there
   */
  static Target of(String path) {
    List<String> parts = List.of(path.replaceAll("^/+|/+$", "").split("/"));
    boolean core = parts.get(0).equals("api");
    int begin = core ? 2 : 3;
    if (parts.size() <= begin) {
      throw ApiError.noSuchPath();
    }
    String group = core ? "" : parts.get(1);
    String version = parts.get(begin - 1);
    List<String> rest = parts.subList(begin, parts.size());
    if (rest.size() >= 3 && rest.get(0).equals("namespaces")) {
      var inside = ResourceTypes.find(group, version, rest.get(2)).filter(ResourceType::namespaced);
      if (inside.isPresent()) {
        return new Target(inside.get(), rest.get(1), at(rest, 3), at(rest, 4));
      }
    }
    ResourceType type =
        ResourceTypes.find(group, version, rest.get(0)).orElseThrow(ApiError::noSuchPath);
    if (type.namespaced() && rest.size() > 1) {
      throw ApiError.noSuchPath();
    }
    return new Target(type, "", at(rest, 1), at(rest, 2));
  }

  ObjectKey key() {
    return new ObjectKey(namespace, name);
  }

  boolean isCollection() {
    return name.isEmpty();
  }

  /** As access rules name it: deployments or deployments/scale. */
  String resource() {
    return subresource.isEmpty() ? type.plural() : type.plural() + "/" + subresource;
  }

  private static String at(List<String> parts, int index) {
    return index < parts.size() ? parts.get(index) : "";
  }
}
