package io.aicloudops.simulator.shop.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A bounded pool of connections whose users wait in line, up to a limit. Thread-safe. */
public final class ConnectionPool {

  private final int max;
  private final long waitMillis;
  private final Deque<CompletableFuture<Void>> waiting = new ArrayDeque<>();
  private int used;
  private int leaked;
  private int leaking;

  /**
   * @param max connections it holds at most
   * @param waitMillis how long one waits for a connection at most
   */
  public ConnectionPool(int max, long waitMillis) {
    this.max = max;
    this.waitMillis = waitMillis;
  }

  /**
   * A connection, to be given back with {@link #release()}; fails with {@link TimeoutException}
   * after the longest wait.
   */
  public CompletableFuture<Void> acquire() {
    CompletableFuture<Void> turn = new CompletableFuture<>();
    synchronized (this) {
      if (used + leaked < max) {
        used++;
        turn.complete(null);
        return turn;
      }
      waiting.add(turn);
    }
    return turn.orTimeout(waitMillis, TimeUnit.MILLISECONDS);
  }

  /** Gives a connection back. */
  public void release() {
    while (true) {
      CompletableFuture<Void> next;
      synchronized (this) {
        if (leaking > 0) {
          leaking--;
          leaked++;
          used--;
          return;
        }
        next = waiting.poll();
        if (next == null) {
          used--;
          return;
        }
      }
      // False if its wait has timed out: then it is the next one's turn.
      if (next.complete(null)) {
        return;
      }
    }
  }

  /** One connection is lost: the next that is free, or the next given back, never returns. */
  public synchronized void leak() {
    if (used + leaked < max) {
      leaked++;
    } else if (leaked + leaking < max) {
      leaking++;
    }
  }

  /** Connections it holds at most. */
  public int max() {
    return max;
  }

  /** Connections nobody else can have now. */
  public synchronized int inUse() {
    return used + leaked;
  }

  /** Requests in line now. */
  public synchronized int waiting() {
    waiting.removeIf(CompletableFuture::isDone);
    return waiting.size();
  }
}
