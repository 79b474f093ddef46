package io.aicloudops.simulator.kube.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Objects in collections, with one revision counter over all of them and a bounded memory of
 * changes. A node that was put here is never changed again: whoever wants another state puts a
 * copy. Safe for use by several threads.
 */
public final class ObjectStore {

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, NavigableMap<ObjectKey, ObjectNode>> collections = new HashMap<>();
  private final Deque<Change> history = new ArrayDeque<>();
  private final List<Watch> watches = new ArrayList<>();
  private final int remembered;
  private long revision = 1;
  private long oldest = 1;

  /**
   * @param remembered how many changes a watch may lie back
   */
  public ObjectStore(int remembered) {
    this.remembered = remembered;
  }

  /** Runs work that reads and writes with nobody in between; may be nested. */
  public <T> T transact(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }

  public long revision() {
    return transact(() -> revision);
  }

  public @Nullable ObjectNode get(String collection, ObjectKey key) {
    lock.lock();
    try {
      return objects(collection).get(key);
    } finally {
      lock.unlock();
    }
  }

  /** The objects of a collection now, ordered by key. */
  public NavigableMap<ObjectKey, ObjectNode> list(String collection) {
    return transact(() -> new TreeMap<>(objects(collection)));
  }

  /** The objects of a collection as they were at a revision. */
  public NavigableMap<ObjectKey, ObjectNode> listAt(String collection, long at)
      throws RevisionGoneException {
    lock.lock();
    try {
      checkRemembered(at);
      NavigableMap<ObjectKey, ObjectNode> then = new TreeMap<>(objects(collection));
      for (Iterator<Change> back = history.descendingIterator(); back.hasNext(); ) {
        Change change = back.next();
        if (change.revision() <= at) {
          break;
        }
        if (change.collection().equals(collection)) {
          if (change.previous() == null) {
            then.remove(change.key());
          } else {
            then.put(change.key(), change.previous());
          }
        }
      }
      return then;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Adds or replaces an object and writes the new revision into its metadata.
   *
   * @param object belongs to the store from now on
   */
  public ObjectNode put(String collection, ObjectKey key, ObjectNode object) {
    return transact(
        () -> {
          revision++;
          object.withObjectProperty("metadata").put("resourceVersion", Long.toString(revision));
          ObjectNode previous = objects(collection).put(key, object);
          Change.Kind kind = previous == null ? Change.Kind.ADDED : Change.Kind.MODIFIED;
          remember(new Change(revision, kind, collection, key, object, previous));
          return object;
        });
  }

  /** Removes an object; nothing happens if there is none. */
  public void remove(String collection, ObjectKey key) {
    transact(
        () -> {
          ObjectNode previous = objects(collection).remove(key);
          if (previous != null) {
            revision++;
            ObjectNode last = previous.deepCopy();
            last.withObjectProperty("metadata").put("resourceVersion", Long.toString(revision));
            remember(new Change(revision, Change.Kind.DELETED, collection, key, last, previous));
          }
          return previous;
        });
  }

  /** Changes after a revision, those remembered first. */
  public Watch watch(Predicate<Change> wanted, long after) throws RevisionGoneException {
    lock.lock();
    try {
      checkRemembered(after);
      Watch watch = new Watch(this, wanted);
      history.stream().filter(change -> change.revision() > after).forEach(watch::offer);
      watches.add(watch);
      return watch;
    } finally {
      lock.unlock();
    }
  }

  /** Changes from now on. */
  public Watch watch(Predicate<Change> wanted) {
    return transact(
        () -> {
          Watch watch = new Watch(this, wanted);
          watches.add(watch);
          return watch;
        });
  }

  /** Forgets all changes so far, as etcd does when it is compacted. */
  public void compact() {
    transact(
        () -> {
          history.clear();
          oldest = revision;
          return oldest;
        });
  }

  void forget(Watch watch) {
    transact(() -> watches.remove(watch));
  }

  private void checkRemembered(long at) throws RevisionGoneException {
    if (at < oldest) {
      throw new RevisionGoneException(at, oldest);
    }
  }

  private NavigableMap<ObjectKey, ObjectNode> objects(String collection) {
    return collections.computeIfAbsent(collection, any -> new TreeMap<>());
  }

  private void remember(Change change) {
    history.addLast(change);
    if (history.size() > remembered) {
      oldest = history.removeFirst().revision();
    }
    watches.forEach(watch -> watch.offer(change));
  }
}
