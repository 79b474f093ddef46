package io.aicloudops.remediator.execute;

import io.aicloudops.remediator.execute.edit.NotActedOnException;
import io.aicloudops.schemas.event.Intent;
import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** The objects that intents are about, as far as they are ours to change. */
final class Targets {

  /** Parameter: kind/name of what is written, where it is not the entity itself. */
  private static final String OBJECT = "object";

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
   * The object that is written, as it is now.
   *
   * @throws NotActedOnException if there is none, or it is not ours to change
   */
  HasMetadata require(Intent intent) {
    return live(written(intent));
  }

  /**
   * The entity that an intent is for, as it is now: the workload that a service leads to, say.
   *
   * @throws NotActedOnException as above
   */
  HasMetadata requireEntity(Intent intent) {
    return live(EntityId.parse(intent.getEntity()));
  }

  private HasMetadata live(EntityId id) {
    return Optional.<HasMetadata>ofNullable(resource(id).get())
        .orElseThrow(() -> new NotActedOnException(id.display() + " does not exist"));
  }

  /**
   * Where the object is that is written.
   *
   * @throws NotActedOnException if it is not ours to change
   */
  Resource<? extends HasMetadata> resource(Intent intent) {
    return resource(written(intent));
  }

  private static EntityId written(Intent intent) {
    EntityId entity = EntityId.parse(intent.getEntity());
    String object = intent.getParams().getOrDefault(OBJECT, "");
    int slash = object.indexOf('/');
    return slash < 0
        ? entity
        : new EntityId(
            entity.cluster(),
            entity.namespace(),
            object.substring(0, slash),
            object.substring(slash + 1));
  }

  private Resource<? extends HasMetadata> resource(EntityId id) {
    String in = id.namespace();
    String name = id.name();
    if (!namespaces.isEmpty() && !namespaces.contains(in)) {
      throw new NotActedOnException("the namespace " + in + " is not ours to change");
    }
    return switch (id.kind()) {
      case "Deployment" -> client.apps().deployments().inNamespace(in).withName(name);
      case "StatefulSet" -> client.apps().statefulSets().inNamespace(in).withName(name);
      case "DaemonSet" -> client.apps().daemonSets().inNamespace(in).withName(name);
      case "Node" -> client.nodes().withName(name);
      case "Service" -> client.services().inNamespace(in).withName(name);
      case "ConfigMap" -> client.configMaps().inNamespace(in).withName(name);
      case "NetworkPolicy" ->
          client.network().v1().networkPolicies().inNamespace(in).withName(name);
      case "Ingress" -> client.network().v1().ingresses().inNamespace(in).withName(name);
      case "HorizontalPodAutoscaler" ->
          client.autoscaling().v2().horizontalPodAutoscalers().inNamespace(in).withName(name);
      case "PodDisruptionBudget" ->
          client.policy().v1().podDisruptionBudget().inNamespace(in).withName(name);
      case "PersistentVolumeClaim" ->
          client.persistentVolumeClaims().inNamespace(in).withName(name);
      case "CronJob" -> client.batch().v1().cronjobs().inNamespace(in).withName(name);
      case "Job" -> client.batch().v1().jobs().inNamespace(in).withName(name);
      default -> throw new NotActedOnException(id.kind() + " is no kind that is acted on");
    };
  }
}
