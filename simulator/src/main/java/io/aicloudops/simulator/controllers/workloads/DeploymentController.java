package io.aicloudops.simulator.controllers.workloads;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.controllers.Cluster;
import io.aicloudops.simulator.controllers.ControlLoop;
import io.aicloudops.simulator.controllers.EventRecorder;
import io.aicloudops.simulator.controllers.Pace;
import io.aicloudops.simulator.controllers.Reconciler;
import io.aicloudops.simulator.kube.store.Change;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetBuilder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Rolls the template of a Deployment out by a ReplicaSet for each revision of it. */
public final class DeploymentController implements Reconciler {

  private final Cluster cluster;
  private final EventRecorder events;
  private final DeploymentStatuses statuses;

  public DeploymentController(Cluster cluster, ControlLoop loop, Pace pace) {
    this.cluster = cluster;
    this.events = new EventRecorder(cluster, "deployment-controller");
    this.statuses = new DeploymentStatuses(cluster, loop, pace, this);
  }

  @Override
  public void affected(Change change, Consumer<ObjectKey> keys) {
    if (Cluster.concerns(change, ResourceTypes.DEPLOYMENTS)) {
      keys.accept(change.key());
    } else if (Cluster.concerns(change, ResourceTypes.REPLICA_SETS)) {
      Pods.ownerOf(change.object(), "Deployment").ifPresent(keys);
    } else if (Cluster.concerns(change, ResourceTypes.PODS)
        && change.kind() == Change.Kind.DELETED) {
      Pods.ownerOf(change.object(), "ReplicaSet")
          .map(key -> cluster.registry().store().get(ResourceTypes.REPLICA_SETS.qualified(), key))
          .flatMap(set -> Pods.ownerOf(set, "Deployment"))
          .ifPresent(keys);
    }
  }

  @Override
  public void reconcile(ObjectKey key) {
    Optional<Deployment> found = cluster.find(ResourceTypes.DEPLOYMENTS, key, Deployment.class);
    if (found.isEmpty() || found.get().getMetadata().getDeletionTimestamp() != null) {
      return;
    }
    Deployment deployment = found.get();
    List<ReplicaSet> sets = sets(deployment);
    Optional<ReplicaSet> current = current(deployment, sets);
    boolean paused = Boolean.TRUE.equals(deployment.getSpec().getPaused());
    if (!paused) {
      current =
          Optional.of(
              current.isPresent() ? renewed(key, current.get(), sets) : created(deployment, sets));
      markRevision(key, current.get());
    }
    if (current.isPresent()) {
      resize(deployment, current.get(), others(sets, current.get()));
    }
    if (!paused && current.isPresent()) {
      forgetOld(deployment, others(sets, current.get()));
    }
    statuses.write(key, current, sets(deployment));
  }

  private List<ReplicaSet> sets(Deployment deployment) {
    return cluster.controlled(ResourceTypes.REPLICA_SETS, deployment, ReplicaSet.class).stream()
        .sorted(Comparator.comparingLong(Revisions::of))
        .toList();
  }

  private static List<ReplicaSet> others(List<ReplicaSet> sets, ReplicaSet current) {
    String name = current.getMetadata().getName();
    return sets.stream().filter(set -> !set.getMetadata().getName().equals(name)).toList();
  }

  private Optional<ReplicaSet> current(Deployment deployment, List<ReplicaSet> sets) {
    ObjectNode wanted = Revisions.template(cluster.json(deployment));
    return sets.stream()
        .filter(set -> Revisions.template(cluster.json(set)).equals(wanted))
        .findFirst();
  }

  /** A template that comes back gets the newest revision; its set is used again. */
  private ReplicaSet renewed(ObjectKey key, ReplicaSet current, List<ReplicaSet> sets) {
    long newest = others(sets, current).stream().mapToLong(Revisions::of).max().orElse(0);
    long revision = Revisions.of(current);
    if (revision > newest) {
      return current;
    }
    ObjectKey set = new ObjectKey(key.namespace(), current.getMetadata().getName());
    cluster.change(
        ResourceTypes.REPLICA_SETS,
        set,
        ReplicaSet.class,
        next -> {
          Map<String, String> annotations = annotations(next.getMetadata().getAnnotations());
          annotations.merge(
              Revisions.HISTORY, Long.toString(revision), (before, now) -> before + "," + now);
          annotations.put(Revisions.REVISION, Long.toString(newest + 1));
          next.getMetadata().setAnnotations(annotations);
        });
    return cluster.find(ResourceTypes.REPLICA_SETS, set, ReplicaSet.class).orElse(current);
  }

  private ReplicaSet created(Deployment deployment, List<ReplicaSet> sets) {
    ObjectKey key = Cluster.key(deployment);
    String hash = Revisions.hash(Revisions.template(cluster.json(deployment)));
    long newest = sets.stream().mapToLong(Revisions::of).max().orElse(0);
    Map<String, String> annotations = annotations(deployment.getMetadata().getAnnotations());
    annotations.remove("kubectl.kubernetes.io/last-applied-configuration");
    annotations.put(Revisions.REVISION, Long.toString(newest + 1));
    PodTemplateSpec template = deployment.getSpec().getTemplate();
    template.getMetadata().getLabels().put(Revisions.HASH_LABEL, hash);
    Map<String, String> selected =
        new HashMap<>(deployment.getSpec().getSelector().getMatchLabels());
    selected.put(Revisions.HASH_LABEL, hash);
    ReplicaSet set =
        new ReplicaSetBuilder()
            .withNewMetadata()
            .withName(key.name() + "-" + hash)
            .withNamespace(key.namespace())
            .withLabels(template.getMetadata().getLabels())
            .withAnnotations(annotations)
            .withOwnerReferences(Cluster.controllerReference(deployment))
            .endMetadata()
            .withNewSpec()
            .withReplicas(0)
            .withNewSelector()
            .withMatchLabels(selected)
            .endSelector()
            .withTemplate(template)
            .endSpec()
            .build();
    return cluster.create(ResourceTypes.REPLICA_SETS, set);
  }

  private void markRevision(ObjectKey key, ReplicaSet current) {
    String revision = Long.toString(Revisions.of(current));
    cluster.change(
        ResourceTypes.DEPLOYMENTS,
        key,
        Deployment.class,
        deployment -> {
          Map<String, String> annotations = annotations(deployment.getMetadata().getAnnotations());
          annotations.put(Revisions.REVISION, revision);
          deployment.getMetadata().setAnnotations(annotations);
        });
  }

  private void resize(Deployment deployment, ReplicaSet current, List<ReplicaSet> older) {
    Rollout rollout = new Rollout(deployment);
    boolean oldPodsLeft =
        older.stream()
            .anyMatch(set -> !cluster.controlled(ResourceTypes.PODS, set, Pod.class).isEmpty());
    rollout.next(current, older, oldPodsLeft).forEach((set, size) -> resize(deployment, set, size));
  }

  private void resize(Deployment deployment, ReplicaSet set, int size) {
    int before = Rollout.size(set);
    if (before == size) {
      return;
    }
    cluster.change(
        ResourceTypes.REPLICA_SETS,
        Cluster.key(set),
        ReplicaSet.class,
        next -> next.getSpec().setReplicas(size));
    events.normal(
        deployment,
        "ScalingReplicaSet",
        "Scaled "
            + (size > before ? "up" : "down")
            + " replica set "
            + set.getMetadata().getName()
            + " from "
            + before
            + " to "
            + size);
  }

  private void forgetOld(Deployment deployment, List<ReplicaSet> older) {
    List<ReplicaSet> empty =
        older.stream()
            .filter(set -> Rollout.size(set) == 0)
            .filter(set -> set.getStatus() == null || zero(set.getStatus().getReplicas()))
            .toList();
    int surplus = empty.size() - deployment.getSpec().getRevisionHistoryLimit();
    new ArrayList<>(empty)
        .stream()
            .limit(Math.max(0, surplus))
            .forEach(set -> cluster.delete(ResourceTypes.REPLICA_SETS, Cluster.key(set)));
  }

  private static boolean zero(@Nullable Integer number) {
    return number == null || number == 0;
  }

  private static Map<String, String> annotations(@Nullable Map<String, String> given) {
    return given == null ? new HashMap<>() : new HashMap<>(given);
  }
}
