package io.aicloudops.simulator.kube.types;

import static io.aicloudops.simulator.kube.types.ResourceType.Trait.GENERATION;
import static io.aicloudops.simulator.kube.types.ResourceType.Trait.SCALE;
import static io.aicloudops.simulator.kube.types.ResourceType.Trait.STATUS;

import io.aicloudops.simulator.kube.types.ResourceType.Trait;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.LimitRange;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolume;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.api.model.storage.StorageClass;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All kinds that are served. */
public final class ResourceTypes {

  public static final ResourceType NAMESPACES =
      cluster("", "v1", "namespaces", Namespace.class, "ns", STATUS);
  public static final ResourceType NODES = cluster("", "v1", "nodes", Node.class, "no", STATUS);
  public static final ResourceType PODS =
      namespaced("", "v1", "pods", Pod.class, "po", STATUS, GENERATION);
  public static final ResourceType SERVICES =
      namespaced("", "v1", "services", Service.class, "svc", STATUS);
  public static final ResourceType ENDPOINTS =
      namespaced("", "v1", "endpoints", Endpoints.class, "ep");
  public static final ResourceType CONFIG_MAPS =
      namespaced("", "v1", "configmaps", ConfigMap.class, "cm");
  public static final ResourceType SECRETS = namespaced("", "v1", "secrets", Secret.class, "");
  public static final ResourceType EVENTS = namespaced("", "v1", "events", Event.class, "ev");
  public static final ResourceType DEPLOYMENTS =
      namespaced(
          "apps", "v1", "deployments", Deployment.class, "deploy", STATUS, SCALE, GENERATION);
  public static final ResourceType REPLICA_SETS =
      namespaced("apps", "v1", "replicasets", ReplicaSet.class, "rs", STATUS, SCALE, GENERATION);
  public static final ResourceType STATEFUL_SETS =
      namespaced("apps", "v1", "statefulsets", StatefulSet.class, "sts", STATUS, SCALE, GENERATION);
  public static final ResourceType DAEMON_SETS =
      namespaced("apps", "v1", "daemonsets", DaemonSet.class, "ds", STATUS, GENERATION);
  public static final ResourceType LEASES =
      namespaced("coordination.k8s.io", "v1", "leases", Lease.class, "");
  public static final ResourceType ENDPOINT_SLICES =
      namespaced("discovery.k8s.io", "v1", "endpointslices", EndpointSlice.class, "");
  public static final ResourceType DISRUPTION_BUDGETS =
      namespaced(
          "policy",
          "v1",
          "poddisruptionbudgets",
          PodDisruptionBudget.class,
          "pdb",
          STATUS,
          GENERATION);

  /** Every kind, the core group first. */
  public static final List<ResourceType> ALL =
      List.of(
          NAMESPACES,
          NODES,
          PODS,
          SERVICES,
          ENDPOINTS,
          CONFIG_MAPS,
          SECRETS,
          EVENTS,
          namespaced("", "v1", "serviceaccounts", ServiceAccount.class, "sa"),
          namespaced(
              "", "v1", "persistentvolumeclaims", PersistentVolumeClaim.class, "pvc", STATUS),
          cluster("", "v1", "persistentvolumes", PersistentVolume.class, "pv", STATUS),
          namespaced("", "v1", "resourcequotas", ResourceQuota.class, "quota", STATUS),
          namespaced("", "v1", "limitranges", LimitRange.class, "limits"),
          DEPLOYMENTS,
          REPLICA_SETS,
          STATEFUL_SETS,
          DAEMON_SETS,
          namespaced(
              "autoscaling",
              "v2",
              "horizontalpodautoscalers",
              HorizontalPodAutoscaler.class,
              "hpa",
              STATUS),
          namespaced("batch", "v1", "jobs", Job.class, "", STATUS, GENERATION),
          namespaced("batch", "v1", "cronjobs", CronJob.class, "cj", STATUS, GENERATION),
          LEASES,
          ENDPOINT_SLICES,
          namespaced(
              "networking.k8s.io", "v1", "ingresses", Ingress.class, "ing", STATUS, GENERATION),
          namespaced(
              "networking.k8s.io",
              "v1",
              "networkpolicies",
              NetworkPolicy.class,
              "netpol",
              GENERATION),
          cluster("storage.k8s.io", "v1", "storageclasses", StorageClass.class, "sc"),
          DISRUPTION_BUDGETS,
          custom("security.istio.io", "v1", "authorizationpolicies", "AuthorizationPolicy"));

  private ResourceTypes() {}

  /** The kind that is served under a group, version and plural name. */
  public static Optional<ResourceType> find(String group, String version, String plural) {
    return ALL.stream()
        .filter(
            type ->
                type.plural().equals(plural)
                    && type.group().equals(group)
                    && type.version().equals(version))
        .findFirst();
  }

  /** A kind that somebody installed, of which nothing but its name is known. */
  private static ResourceType custom(String group, String version, String plural, String kind) {
    return new ResourceType(
        group,
        version,
        plural,
        kind,
        true,
        Set.of(GENERATION),
        List.of(),
        GenericKubernetesResource.class);
  }

  private static ResourceType namespaced(
      String group,
      String version,
      String plural,
      Class<? extends HasMetadata> model,
      String shortName,
      Trait... traits) {
    return type(group, version, plural, true, model, shortName, traits);
  }

  private static ResourceType cluster(
      String group,
      String version,
      String plural,
      Class<? extends HasMetadata> model,
      String shortName,
      Trait... traits) {
    return type(group, version, plural, false, model, shortName, traits);
  }

  private static ResourceType type(
      String group,
      String version,
      String plural,
      boolean namespaced,
      Class<? extends HasMetadata> model,
      String shortName,
      Trait... traits) {
    List<String> shortNames = shortName.isEmpty() ? List.of() : List.of(shortName);
    return new ResourceType(
        group,
        version,
        plural,
        model.getSimpleName(),
        namespaced,
        Set.of(traits),
        shortNames,
        model);
  }
}
