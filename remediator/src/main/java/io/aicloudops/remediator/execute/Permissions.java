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
  private static final List<String> CHANGE = List.of("get", "patch");

  /** All of them, as rules of a Role or ClusterRole. */
  public static final List<Permissions> ALL =
      List.of(
          new Permissions(
              APPS,
              List.of("deployments", "statefulsets", "daemonsets"),
              CHANGE,
              "restart, rollback, scale, resume-rollout, raise-memory-limit, raise-cpu-limit,"
                  + " lower-request, clear-node-name"),
          new Permissions(
              APPS,
              List.of("replicasets"),
              List.of("list"),
              "rollback takes an older template; drain asks whether pods run elsewhere"),
          new Permissions(
              CORE,
              List.of("nodes"),
              List.of("get", "list", "patch"),
              "cordon, uncordon, drain; leave it out to keep nodes out of reach"),
          new Permissions(
              CORE,
              List.of("pods"),
              List.of("get", "list"),
              "delete-pod, delete-evicted-pods and drain name the pods they mean; mend-selector"
                  + " looks for them"),
          new Permissions(
              CORE,
              List.of("pods/eviction"),
              List.of("create"),
              "delete-pod, delete-evicted-pods, drain; disruption budgets hold at the server"),
          new Permissions(
              CORE,
              List.of("services"),
              CHANGE,
              "mend-selector, restore-former-value of a service"),
          new Permissions(
              CORE, List.of("configmaps"), CHANGE, "restore-former-value of a config map"),
          new Permissions(
              "networking.k8s.io",
              List.of("networkpolicies", "ingresses"),
              CHANGE,
              "restore-former-value of a network policy or a route"),
          new Permissions(
              "autoscaling",
              List.of("horizontalpodautoscalers"),
              CHANGE,
              "raise-autoscaler-maximum"),
          new Permissions("batch", List.of("cronjobs"), CHANGE, "suspend-cron-job"),
          new Permissions("batch", List.of("jobs"), List.of("get", "create"), "retry-job"),
          new Permissions(CORE, List.of("persistentvolumeclaims"), CHANGE, "expand-volume"),
          new Permissions(
              "storage.k8s.io",
              List.of("storageclasses"),
              List.of("get"),
              "expand-volume asks whether the class allows it"),
          new Permissions(
              CORE,
              List.of("resourcequotas"),
              List.of("list"),
              "the guard checks quotas before a limit is raised or replicas are added"),
          new Permissions(
              "policy",
              List.of("poddisruptionbudgets"),
              List.of("get", "list", "patch"),
              "the guard keeps to disruption budgets; loosen-disruption-budget"));
}
