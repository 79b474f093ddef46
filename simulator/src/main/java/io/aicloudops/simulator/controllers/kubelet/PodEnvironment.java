package io.aicloudops.simulator.controllers.kubelet;

import io.aicloudops.simulator.controllers.Cluster;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Secret;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The environment of a container, with values from ConfigMaps, Secrets and the pod itself. */
final class PodEnvironment {

  private final Cluster cluster;

  PodEnvironment(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Something the container refers to is not there. */
  static final class MissingException extends Exception {

    private static final long serialVersionUID = 1L;

    MissingException(String message) {
      super(message);
    }
  }

  Map<String, String> of(Pod pod, Container container) throws MissingException {
    Map<String, String> values = new LinkedHashMap<>();
    for (EnvFromSource source : container.getEnvFrom()) {
      String prefix = Objects.requireNonNullElse(source.getPrefix(), "");
      from(pod, source).forEach((name, value) -> values.put(prefix + name, value));
    }
    for (EnvVar variable : container.getEnv()) {
      String value =
          variable.getValueFrom() == null
              ? Objects.requireNonNullElse(variable.getValue(), "")
              : from(pod, variable.getValueFrom());
      if (value != null) {
        values.put(variable.getName(), value);
      }
    }
    return values;
  }

  private Map<String, String> from(Pod pod, EnvFromSource source) throws MissingException {
    if (source.getConfigMapRef() != null) {
      return configMap(
              pod, source.getConfigMapRef().getName(), source.getConfigMapRef().getOptional())
          .orElse(Map.of());
    }
    return secret(pod, source.getSecretRef().getName(), source.getSecretRef().getOptional())
        .orElse(Map.of());
  }

  private @Nullable String from(Pod pod, EnvVarSource source) throws MissingException {
    var config = source.getConfigMapKeyRef();
    if (config != null) {
      return value(
          configMap(pod, config.getName(), config.getOptional()),
          config.getKey(),
          config.getOptional(),
          "ConfigMap " + key(pod, config.getName()));
    }
    var secret = source.getSecretKeyRef();
    if (secret != null) {
      return value(
          secret(pod, secret.getName(), secret.getOptional()),
          secret.getKey(),
          secret.getOptional(),
          "Secret " + key(pod, secret.getName()));
    }
    return source.getFieldRef() == null ? "" : field(pod, source.getFieldRef().getFieldPath());
  }

  private static @Nullable String value(
      Optional<Map<String, String>> data, String key, @Nullable Boolean optional, String where)
      throws MissingException {
    String value = data.map(values -> values.get(key)).orElse(null);
    if (value == null && !Boolean.TRUE.equals(optional)) {
      throw new MissingException("couldn't find key " + key + " in " + where);
    }
    return value;
  }

  private Optional<Map<String, String>> configMap(Pod pod, String name, @Nullable Boolean optional)
      throws MissingException {
    ObjectKey key = new ObjectKey(pod.getMetadata().getNamespace(), name);
    Optional<ConfigMap> found = cluster.find(ResourceTypes.CONFIG_MAPS, key, ConfigMap.class);
    if (found.isEmpty() && !Boolean.TRUE.equals(optional)) {
      throw new MissingException("configmap \"" + name + "\" not found");
    }
    return found.map(map -> map.getData() == null ? Map.of() : map.getData());
  }

  private Optional<Map<String, String>> secret(Pod pod, String name, @Nullable Boolean optional)
      throws MissingException {
    ObjectKey key = new ObjectKey(pod.getMetadata().getNamespace(), name);
    Optional<Secret> found = cluster.find(ResourceTypes.SECRETS, key, Secret.class);
    if (found.isEmpty() && !Boolean.TRUE.equals(optional)) {
      throw new MissingException("secret \"" + name + "\" not found");
    }
    return found.map(
        secret -> {
          Map<String, String> plain = new HashMap<>();
          if (secret.getData() != null) {
            secret
                .getData()
                .forEach(
                    (field, value) ->
                        plain.put(
                            field,
                            new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
          }
          return plain;
        });
  }

  private static String field(Pod pod, String path) {
    return switch (path) {
      case "metadata.name" -> pod.getMetadata().getName();
      case "metadata.namespace" -> pod.getMetadata().getNamespace();
      case "metadata.uid" -> pod.getMetadata().getUid();
      case "spec.nodeName" -> pod.getSpec().getNodeName();
      default -> "";
    };
  }

  private static String key(Pod pod, String name) {
    return pod.getMetadata().getNamespace() + "/" + name;
  }
}
