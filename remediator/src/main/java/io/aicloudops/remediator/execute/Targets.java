package io.aicloudops.remediator.execute;

import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Collection;
import java.util.Set;

/** The objects that intents are about, as far as they are ours to change. */
final class Targets {

  private final KubernetesClient client;
  private final Set<String> namespaces;

  /**
   * @param namespaces where to act; empty for everywhere, nodes included
   */
  Targets(KubernetesClient client, Collection<String> namespaces) {
    this.client = client;
    this.namespaces = Set.copyOf(namespaces);
  }

  /**
   * The object as it is now.
   *
   * @throws NotActedOnException if there is none, or it is not ours to change
   */
  HasMetadata require(Intent intent) {
    HasMetadata live = resource(intent).get();
    if (live == null) {
      throw new NotActedOnException(
          EntityId.parse(intent.getEntity()).display() + " does not exist");
    }
    return live;
  }

  /**
   * Where the object is.
   *
   * @throws NotActedOnException if it is not ours to change
   */
  Resource<? extends HasMetadata> resource(Intent intent) {
    EntityId entity = EntityId.parse(intent.getEntity());
    String namespace = entity.namespace();
    if (!namespaces.isEmpty() && !namespaces.contains(namespace)) {
      throw new NotActedOnException("the namespace " + namespace + " is not ours to change");
    }
    return switch (entity.kind()) {
      case "Deployment" ->
          client.apps().deployments().inNamespace(namespace).withName(entity.name());
      case "StatefulSet" ->
          client.apps().statefulSets().inNamespace(namespace).withName(entity.name());
      case "DaemonSet" -> client.apps().daemonSets().inNamespace(namespace).withName(entity.name());
      case "Node" -> client.nodes().withName(entity.name());
      default -> throw new NotActedOnException(entity.kind() + " is no kind that is acted on");
    };
  }

  /** Trying again would not help. */
  static final class NotActedOnException extends RuntimeException {
    NotActedOnException(String message) {
      super(message);
    }
  }
}
