package io.aicloudops.connect.identity;

import io.aicloudops.schemas.identity.EntityId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Which workload a pod belongs to and which workload a service leads to, as far as the cluster told
 * us. Filled by the Kubernetes watch, read by everything that names entities. Safe for use by
 * several threads.
 */
public final class Workloads {

  private final String cluster;
  private final Map<String, EntityId> pods = new ConcurrentHashMap<>();
  private final Map<String, EntityId> services = new ConcurrentHashMap<>();
  private final Map<String, EntityId> named = new ConcurrentHashMap<>();
  private final AtomicLong version = new AtomicLong();

  /** Knows nothing yet of the cluster of this name. */
  public Workloads(String cluster) {
    this.cluster = cluster;
  }

  /** The name of the cluster it knows about. */
  public String cluster() {
    return cluster;
  }

  /** A pod's owner became known. */
  public void pod(String namespace, String pod, EntityId workload) {
    EntityId before = ofPod(cluster, namespace, pod);
    pods.put(namespace + "/" + pod, workload);
    if (!workload.equals(
        before)) { // a guess from the pod's name that was right needs no correction
      version.incrementAndGet();
    }
  }

  /** A pod is gone. What was said of it shortly after still needs a name, which its name gives. */
  public void podGone(String namespace, String pod) {
    pods.remove(namespace + "/" + pod);
  }

  /** A service leads to pods of one workload. */
  public void service(String namespace, String service, EntityId workload) {
    if (!workload.equals(services.put(namespace + "/" + service, workload))) {
      version.incrementAndGet();
    }
  }

  /** A service is gone, or leads to more than one workload. */
  public void serviceGone(String namespace, String service) {
    if (services.remove(namespace + "/" + service) != null) {
      version.incrementAndGet();
    }
  }

  /**
   * Grows whenever a subject may have another name, so that those who remember names forget them.
   */
  public long version() {
    return version.get();
  }

  /** The workload of a pod: as the cluster told us, else as the pod's name suggests. */
  public EntityId ofPod(String podCluster, String namespace, String pod) {
    EntityId known = podCluster.equals(cluster) ? pods.get(namespace + "/" + pod) : null;
    return known != null ? known : EntityId.workloadOfPod(podCluster, namespace, pod);
  }

  /** The one workload behind a service, if it is known. */
  public Optional<EntityId> ofService(String serviceCluster, String namespace, String service) {
    return serviceCluster.equals(cluster)
        ? Optional.ofNullable(services.get(namespace + "/" + service))
        : Optional.empty();
  }

  /** A workload exists; calls may name it. */
  public void workload(EntityId workload) {
    named.put(workload.namespace() + "/" + workload.name(), workload);
  }

  /** A workload is gone. */
  public void workloadGone(EntityId workload) {
    named.remove(workload.namespace() + "/" + workload.name(), workload);
  }

  /**
   * Who is reached under a name: the workload behind the service of that name, else the workload of
   * that name, else a service that we know nothing of.
   */
  public EntityId byName(String inCluster, String namespace, String name) {
    Optional<EntityId> behind = ofService(inCluster, namespace, name);
    if (behind.isPresent()) {
      return behind.get();
    }
    EntityId workload = inCluster.equals(cluster) ? named.get(namespace + "/" + name) : null;
    return workload != null ? workload : new EntityId(inCluster, namespace, "Service", name);
  }
}
