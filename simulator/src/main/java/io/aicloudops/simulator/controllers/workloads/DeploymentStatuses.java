package io.aicloudops.simulator.controllers.workloads;

import io.aicloudops.simulator.controllers.Cluster;
import io.aicloudops.simulator.controllers.ControlLoop;
import io.aicloudops.simulator.controllers.Pace;
import io.aicloudops.simulator.controllers.Reconciler;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatus;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.ReplicaSetStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The status of Deployments with its conditions Available and Progressing. */
final class DeploymentStatuses {

  private final Cluster cluster;
  private final ControlLoop loop;
  private final Pace pace;
  private final Reconciler controller;
  private final Map<String, Progress> progress = new HashMap<>();

  /** What a rollout had come to, and when it last moved. */
  private record Progress(
      String set, int updated, int ready, int available, int old, Instant since) {}

  DeploymentStatuses(Cluster cluster, ControlLoop loop, Pace pace, Reconciler controller) {
    this.cluster = cluster;
    this.loop = loop;
    this.pace = pace;
    this.controller = controller;
  }

  void write(ObjectKey key, Optional<ReplicaSet> current, List<ReplicaSet> sets) {
    cluster.status(
        ResourceTypes.DEPLOYMENTS,
        key,
        Deployment.class,
        deployment -> deployment.setStatus(status(deployment, current, sets)));
  }

  private DeploymentStatus status(
      Deployment deployment, Optional<ReplicaSet> current, List<ReplicaSet> sets) {
    int total = sum(sets, ReplicaSetStatus::getReplicas);
    int available = sum(sets, ReplicaSetStatus::getAvailableReplicas);
    int ready = sum(sets, ReplicaSetStatus::getReadyReplicas);
    String name = current.map(set -> set.getMetadata().getName()).orElse("");
    List<ReplicaSet> newest =
        sets.stream().filter(set -> set.getMetadata().getName().equals(name)).toList();
    int updated = sum(newest, ReplicaSetStatus::getReplicas);
    int wanted = deployment.getSpec().getReplicas();

    DeploymentStatus status = new DeploymentStatus();
    status.setObservedGeneration(deployment.getMetadata().getGeneration());
    status.setReplicas(orNull(total));
    status.setUpdatedReplicas(orNull(updated));
    status.setReadyReplicas(orNull(ready));
    status.setAvailableReplicas(orNull(available));
    status.setUnavailableReplicas(orNull(Math.max(0, Math.max(total, wanted) - available)));
    List<DeploymentCondition> before =
        deployment.getStatus() == null ? List.of() : deployment.getStatus().getConditions();
    int minAvailable = wanted - new Rollout(deployment).maxUnavailable();
    DeploymentCondition availability =
        available >= minAvailable
            ? condition(
                "Available",
                "True",
                "MinimumReplicasAvailable",
                "Deployment has minimum availability.")
            : condition(
                "Available",
                "False",
                "MinimumReplicasUnavailable",
                "Deployment does not have minimum availability.");
    Progress now =
        new Progress(
            name,
            updated,
            sum(newest, ReplicaSetStatus::getReadyReplicas),
            sum(newest, ReplicaSetStatus::getAvailableReplicas),
            total - updated,
            cluster.now());
    boolean complete = updated == wanted && total == wanted && available == wanted;
    DeploymentCondition progressing = progressing(deployment, before, now, complete);
    status.setConditions(List.of(kept(before, availability), kept(before, progressing)));
    return status;
  }

  private DeploymentCondition progressing(
      Deployment deployment, List<DeploymentCondition> before, Progress now, boolean complete) {
    if (Boolean.TRUE.equals(deployment.getSpec().getPaused())) {
      return condition("Progressing", "Unknown", "DeploymentPaused", "Deployment is paused");
    }
    String uid = deployment.getMetadata().getUid();
    String set = "ReplicaSet \"" + now.set() + "\"";
    Progress last = progress.get(uid);
    boolean started = last == null || !last.set().equals(now.set());
    DeploymentCondition had = find(before, "Progressing");
    if (complete) {
      progress.put(uid, now);
      return condition(
          "Progressing", "True", "NewReplicaSetAvailable", set + " has successfully progressed.");
    }
    if (!started && had != null && "NewReplicaSetAvailable".equals(had.getReason())) {
      return had;
    }
    if (last == null || started || moved(last, now)) {
      progress.put(uid, now);
      last = now;
    }
    int seconds = deployment.getSpec().getProgressDeadlineSeconds();
    Duration deadline = pace.of(Duration.ofSeconds(seconds));
    Duration left = deadline.minus(Duration.between(last.since(), now.since()));
    if (left.isNegative() || left.isZero()) {
      return condition(
          "Progressing", "False", "ProgressDeadlineExceeded", set + " has timed out progressing.");
    }
    loop.after(left.plusMillis(1), controller, Cluster.key(deployment));
    return started && now.updated() == 0
        ? condition(
            "Progressing",
            "True",
            "NewReplicaSetCreated",
            "Created new replica set \"" + now.set() + "\"")
        : condition("Progressing", "True", "ReplicaSetUpdated", set + " is progressing.");
  }

  private static boolean moved(Progress last, Progress now) {
    return now.updated() > last.updated()
        || now.ready() > last.ready()
        || now.available() > last.available()
        || now.old() < last.old();
  }

  private static int sum(
      List<ReplicaSet> sets, Function<ReplicaSetStatus, @Nullable Integer> count) {
    int sum = 0;
    for (ReplicaSet set : sets) {
      Integer some = set.getStatus() == null ? null : count.apply(set.getStatus());
      sum += Objects.requireNonNullElse(some, 0);
    }
    return sum;
  }

  private static @Nullable Integer orNull(int number) {
    return number == 0 ? null : number;
  }

  private DeploymentCondition condition(String type, String status, String reason, String message) {
    String now = cluster.now().truncatedTo(ChronoUnit.SECONDS).toString();
    return new DeploymentConditionBuilder()
        .withType(type)
        .withStatus(status)
        .withReason(reason)
        .withMessage(message)
        .withLastUpdateTime(now)
        .withLastTransitionTime(now)
        .build();
  }

  /** The condition as it was if it says the same; times move only when it says something new. */
  private static DeploymentCondition kept(
      List<DeploymentCondition> before, DeploymentCondition now) {
    DeploymentCondition was = find(before, now.getType());
    if (was == null) {
      return now;
    }
    if (was.getStatus().equals(now.getStatus())) {
      now.setLastTransitionTime(was.getLastTransitionTime());
      if (was.getReason().equals(now.getReason()) && was.getMessage().equals(now.getMessage())) {
        return was;
      }
    }
    return now;
  }

  private static @Nullable DeploymentCondition find(List<DeploymentCondition> list, String type) {
    return list.stream().filter(c -> c.getType().equals(type)).findFirst().orElse(null);
  }
}
