package io.aicloudops.simulator.kube.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.simulator.kube.registry.ApiError;
import io.aicloudops.simulator.kube.store.Change;
import io.aicloudops.simulator.kube.store.ObjectStore;
import io.aicloudops.simulator.kube.store.RevisionGoneException;
import io.aicloudops.simulator.kube.store.Watch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One watch of one client, whatever carries it. */
final class WatchStream implements AutoCloseable {

  private final Target target;
  private final Predicate<ObjectNode> selected;
  private final boolean bookmarks;
  private final long deadline;
  private final long bookmarkNanos;
  private final List<ObjectNode> first = new ArrayList<>();
  private final @Nullable Watch watch;

  /** Takes one event to the client. */
  interface Sink {
    void send(ObjectNode event) throws IOException;
  }

  /** Opens the watch a request asks for; a revision too far back becomes its only event. */
  WatchStream(ObjectStore store, Target target, Query query, Duration bookmarkPeriod) {
    this.target = target;
    this.selected = query.selection(target);
    this.bookmarks = query.flag("allowWatchBookmarks");
    this.bookmarkNanos = bookmarkPeriod.toNanos();
    this.deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(query.timeoutSeconds());
    this.watch = open(store, query);
  }

  private @Nullable Watch open(ObjectStore store, Query query) {
    String collection = target.type().qualified();
    Predicate<Change> wanted =
        change ->
            change.collection().equals(collection)
                && (target.namespace().isEmpty()
                    || change.key().namespace().equals(target.namespace()));
    long from = query.revision();
    boolean initial = query.flag("sendInitialEvents");
    if (from > 0 && !initial) {
      try {
        return store.watch(wanted, from);
      } catch (RevisionGoneException e) {
        first.add(event("ERROR", ApiError.expired(String.valueOf(e.getMessage())).status()));
        return null;
      }
    }
    return store.transact(
        () -> {
          store.list(collection).entrySet().stream()
              .filter(
                  entry ->
                      target.namespace().isEmpty()
                          || entry.getKey().namespace().equals(target.namespace()))
              .filter(entry -> selected.test(entry.getValue()))
              .forEach(entry -> first.add(event("ADDED", entry.getValue())));
          if (initial) {
            ObjectNode end = bookmark(store.revision());
            ObjectNode metadata = (ObjectNode) end.at("/object/metadata");
            metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
            first.add(end);
          }
          return store.watch(wanted);
        });
  }

  /** Sends events until the watch ends: by its time, the client or the server. */
  void run(Sink sink) throws IOException, InterruptedException {
    try (this) {
      for (ObjectNode event : first) {
        sink.send(event);
      }
      long nextBookmark = System.nanoTime() + bookmarkNanos;
      while (watch != null && !watch.ended() && System.nanoTime() < deadline) {
        long until = bookmarks ? Math.min(deadline, nextBookmark) : deadline;
        long wait = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime()) + 1;
        var change = watch.next(wait);
        if (change.isPresent()) {
          ObjectNode event = eventOf(change.get());
          if (event != null) {
            sink.send(event);
          }
        } else if (bookmarks && !watch.ended()) {
          OptionalLong at = watch.caughtUpAt();
          if (at.isPresent()) {
            sink.send(bookmark(at.getAsLong()));
            nextBookmark = System.nanoTime() + bookmarkNanos;
          }
        }
      }
    }
  }

  @Override
  public void close() {
    if (watch != null) {
      watch.close();
    }
  }

  /**
   * An object that comes to be selected is added, one that ceases to be is deleted, for this
   * client.
   */
  private @Nullable ObjectNode eventOf(Change change) {
    boolean was = change.previous() != null && selected.test(change.previous());
    boolean is = change.kind() != Change.Kind.DELETED && selected.test(change.object());
    if (!was && !is) {
      return null;
    }
    return event(was ? (is ? "MODIFIED" : "DELETED") : "ADDED", change.object());
  }

  private ObjectNode bookmark(long revision) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("kind", target.type().kind()).put("apiVersion", target.type().apiVersion());
    object.putObject("metadata").put("resourceVersion", Long.toString(revision));
    return event("BOOKMARK", object);
  }

  private static ObjectNode event(String type, JsonNode object) {
    ObjectNode event = JsonNodeFactory.instance.objectNode().put("type", type);
    event.set("object", object);
    return event;
  }
}
