package io.aicloudops.connect.kubernetes;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.ReplicaSet;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One list-and-watch for each kind, and for each namespace if only some are watched. Each goes on
 * by itself after errors: a watch that the server ended is opened again, one that has expired lists
 * anew. A kind that may not be read does not hold up the others.
 */
final class Informers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Informers.class);

  /** Owners and workloads first, so that pods and events find them more often. */
  private static final List<Class<? extends HasMetadata>> KINDS =
      List.of(
          Node.class,
          Deployment.class,
          StatefulSet.class,
          DaemonSet.class,
          ReplicaSet.class,
          Job.class,
          ConfigMap.class,
          Service.class,
          HorizontalPodAutoscaler.class,
          Pod.class,
          Event.class);

  /** Without these we know less, but work. */
  private static final Set<Class<?>> DISPENSABLE =
      Set.of(
          Node.class,
          Job.class,
          ConfigMap.class,
          HorizontalPodAutoscaler.class,
          StatefulSet.class,
          DaemonSet.class);

  /** Hears of the objects of all kinds, those of one kind in the order the server told them. */
  interface Listener {

    /** An object that was there when its kind was first listed. */
    void found(HasMetadata object);

    /** An object that has come since. */
    void created(HasMetadata object);

    /** An object is different. */
    void updated(HasMetadata before, HasMetadata now);

    /** An object is no more. */
    void deleted(HasMetadata last);
  }

  /** One list-and-watch and what hears of it. */
  private record Watch(SharedIndexInformer<?> informer, Handler handler) {

    boolean dispensable() {
      return DISPENSABLE.contains(informer.getApiTypeClass());
    }
  }

  private final KubernetesClient client;
  private final List<String> namespaces;
  private final Listener listener;
  private final Map<String, Watch> watches = new LinkedHashMap<>();
  private final Map<String, String> errors = new ConcurrentHashMap<>();

  Informers(KubernetesClient client, List<String> namespaces, Listener listener) {
    this.client = client;
    this.namespaces = List.copyOf(namespaces);
    this.listener = listener;
  }

  /** Starts all and returns at once. */
  void start() {
    for (Class<? extends HasMetadata> kind : KINDS) {
      if (namespaces.isEmpty() || kind == Node.class) {
        begin(kind.getSimpleName(), client.resources(kind).inAnyNamespace().runnableInformer(0));
      } else {
        for (String namespace : namespaces) {
          begin(
              kind.getSimpleName() + " in " + namespace,
              client.resources(kind).inNamespace(namespace).runnableInformer(0));
        }
      }
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the exception handler hears of errors
  private void begin(String name, SharedIndexInformer<? extends HasMetadata> informer) {
    Handler handler = new Handler();
    informer.addEventHandler(handler);
    informer.exceptionHandler(
        (started, error) -> {
          String text = String.valueOf(error.getMessage());
          if (!text.equals(errors.put(name, text))) {
            LOG.warn("The watch of {} has a problem and is tried again: {}", name, text);
          }
          return true;
        });
    watches.put(name, new Watch(informer, handler));
    informer.start();
  }

  /** True if the listener has been told of everything that is needed once. */
  boolean listed() {
    return !watches.isEmpty()
        && watches.values().stream().allMatch(w -> w.dispensable() || w.handler().listed);
  }

  /** The watches that are interrupted now, with what is known of why. */
  List<String> interrupted() {
    List<String> names = new ArrayList<>();
    watches.forEach(
        (name, watch) -> {
          if (watch.informer().isWatching()) {
            errors.remove(name);
          } else if (!watch.dispensable()) {
            String why = errors.get(name);
            names.add(why == null ? name : name + " (" + why + ")");
          }
        });
    return names;
  }

  /** The kinds that cannot be read and that we do without. */
  List<String> missing() {
    return watches.entrySet().stream()
        .filter(e -> e.getValue().dispensable() && !e.getValue().informer().isWatching())
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public void close() {
    watches.values().forEach(watch -> watch.informer().stop());
  }

  /**
   * Tells what was there from what has come, by the order in which the server told it: its clock
   * may differ from ours. An informer calls its handler one call after the other, and says that the
   * list has ended after the last object of it; that it has synced says only that its own cache
   * has.
   */
  private final class Handler implements ResourceEventHandler<HasMetadata> {

    private volatile boolean listed;

    @Override
    public void onList(String resourceVersion, boolean remainedEmpty) {
      listed = true;
    }

    @Override
    public void onAdd(HasMetadata object) {
      if (listed) {
        listener.created(object);
      } else {
        listener.found(object);
      }
    }

    @Override
    public void onUpdate(HasMetadata before, HasMetadata now) {
      listener.updated(before, now);
    }

    @Override
    public void onDelete(HasMetadata last, boolean unknownFinalState) {
      listener.deleted(last);
    }
  }
}
