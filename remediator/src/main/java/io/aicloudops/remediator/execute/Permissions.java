package io.aicloudops.remediator.execute;

import java.util.List;

/**
 * What the executor has to be allowed on a cluster, and no more: the RBAC manifests are made from
 * it. Reading for the topology is another service account's business.
 *
 * @param apiGroup of the resources
 * @param resources plural names
 * @param verbs of Kubernetes RBAC
 */
public record Permissions(String apiGroup, List<String> resources, List<String> verbs) {

  private static final String APPS = "apps";

  /** All of them, as rules of a Role or ClusterRole. */
  public static final List<Permissions> ALL =
      List.of(
          new Permissions(
              APPS, List.of("deployments", "statefulsets", "daemonsets"), List.of("get", "patch")),
          new Permissions(APPS, List.of("replicasets"), List.of("list")));
}
