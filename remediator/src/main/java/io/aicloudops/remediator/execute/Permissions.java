package io.aicloudops.remediator.execute;

import java.util.List;

/**
 * What the executor has to be allowed on a cluster, and no more: the RBAC manifests are made from
 * it. Reading for the topology is another service account's business.
 *
 * @param apiGroup of the resources
 * @param resources plural names
 * @param verbs of Kubernetes RBAC
 * @param why for people who read the manifests
 */
public record Permissions(String apiGroup, List<String> resources, List<String> verbs, String why) {

  private static final String APPS = "apps";
  private static final String CORE = "";

  /** All of them, as rules of a Role or ClusterRole. */
  public static final List<Permissions> ALL =
      List.of(
          new Permissions(
              APPS,
              List.of("deployments", "statefulsets", "daemonsets"),
              List.of("get", "patch"),
              "restart, rollback, scale, raise-memory-limit, resume-rollout"),
          new Permissions(
              APPS, List.of("replicasets"), List.of("list"), "rollback takes an older template"),
          new Permissions(
              CORE,
              List.of("nodes"),
              List.of("get", "patch"),
              "cordon, uncordon; leave it out to keep nodes out of reach"),
          new Permissions(
              CORE,
              List.of("pods"),
              List.of("get", "list"),
              "delete-pod and delete-evicted-pods name the pods they mean"),
          new Permissions(
              CORE,
              List.of("pods/eviction"),
              List.of("create"),
              "delete-pod, delete-evicted-pods; disruption budgets hold at the server"),
          new Permissions(
              CORE,
              List.of("resourcequotas"),
              List.of("list"),
              "the guard checks quotas before a limit is raised or replicas are added"),
          new Permissions(
              "policy",
              List.of("poddisruptionbudgets"),
              List.of("list"),
              "the guard keeps to disruption budgets"));
}
