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

  private final KubernetesClient client;
  private final List<String> namespaces;
  private final ResourceEventHandler<HasMetadata> handler;
  private final Map<String, SharedIndexInformer<?>> informers = new LinkedHashMap<>();
  private final Map<String, String> errors = new ConcurrentHashMap<>();

  Informers(
      KubernetesClient client, List<String> namespaces, ResourceEventHandler<HasMetadata> handler) {
    this.client = client;
    this.namespaces = List.copyOf(namespaces);
    this.handler = handler;
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
    informer.addEventHandler(handler);
    informer.exceptionHandler(
        (started, error) -> {
          String text = String.valueOf(error.getMessage());
          if (!text.equals(errors.put(name, text))) {
            LOG.warn("The watch of {} has a problem and is tried again: {}", name, text);
          }
          return true;
        });
    informers.put(name, informer);
    informer.start();
  }

  /** True if everything that is needed has been listed once. */
  boolean listed() {
    return !informers.isEmpty()
        && informers.entrySet().stream()
            .allMatch(e -> dispensable(e.getValue()) || e.getValue().hasSynced());
  }

  /** The watches that are interrupted now, with what is known of why. */
  List<String> interrupted() {
    List<String> names = new ArrayList<>();
    informers.forEach(
        (name, informer) -> {
          if (informer.isWatching()) {
            errors.remove(name);
          } else if (!dispensable(informer)) {
            String why = errors.get(name);
            names.add(why == null ? name : name + " (" + why + ")");
          }
        });
    return names;
  }

  /** The kinds that cannot be read and that we do without. */
  List<String> missing() {
    return informers.entrySet().stream()
        .filter(e -> dispensable(e.getValue()) && !e.getValue().isWatching())
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean dispensable(SharedIndexInformer<?> informer) {
    return DISPENSABLE.contains(informer.getApiTypeClass());
  }

  @Override
  public void close() {
    informers.values().forEach(SharedIndexInformer::stop);
  }
}
