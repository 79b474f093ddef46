package io.aicloudops.connect.kubernetes.inspection;

import io.aicloudops.connect.kubernetes.inspection.checks.Gauge;
import io.aicloudops.connect.kubernetes.inspection.checks.Picture;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.ResourceQuota;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.AnyNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.MixedOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Takes a picture of a cluster: lists each kind, page by page. A kind that may not be read or is
 * not served does not spoil the others.
 */
final class Photographer {

  /** Kinds by the name that roles and checks give them. */
  private static final Map<String, Class<? extends HasMetadata>> KINDS =
      Map.of(
          "nodes",
          Node.class,
          "deployments",
          Deployment.class,
          "statefulsets",
          StatefulSet.class,
          "daemonsets",
          DaemonSet.class,
          "pods",
          Pod.class,
          "services",
          Service.class,
          "horizontalpodautoscalers",
          HorizontalPodAutoscaler.class,
          "poddisruptionbudgets",
          PodDisruptionBudget.class,
          "resourcequotas",
          ResourceQuota.class,
          "persistentvolumeclaims",
          PersistentVolumeClaim.class);

  private static final ResourceDefinitionContext CERTIFICATES =
      new ResourceDefinitionContext.Builder()
          .withGroup("cert-manager.io")
          .withVersion("v1")
          .withKind("Certificate")
          .withPlural("certificates")
          .withNamespaced(true)
          .build();

  private static final int NOT_FOUND = 404;
  private static final long PAGE = 500;

  private final KubernetesClient client;
  private final String cluster;
  private final List<String> namespaces;

  /**
   * @param namespaces that may be read; none for all
   */
  Photographer(KubernetesClient client, String cluster, List<String> namespaces) {
    this.client = client;
    this.cluster = cluster;
    this.namespaces = List.copyOf(namespaces);
  }

  /**
   * A picture and what is missing in it.
   *
   * @param notRead kinds that could not be read, with the reason
   */
  record Taken(Picture picture, Map<String, String> notRead) {}

  /**
   * Takes one; may take a while.
   *
   * @throws KubernetesClientException if the API server does not answer at all
   */
  Taken take(Instant now, List<Gauge> gauges) {
    String version = version();
    List<HasMetadata> objects = new ArrayList<>();
    Map<String, String> notRead = new TreeMap<>();
    KINDS.forEach(
        (name, kind) -> {
          try {
            objects.addAll(list(kind));
          } catch (KubernetesClientException e) {
            notRead.put(name, reason(e));
          }
        });
    try {
      objects.addAll(pages(client.genericKubernetesResources(CERTIFICATES)));
    } catch (KubernetesClientException e) {
      if (e.getCode() != NOT_FOUND) { // Many clusters have no cert-manager.
        notRead.put("certificates", reason(e));
      }
    }
    return new Taken(
        new Picture(cluster, version, now, objects, notRead.keySet(), gauges), notRead);
  }

  private String version() {
    var version = client.getKubernetesVersion();
    return version == null ? "" : version.getMajor() + "." + version.getMinor();
  }

  private static String reason(KubernetesClientException e) {
    return e.getCode() == 403 ? "forbidden" : e.getCode() > 0 ? "HTTP " + e.getCode() : "no answer";
  }

  private <T extends HasMetadata> List<T> list(Class<T> kind) {
    return kind == Node.class ? read(client.resources(kind)::list) : pages(client.resources(kind));
  }

  private <T extends HasMetadata, L extends KubernetesResourceList<T>, R extends Resource<T>>
      List<T> pages(MixedOperation<T, L, R> kind) {
    if (namespaces.isEmpty()) {
      AnyNamespaceOperation<T, L, R> all = kind.inAnyNamespace();
      return read(all::list);
    }
    List<T> found = new ArrayList<>();
    for (String namespace : namespaces) {
      found.addAll(read(kind.inNamespace(namespace)::list));
    }
    return found;
  }

  private static <T extends HasMetadata, L extends KubernetesResourceList<T>> List<T> read(
      Function<ListOptions, L> list) {
    List<T> found = new ArrayList<>();
    String next = null;
    do {
      L page = list.apply(new ListOptionsBuilder().withLimit(PAGE).withContinue(next).build());
      found.addAll(page.getItems());
      next = page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return found;
  }
}
