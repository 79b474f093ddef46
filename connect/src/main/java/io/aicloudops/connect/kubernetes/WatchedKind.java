package io.aicloudops.connect.kubernetes;

import io.fabric8.kubernetes.api.model.APIResourceList;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kind of object that is watched.
 *
 * @param group of the API; empty for the core group
 * @param version of the API
 * @param plural its name in paths and roles
 * @param kind its name in objects
 * @param model its class; null for kinds that a cluster has only if somebody installed them
 * @param need whether we can do without it
 */
record WatchedKind(
    String group,
    String version,
    String plural,
    String kind,
    @Nullable Class<? extends HasMetadata> model,
    Need need) {

  /** Whether a kind that cannot be read holds us up. */
  enum Need {
    /** Nothing is complete without it. */
    REQUIRED,
    /** Without it we know less, but work. */
    DISPENSABLE
  }

  /** Owners and workloads first, so that pods and events find them more often. */
  static final List<WatchedKind> ALL =
      List.of(
          dispensable(Node.class),
          required(Deployment.class),
          dispensable(StatefulSet.class),
          dispensable(DaemonSet.class),
          required(ReplicaSet.class),
          dispensable(Job.class),
          dispensable(ConfigMap.class),
          required(Service.class),
          dispensable(HorizontalPodAutoscaler.class),
          dispensable(PersistentVolumeClaim.class),
          dispensable(ResourceQuota.class),
          dispensable(PodDisruptionBudget.class),
          dispensable(NetworkPolicy.class),
          dispensable(Ingress.class),
          installed("gateway.networking.k8s.io", "v1", "httproutes", "HTTPRoute"),
          installed("cilium.io", "v2", "ciliumnetworkpolicies", "CiliumNetworkPolicy"),
          installed("security.istio.io", "v1", "authorizationpolicies", "AuthorizationPolicy"),
          installed("security.istio.io", "v1", "peerauthentications", "PeerAuthentication"),
          installed("networking.istio.io", "v1", "destinationrules", "DestinationRule"),
          installed("networking.istio.io", "v1", "sidecars", "Sidecar"),
          installed("networking.istio.io", "v1", "virtualservices", "VirtualService"),
          required(Pod.class),
          required(Event.class));

  private static WatchedKind required(Class<? extends HasMetadata> model) {
    return of(model, Need.REQUIRED);
  }

  private static WatchedKind dispensable(Class<? extends HasMetadata> model) {
    return of(model, Need.DISPENSABLE);
  }

  private static WatchedKind of(Class<? extends HasMetadata> model, Need need) {
    return new WatchedKind(
        HasMetadata.getGroup(model),
        HasMetadata.getVersion(model),
        HasMetadata.getPlural(model),
        HasMetadata.getKind(model),
        model,
        need);
  }

  private static WatchedKind installed(String group, String version, String plural, String kind) {
    return new WatchedKind(group, version, plural, kind, null, Need.DISPENSABLE);
  }

  /** True for what belongs to a namespace. */
  boolean namespaced() {
    return model != Node.class;
  }

  /** True if a cluster may well not have the kind at all. */
  boolean optional() {
    return model == null;
  }

  /**
   * True if the server has the kind.
   *
   * @throws KubernetesClientException if it does not say
   */
  boolean served(KubernetesClient client) {
    APIResourceList resources = client.getApiResources(group + "/" + version);
    return resources != null
        && resources.getResources().stream().anyMatch(r -> r.getName().equals(plural));
  }

  /** A watch of all namespaces, not started. */
  SharedIndexInformer<? extends HasMetadata> everywhere(KubernetesClient client) {
    return model == null
        ? client.genericKubernetesResources(context()).inAnyNamespace().runnableInformer(0)
        : client.resources(model).inAnyNamespace().runnableInformer(0);
  }

  /** A watch of one namespace, not started. */
  SharedIndexInformer<? extends HasMetadata> in(String namespace, KubernetesClient client) {
    return model == null
        ? client.genericKubernetesResources(context()).inNamespace(namespace).runnableInformer(0)
        : client.resources(model).inNamespace(namespace).runnableInformer(0);
  }

  private ResourceDefinitionContext context() {
    return new ResourceDefinitionContext.Builder()
        .withGroup(group)
        .withVersion(version)
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }
}
