package io.aicloudops.simulator.controllers.kubelet;

import io.aicloudops.simulator.controllers.Cluster;
import io.aicloudops.simulator.controllers.ControlLoop;
import io.aicloudops.simulator.controllers.EventRecorder;
import io.aicloudops.simulator.controllers.Pace;
import io.aicloudops.simulator.controllers.Reconciler;
import io.aicloudops.simulator.kube.store.Change;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.types.ResourceTypes;
import io.aicloudops.simulator.pods.PodRuntime;
import io.fabric8.kubernetes.api.model.Pod;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** Runs the pods that were assigned to a node. */
public final class Kubelet implements Reconciler, AutoCloseable {

  private final Cluster cluster;
  private final Tools tools;
  private final ExecutorService stopper =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "kubelet-stop");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<ObjectKey, PodWorker> workers = new ConcurrentHashMap<>();

  /** What the workers of a kubelet share. */
  record Tools(
      Cluster cluster,
      EventRecorder events,
      ControlLoop loop,
      Pace pace,
      PodRuntime runtime,
      PodEnvironment environment,
      ExecutorService stopper) {}

  public Kubelet(Cluster cluster, ControlLoop loop, Pace pace, PodRuntime runtime) {
    this.cluster = cluster;
    this.tools =
        new Tools(
            cluster,
            new EventRecorder(cluster, "kubelet"),
            loop,
            pace,
            runtime,
            new PodEnvironment(cluster),
            stopper);
  }

  @Override
  public void affected(Change change, Consumer<ObjectKey> keys) {
    if (Cluster.concerns(change, ResourceTypes.PODS)) {
      keys.accept(change.key());
    }
  }

  @Override
  public void reconcile(ObjectKey key) {
    Optional<Pod> pod = cluster.find(ResourceTypes.PODS, key, Pod.class);
    PodWorker worker = workers.get(key);
    boolean gone =
        pod.isEmpty() || (worker != null && !worker.uid().equals(pod.get().getMetadata().getUid()));
    if (worker != null && gone) {
      worker.kill();
      workers.remove(key);
      worker = null;
    }
    if (pod.isEmpty() || !isAssigned(pod.get())) {
      return;
    }
    if (worker == null) {
      worker = new PodWorker(tools, pod.get());
      workers.put(key, worker);
    }
    worker.sync(pod.get());
  }

  /**
   * The log of a pod's container, or of the one before its last restart; empty if there is none.
   */
  public String log(ObjectKey pod, boolean previous) {
    PodWorker worker = workers.get(pod);
    return worker == null ? "" : worker.log(previous);
  }

  /** Stops all containers. Call after the loop is closed. */
  @Override
  public void close() {
    workers.values().forEach(PodWorker::stopNow);
    workers.clear();
    stopper.shutdown();
  }

  private boolean isAssigned(Pod pod) {
    String node = pod.getSpec().getNodeName();
    return node != null && cluster.registry().store().get("nodes", new ObjectKey("", node)) != null;
  }
}
