package io.aicloudops.connect.kubernetes;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One list-and-watch for each kind, and for each namespace if only some are watched. Each goes on
 * by itself after errors: a watch that the server ended is opened again, one that has expired lists
 * anew. A kind that may not be read does not hold up the others.
 */
final class Informers implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Informers.class);

  /** Kinds that are not there may be installed later. */
  private static final long LOOK_AGAIN_SECONDS = 300;

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
  private record Watch(WatchedKind kind, SharedIndexInformer<?> informer, Handler handler) {

    boolean dispensable() {
      return kind.need() == WatchedKind.Need.DISPENSABLE;
    }
  }

  private final KubernetesClient client;
  private final List<String> namespaces;
  private final Listener listener;
  private final Map<String, Watch> watches = new ConcurrentSkipListMap<>();
  private final Map<String, String> errors = new ConcurrentHashMap<>();
  private final Set<WatchedKind> absent = new LinkedHashSet<>();
  private final ScheduledExecutorService finder =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "installed-kinds");
            thread.setDaemon(true);
            return thread;
          });

  Informers(KubernetesClient client, List<String> namespaces, Listener listener) {
    this.client = client;
    this.namespaces = List.copyOf(namespaces);
    this.listener = listener;
  }

  /** Starts all and returns at once. */
  @SuppressWarnings("FutureReturnValueIgnored") // runs until the finder is shut down
  void start() {
    for (WatchedKind kind : WatchedKind.ALL) {
      if (kind.optional()) {
        absent.add(kind);
      } else {
        begin(kind);
      }
    }
    finder.scheduleWithFixedDelay(this::beginInstalled, 0, LOOK_AGAIN_SECONDS, TimeUnit.SECONDS);
  }

  /** Asks what the server has first: a watch of a kind it has not would only ever fail. */
  private void beginInstalled() {
    try {
      List<WatchedKind> here = absent.stream().filter(kind -> kind.served(client)).toList();
      here.forEach(this::begin);
      here.forEach(absent::remove);
    } catch (KubernetesClientException e) {
      LOG.debug("Which kinds are installed cannot be asked now", e);
    }
  }

  private void begin(WatchedKind kind) {
    if (namespaces.isEmpty() || !kind.namespaced()) {
      begin(kind.kind(), kind, kind.everywhere(client));
    } else {
      for (String namespace : namespaces) {
        begin(kind.kind() + " in " + namespace, kind, kind.in(namespace, client));
      }
    }
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the exception handler hears of errors
  private void begin(
      String name, WatchedKind kind, SharedIndexInformer<? extends HasMetadata> informer) {
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
    watches.put(name, new Watch(kind, informer, handler));
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

  /** The kinds that are there, cannot be read and that we do without. */
  List<String> missing() {
    return watches.entrySet().stream()
        .filter(e -> e.getValue().dispensable() && !e.getValue().informer().isWatching())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** The kinds not every cluster has that are here and have been listed. */
  List<String> installed() {
    return watches.entrySet().stream()
        .filter(e -> e.getValue().kind().optional() && e.getValue().handler().listed)
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public void close() {
    finder.shutdownNow();
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
