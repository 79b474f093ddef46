package io.aicloudops.rca.backtest.kubectl;

import io.aicloudops.schemas.identity.EntityId;
import java.util.Set;
import java.util.TreeSet;

/** Which entity a name in a snapshot stands for. */
public final class Entities {

  /** Snapshots name no cluster. */
  public static final String CLUSTER = "snapshot";

  private final Snapshot snapshot;
  private final Set<String> stateful = new TreeSet<>();
  private final Set<String> daemons = new TreeSet<>();
  private final Set<String> nodes = new TreeSet<>();

  /** The entities of a snapshot. */
  public Entities(Snapshot snapshot) {
    this.snapshot = snapshot;
    snapshot.table("get statefulsets").forEach(row -> stateful.add(row[0]));
    snapshot.table("get daemonsets").forEach(row -> daemons.add(row[0]));
    snapshot.table("get nodes").forEach(row -> nodes.add(row[0]));
  }

  /** The workload of a name, or of the pod of that name. */
  public String workload(String name) {
    String workload = snapshot.workload(name);
    String kind =
        stateful.contains(workload)
            ? "StatefulSet"
            : daemons.contains(workload) ? "DaemonSet" : "Deployment";
    return of(kind, workload);
  }

  /** A machine. */
  public String node(String name) {
    return new EntityId(CLUSTER, EntityId.CLUSTER_SCOPE, "Node", name).toString();
  }

  /** True if a machine is called so. */
  public boolean isNode(String name) {
    return nodes.contains(name);
  }

  /** The namespace itself. */
  public String namespace() {
    return of("Namespace", snapshot.namespace());
  }

  String of(String kind, String name) {
    return new EntityId(CLUSTER, snapshot.namespace(), kind, name).toString();
  }
}
