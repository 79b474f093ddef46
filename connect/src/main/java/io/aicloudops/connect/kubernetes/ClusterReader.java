package io.aicloudops.connect.kubernetes;

import io.aicloudops.connect.identity.Workloads;
import io.aicloudops.connect.kubernetes.changes.ConfigChanges;
import io.aicloudops.connect.kubernetes.changes.PolicyChanges;
import io.aicloudops.connect.kubernetes.changes.WorkloadChanges;
import io.aicloudops.connect.kubernetes.map.ClusterMap;
import io.aicloudops.connect.kubernetes.map.PolicyRecords;
import io.aicloudops.connect.kubernetes.objects.ClusterObjects;
import io.aicloudops.connect.kubernetes.objects.Findings;
import io.aicloudops.connect.kubernetes.objects.HealthyRevisions;
import io.aicloudops.connect.kubernetes.objects.Owners;
import io.aicloudops.connect.kubernetes.objects.WorkloadView;
import io.aicloudops.connect.kubernetes.states.ClusterEvents;
import io.aicloudops.connect.kubernetes.states.Conditions;
import io.aicloudops.connect.kubernetes.states.EvictionStates;
import io.aicloudops.connect.kubernetes.states.PodStates;
import io.aicloudops.connect.kubernetes.states.ResourceStates;
import io.aicloudops.connect.kubernetes.states.RouteStates;
import io.aicloudops.connect.topology.TopologyPublisher;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hands each object to those that read something from it. Used by one thread. */
final class ClusterReader {

  /** A route may come so long before its service. */
  private static final Duration ROUTE_PATIENCE = Duration.ofSeconds(5);

  private final ClusterObjects objects = new ClusterObjects();
  private final Owners owners;
  private final ClusterMap map;
  private final PolicyRecords policies;
  private final ClusterEvents events;
  private final PodStates pods;
  private final Conditions conditions;
  private final ResourceStates resources;
  private final EvictionStates evictions;
  private final RouteStates routes;
  private final WorkloadChanges workloadChanges;
  private final ConfigChanges configChanges;
  private final PolicyChanges policyChanges;
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
    this.policies = new PolicyRecords(owners, topology);
    this.events = new ClusterEvents(owners, findings, clock);
    this.pods = new PodStates(owners, findings, lastWords, clock);
    this.conditions = new Conditions(owners, findings, clock);
    this.resources = new ResourceStates(owners, findings, clock);
    this.evictions = new EvictionStates(objects, owners, findings, clock);
    this.routes = new RouteStates(objects, owners, findings, clock, ROUTE_PATIENCE);
    this.workloadChanges = new WorkloadChanges(owners, findings, clock);
    this.configChanges = new ConfigChanges(objects, owners, findings, clock);
    this.policyChanges = new PolicyChanges(owners, findings, clock);
    this.topology = topology;
    this.targets = targets;
    this.clock = clock;
  }

  /** An object was there before we watched: no change, but an earlier run may know it other. */
  void found(HasMetadata object) {
    seen(null, object);
    routes.seen(object, true);
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
    routes.seen(object, false);
    WorkloadView.of(object).ifPresent(workloadChanges::created);
    policyChanges.created(object);
  }

  /** An object is different. */
  void updated(HasMetadata before, HasMetadata now) {
    seen(before, now);
    routes.seen(now, false);
    changed(before, now);
  }

  private void seen(@Nullable HasMetadata before, HasMetadata now) {
    if (now instanceof Event event) {
      events.seen((Event) before, event);
      return;
    }
    policies.seen(now, clock.instant());
    if (now instanceof GenericKubernetesResource) {
      return; // Its class says not of which kind it is.
    }
    objects.put(now);
    map.seen(now, clock.instant());
    states(before, now);
  }

  private void states(@Nullable HasMetadata before, HasMetadata now) {
    if (now instanceof Pod pod) {
      targets.seen(pod);
      pods.seen((Pod) before, pod);
    } else if (now instanceof Deployment deployment) {
      conditions.seen((Deployment) before, deployment);
    } else if (now instanceof Node node) {
      conditions.seen((Node) before, node);
      evictions.seen((Node) before, node);
    } else if (now instanceof HorizontalPodAutoscaler autoscaler) {
      conditions.seen((HorizontalPodAutoscaler) before, autoscaler);
    } else if (now instanceof ResourceQuota quota) {
      resources.seen((ResourceQuota) before, quota);
    } else if (now instanceof PersistentVolumeClaim claim) {
      resources.seen((PersistentVolumeClaim) before, claim);
    } else if (now instanceof PodDisruptionBudget budget) {
      evictions.seen(budget);
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
    } else {
      policyChanges.updated(before, now);
    }
  }

  /** An object is no more. */
  void deleted(HasMetadata object) {
    if (object instanceof Event) {
      return;
    }
    policies.gone(object);
    policyChanges.deleted(object);
    if (!(object instanceof GenericKubernetesResource)) {
      objects.remove(object);
      map.gone(object);
    }
    routes.gone(object);
    if (object instanceof Pod pod) {
      targets.gone(pod);
      pods.gone(pod);
    } else if (object instanceof ResourceQuota quota) {
      resources.gone(quota);
    } else if (object instanceof PersistentVolumeClaim claim) {
      resources.gone(claim);
    } else if (object instanceof PodDisruptionBudget budget) {
      evictions.gone(budget);
    }
    WorkloadView.of(object).ifPresent(workloadChanges::deleted);
  }

  /** Everything that there is has been seen once. */
  void complete() {
    map.flush(clock.instant());
    routes.complete();
    topology.complete("kubernetes");
  }

  /** Tells what was collected. */
  void flush() {
    workloadChanges.flush();
    routes.flush(clock.instant());
    map.flush(clock.instant());
  }
}
