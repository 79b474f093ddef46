package io.aicloudops.simulator.controllers;

import io.aicloudops.simulator.kube.registry.ApiError;
import io.aicloudops.simulator.kube.store.Change;
import io.aicloudops.simulator.kube.store.ObjectKey;
import io.aicloudops.simulator.kube.store.ObjectStore;
import io.aicloudops.simulator.kube.store.Watch;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs reconcilers on one thread whenever something changes that concerns them. */
public final class ControlLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
  private static final Duration RETRY = Duration.ofMillis(100);

  private final ScheduledThreadPoolExecutor executor;
  private final Thread pump;
  private final Watch watch;
  private final List<Reconciler> reconcilers = new CopyOnWriteArrayList<>();
  private final Set<Task> waiting = new HashSet<>();

  private record Task(Reconciler reconciler, ObjectKey key) {}

  /** A loop over the changes of a store from now on; it runs after {@link #start}. */
  public ControlLoop(String name, ObjectStore store) {
    this.executor =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread thread = new Thread(work, name);
              thread.setDaemon(true);
              return thread;
            });
    executor.setRemoveOnCancelPolicy(true);
    executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    this.watch = store.watch(change -> true);
    this.pump = new Thread(this::pump, name + "-watch");
    pump.setDaemon(true);
  }

  /** Adds a reconciler; before the start. */
  public void add(Reconciler reconciler) {
    reconcilers.add(reconciler);
  }

  public void start() {
    pump.start();
  }

  /** Runs something on the loop's thread. Nothing happens once the loop is closed. */
  public void execute(Runnable work) {
    after(Duration.ZERO, work);
  }

  /** Runs something on the loop's thread later. */
  public void after(Duration delay, Runnable work) {
    try {
      // What the work throws is logged by guarded; nobody waits for it.
      var unused = executor.schedule(() -> guarded(work), delay.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      LOG.debug("the loop is closed; work is dropped");
    }
  }

  /** Has an object looked at later, even if nothing changes. */
  public void after(Duration delay, Reconciler reconciler, ObjectKey key) {
    after(delay, () -> enqueue(reconciler, key));
  }

  @Override
  public void close() {
    watch.close();
    executor.shutdownNow();
    try {
      if (!executor.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("a controller is still at work");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void pump() {
    try {
      while (!watch.ended()) {
        watch.next(1000).ifPresent(change -> execute(() -> dispatch(change)));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void dispatch(Change change) {
    for (Reconciler reconciler : reconcilers) {
      reconciler.affected(change, key -> enqueue(reconciler, key));
    }
  }

  /** Changes that come in one go lead to one look. */
  private void enqueue(Reconciler reconciler, ObjectKey key) {
    Task task = new Task(reconciler, key);
    if (waiting.add(task)) {
      execute(() -> run(task));
    }
  }

  private void run(Task task) {
    waiting.remove(task);
    try {
      task.reconciler().reconcile(task.key());
    } catch (ApiError e) {
      LOG.debug("{} will look at {} again: {}", task.reconciler(), task.key(), e.getMessage());
      after(RETRY, task.reconciler(), task.key());
    }
  }

  private static void guarded(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.error("a controller failed", e);
    }
  }
}
