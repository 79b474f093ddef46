package io.aicloudops.connect.kubernetes;

import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.kubernetes.changes.ConfigChanges;
import io.aicloudops.connect.kubernetes.changes.WorkloadChanges;
import io.aicloudops.connect.kubernetes.map.ClusterMap;
import io.aicloudops.connect.kubernetes.objects.ClusterObjects;
import io.aicloudops.connect.kubernetes.objects.Findings;
import io.aicloudops.connect.kubernetes.objects.HealthyRevisions;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.aicloudops.connect.kubernetes.objects.WorkloadView;
import io.aicloudops.connect.kubernetes.states.ClusterEvents;
import io.aicloudops.connect.kubernetes.states.Conditions;
import io.aicloudops.connect.kubernetes.states.PodStates;
import io.aicloudops.connect.topology.TopologyPublisher;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** Hands each object to those that read something from it. Used by one thread. */
final class ClusterReader {

  private final ClusterObjects objects = new ClusterObjects();
  private final Owners owners;
  private final ClusterMap map;
  private final ClusterEvents events;
  private final PodStates pods;
  private final Conditions conditions;
  private final WorkloadChanges workloadChanges;
  private final ConfigChanges configChanges;
  private final TopologyPublisher topology;
  private final PodTargets targets;
  private final Clock clock;

  ClusterReader(
      String cluster,
      WatchSettings settings,
      Workloads workloads,
      TopologyPublisher topology,
      Findings findings,
      PodStates.LastWords lastWords,
      PodTargets targets,
      Clock clock) {
    this.owners = new Owners(cluster, objects);
    HealthyRevisions revisions = new HealthyRevisions(settings.healthyAfter());
    this.map = new ClusterMap(objects, owners, workloads, revisions, topology);
    this.events = new ClusterEvents(owners, findings, clock);
    this.pods = new PodStates(owners, findings, lastWords, clock);
    this.conditions = new Conditions(owners, findings, clock);
    this.workloadChanges = new WorkloadChanges(owners, findings, clock);
    this.configChanges = new ConfigChanges(objects, owners, findings, clock);
    this.topology = topology;
    this.targets = targets;
    this.clock = clock;
  }

  /** An object was there before we watched: no change, but an earlier run may know it other. */
  void found(HasMetadata object) {
    seen(null, object);
    WorkloadView.of(object)
        .ifPresent(
            view ->
                topology
                    .lastWritten(owners.of(object))
                    .ifPresent(earlier -> workloadChanges.foundAgain(earlier, view)));
  }

  /** An object has come. */
  void created(HasMetadata object) {
    seen(null, object);
    WorkloadView.of(object).ifPresent(workloadChanges::created);
  }

  /** An object is different. */
  void updated(HasMetadata before, HasMetadata now) {
    seen(before, now);
    changed(before, now);
  }

  private void seen(@Nullable HasMetadata before, HasMetadata now) {
    if (now instanceof Event event) {
      events.seen((Event) before, event);
      return;
    }
    objects.put(now);
    map.seen(now, clock.instant());
    if (now instanceof Pod pod) {
      targets.seen(pod);
      pods.seen((Pod) before, pod);
    } else if (now instanceof Deployment deployment) {
      conditions.seen((Deployment) before, deployment);
    } else if (now instanceof Node node) {
      conditions.seen((Node) before, node);
    } else if (now instanceof HorizontalPodAutoscaler autoscaler) {
      conditions.seen((HorizontalPodAutoscaler) before, autoscaler);
    }
  }

  private void changed(HasMetadata before, HasMetadata now) {
    WorkloadView.of(now)
        .ifPresent(
            view -> WorkloadView.of(before).ifPresent(old -> workloadChanges.updated(old, view)));
    if (now instanceof ConfigMap map) {
      configChanges.updated((ConfigMap) before, map);
    } else if (now instanceof HorizontalPodAutoscaler autoscaler) {
      configChanges.updated((HorizontalPodAutoscaler) before, autoscaler);
    } else if (now instanceof Service service) {
      configChanges.updated((Service) before, service);
    } else if (now instanceof Node node) {
      configChanges.updated((Node) before, node);
    }
  }

  /** An object is no more. */
  void deleted(HasMetadata object) {
    objects.remove(object);
    if (object instanceof Event) {
      return;
    }
    map.gone(object);
    if (object instanceof Pod pod) {
      targets.gone(pod);
      pods.gone(pod);
    }
    WorkloadView.of(object).ifPresent(workloadChanges::deleted);
  }

  /** Everything that there is has been seen once. */
  void complete() {
    map.flush(clock.instant());
    topology.complete("kubernetes");
  }

  /** Tells what was collected. */
  void flush() {
    workloadChanges.flush();
    map.flush(clock.instant());
  }
}
