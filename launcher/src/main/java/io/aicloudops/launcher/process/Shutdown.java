package io.aicloudops.launcher.process;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a process gracefully. What was opened last is closed first, on the thread that opened it; a
 * signal (Ctrl-C, SIGTERM) only says that it is time and then waits until everything is closed.
 */
public final class Shutdown implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);
  private static final int PATIENCE_SECONDS = 30;

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread hook = new Thread(this::onSignal, "shutdown");

  /** From now on signals are waited for. */
  public Shutdown() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void onSignal() {
    asked.countDown();
    try {
      if (!closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("not everything stopped within {} s", PATIENCE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Closes this too, before everything that was opened earlier. */
  public <T extends AutoCloseable> T closeLast(T resource) {
    open.push(resource);
    return resource;
  }

  /** True after a signal. */
  public boolean asked() {
    return asked.getCount() == 0;
  }

  /** Returns when a signal comes. */
  public void awaitSignal() {
    try {
      asked.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      AutoCloseable resource = open.pop();
      try {
        resource.close();
      } catch (Exception e) {
        LOG.warn("{} did not close cleanly", resource, e);
      }
    }
    closed.countDown();
  }
}
