package io.aicloudops.connect.kubernetes.objects;

import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The objects of the cluster as the watches told last. Used by one thread. */
public final class ClusterObjects {

  private final Map<Class<?>, Map<String, HasMetadata>> objects = new HashMap<>();

  /** An object is so now. */
  public void put(HasMetadata object) {
    objects.computeIfAbsent(object.getClass(), c -> new HashMap<>()).put(key(object), object);
  }

  /** An object is no more. */
  public void remove(HasMetadata object) {
    objects.getOrDefault(object.getClass(), Map.of()).remove(key(object));
  }

  /** The object of a kind and name. */
  public <T extends HasMetadata> Optional<T> get(Class<T> kind, String namespace, String name) {
    return Optional.ofNullable(
        kind.cast(objects.getOrDefault(kind, Map.of()).get(namespace + "/" + name)));
  }

  /** All objects of a kind in a namespace. */
  public <T extends HasMetadata> List<T> in(Class<T> kind, String namespace) {
    return all(kind).stream()
        .filter(o -> namespace.equals(o.getMetadata().getNamespace()))
        .toList();
  }

  /** All objects of a kind. */
  public <T extends HasMetadata> Collection<T> all(Class<T> kind) {
    return objects.getOrDefault(kind, Map.of()).values().stream().map(kind::cast).toList();
  }

  private static String key(HasMetadata object) {
    return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
  }
}
