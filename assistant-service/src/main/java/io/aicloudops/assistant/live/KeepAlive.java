package io.aicloudops.assistant.live;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Sends something small to quiet connections now and then, so that nobody takes them for dead. */
final class KeepAlive implements AutoCloseable {

  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "live-keepalive");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<Object, Runnable> pings = new ConcurrentHashMap<>();

  @SuppressWarnings("FutureReturnValueIgnored") // it ends with the timer; pings do not throw
  KeepAlive(long periodSeconds) {
    timer.scheduleAtFixedRate(
        () -> pings.values().forEach(Runnable::run),
        periodSeconds,
        periodSeconds,
        TimeUnit.SECONDS);
  }

  /**
   * Adds a connection.
   *
   * @param ping sends something
   * @param broken called when that fails
   * @return removes the connection
   */
  Runnable add(Runnable ping, Runnable broken) {
    Object key = new Object();
    pings.put(
        key,
        () -> {
          try {
            ping.run();
          } catch (RuntimeException e) {
            pings.remove(key);
            broken.run();
          }
        });
    return () -> pings.remove(key);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
