package io.aicloudops.connect.kubernetes.objects;

import io.aicloudops.schemas.identity.EntityId;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which entity an object belongs to: pods, replica sets and jobs to whatever made them. */
public final class Owners {

  private static final String HASH = "pod-template-hash";

  private final String cluster;
  private final ClusterObjects objects;

  /** Owners by the references that objects carry. */
  public Owners(String cluster, ClusterObjects objects) {
    this.cluster = cluster;
    this.objects = objects;
  }

  /** The name of the cluster. */
  public String cluster() {
    return cluster;
  }

  /** The entity an object belongs to; itself if nothing controls it. */
  public EntityId of(HasMetadata object) {
    Optional<OwnerReference> controller = controller(object);
    String namespace = object.getMetadata().getNamespace();
    if (controller.isEmpty() || !passesOn(object)) {
      return entity(namespace, object.getKind(), object.getMetadata().getName());
    }
    String kind = controller.get().getKind();
    String name = controller.get().getName();
    return switch (kind) {
      case "ReplicaSet" ->
          objects
              .get(ReplicaSet.class, namespace, name)
              .map(this::of)
              .orElseGet(() -> byHash(object, namespace, name));
      case "Job" ->
          objects
              .get(Job.class, namespace, name)
              .map(this::of)
              .orElseGet(() -> entity(namespace, "Job", name));
      // A static pod is no more its node's trouble than any other pod on it.
      case "Node" -> entity(namespace, object.getKind(), object.getMetadata().getName());
      default -> entity(namespace, kind, name);
    };
  }

  /** Only what pods are made by is looked through; a Deployment of an operator stays itself. */
  private static boolean passesOn(HasMetadata object) {
    return object instanceof Pod || object instanceof ReplicaSet || object instanceof Job;
  }

  /** A pod may be told of before its replica set. */
  private EntityId byHash(HasMetadata pod, String namespace, String replicaSet) {
    String hash =
        pod.getMetadata().getLabels() == null ? null : pod.getMetadata().getLabels().get(HASH);
    return hash != null && replicaSet.endsWith("-" + hash)
        ? entity(
            namespace,
            "Deployment",
            replicaSet.substring(0, replicaSet.length() - hash.length() - 1))
        : entity(namespace, "ReplicaSet", replicaSet);
  }

  /** The entity of an object that something refers to. */
  public EntityId of(ObjectReference reference) {
    String namespace = text(reference.getNamespace());
    String name = text(reference.getName());
    Optional<? extends HasMetadata> known =
        switch (text(reference.getKind())) {
          case "Pod" -> objects.get(Pod.class, namespace, name);
          case "ReplicaSet" -> objects.get(ReplicaSet.class, namespace, name);
          case "Job" -> objects.get(Job.class, namespace, name);
          default -> Optional.empty();
        };
    if (known.isPresent()) {
      return of(known.get());
    }
    return "Pod".equals(reference.getKind())
        ? EntityId.workloadOfPod(cluster, namespace, name)
        : entity(namespace, text(reference.getKind()), name);
  }

  /** An entity of this cluster. */
  public EntityId entity(@Nullable String namespace, String kind, String name) {
    boolean none = namespace == null || namespace.isEmpty() || kind.equals("Node");
    return new EntityId(
        cluster,
        none || namespace == null ? EntityId.CLUSTER_SCOPE : namespace,
        kind.isEmpty() ? "Object" : kind,
        name.isEmpty() ? "unknown" : name.replace('/', '.'));
  }

  /** The replica set that made a pod, if it is known. */
  public Optional<ReplicaSet> replicaSetOf(Pod pod) {
    return controller(pod)
        .filter(owner -> owner.getKind().equals("ReplicaSet"))
        .flatMap(
            owner ->
                objects.get(ReplicaSet.class, pod.getMetadata().getNamespace(), owner.getName()));
  }

  private static Optional<OwnerReference> controller(HasMetadata object) {
    return object.getMetadata().getOwnerReferences().stream()
        .filter(owner -> Boolean.TRUE.equals(owner.getController()))
        .findFirst();
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }
}
