package io.aicloudops.assistant.live;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Hands updates to listeners, and remembers the last ones for a listener that comes back.
 *
 * <p>Each listener has a queue and is served by one thread at a time, so that a slow one holds
 * nobody up; one that falls behind by more than its queue is let go and has to come again. What it
 * missed while it was away does not count.
 */
public final class LiveFeed implements AutoCloseable {

  private static final int QUEUE = 1_000;

  private final int remembered;
  private final Deque<LiveEvent> ring = new ArrayDeque<>();
  private final Set<Listener> listeners = new CopyOnWriteArraySet<>();
  private final int most;
  private final ExecutorService threads;

  /**
   * @param remembered number of events for those who come back
   * @param most listeners at a time
   */
  public LiveFeed(int remembered, int most) {
    this.remembered = remembered;
    this.most = most;
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE, // a listener takes one at the most, so their number is the limit
            30,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "live-listener");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Tells all listeners. */
  public void publish(LiveEvent event) {
    synchronized (ring) {
      ring.addLast(event);
      if (ring.size() > remembered) {
        ring.removeFirst();
      }
      listeners.forEach(listener -> listener.offer(event));
    }
  }

  /**
   * Listens.
   *
   * @param types of events; empty for all
   * @param hears events, one at a time; what it throws ends the subscription
   * @param gone called once when the subscription ends for a reason other than being closed
   * @return empty if there are too many listeners already
   */
  public Optional<Subscription> listen(
      Set<String> types, Consumer<LiveEvent> hears, Runnable gone) {
    synchronized (ring) {
      return add(types, hears, gone, 0);
    }
  }

  /**
   * Listens again from where one was.
   *
   * @param lastId of the last event heard
   * @param forgot called if that event is no longer remembered, so that updates may be missed
   */
  public Optional<Subscription> resume(
      String lastId, Set<String> types, Consumer<LiveEvent> hears, Runnable forgot, Runnable gone) {
    synchronized (ring) {
      List<LiveEvent> missed = new ArrayList<>();
      boolean found = false;
      for (LiveEvent event : ring) {
        if (found) {
          missed.add(event);
        }
        found = found || event.id().equals(lastId);
      }
      if (!found) {
        forgot.run();
      }
      Optional<Subscription> subscription = add(types, hears, gone, missed.size());
      subscription.ifPresent(s -> missed.forEach(((Listener) s)::offer));
      return subscription;
    }
  }

  private Optional<Subscription> add(
      Set<String> types, Consumer<LiveEvent> hears, Runnable gone, int missed) {
    if (listeners.size() >= most) {
      return Optional.empty();
    }
    Listener listener = new Listener(Set.copyOf(types), hears, gone, QUEUE + missed);
    listeners.add(listener);
    return Optional.of(listener);
  }

  /** How many listen. */
  public int listeners() {
    return listeners.size();
  }

  @Override
  public void close() {
    listeners.forEach(Listener::end);
    threads.shutdownNow();
  }

  /** A listener's place in the feed. */
  public interface Subscription extends AutoCloseable {
    @Override
    void close();
  }

  private final class Listener implements Subscription {
    private final Set<String> types;
    private final Consumer<LiveEvent> hears;
    private final Runnable gone;
    private final int room;
    private final Deque<LiveEvent> waiting = new ArrayDeque<>();
    private boolean served;

    Listener(Set<String> types, Consumer<LiveEvent> hears, Runnable gone, int room) {
      this.types = types;
      this.hears = hears;
      this.gone = gone;
      this.room = room;
    }

    void offer(LiveEvent event) {
      if (!types.isEmpty() && !types.contains(event.type())) {
        return;
      }
      boolean full;
      synchronized (waiting) {
        full = waiting.size() >= room;
        if (!full) {
          waiting.addLast(event);
          if (served) {
            return;
          }
          served = true;
        }
      }
      if (full || !started()) {
        end();
      }
    }

    private boolean started() {
      try {
        threads.execute(this::serve);
        return true;
      } catch (RejectedExecutionException closing) {
        return false;
      }
    }

    private void serve() {
      for (LiveEvent next = next(); next != null; next = next()) {
        try {
          hears.accept(next);
        } catch (RuntimeException broken) {
          end();
          return;
        }
      }
    }

    private @org.jspecify.annotations.Nullable LiveEvent next() {
      synchronized (waiting) {
        LiveEvent next = waiting.pollFirst();
        served = next != null;
        return next;
      }
    }

    void end() {
      if (listeners.remove(this)) {
        gone.run();
      }
    }

    @Override
    public void close() {
      listeners.remove(this);
    }
  }
}
