package io.aicloudops.simulator.kube.store;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** The changes of a store from one revision on, in order. To be read by one thread. */
public final class Watch implements AutoCloseable {

  private final BlockingQueue<Optional<Change>> changes = new LinkedBlockingQueue<>();
  private final Predicate<Change> wanted;
  private final ObjectStore store;
  private volatile boolean ended;

  Watch(ObjectStore store, Predicate<Change> wanted) {
    this.store = store;
    this.wanted = wanted;
  }

  void offer(Change change) {
    if (wanted.test(change)) {
      changes.add(Optional.of(change));
    }
  }

  /** The next change; empty if none came in time or the watch ended. */
  public Optional<Change> next(long timeoutMillis) throws InterruptedException {
    Optional<Change> next = changes.poll(Math.max(0, timeoutMillis), TimeUnit.MILLISECONDS);
    return next == null ? Optional.empty() : next;
  }

  /** The store's revision if all changes up to it were read; empty if some wait. */
  public OptionalLong caughtUpAt() {
    return store.transact(
        () -> changes.isEmpty() ? OptionalLong.of(store.revision()) : OptionalLong.empty());
  }

  /** True once closed: no more changes will come. */
  public boolean ended() {
    return ended;
  }

  @Override
  public void close() {
    ended = true;
    store.forget(this);
    changes.add(Optional.empty());
  }
}
