package io.aicloudops.remediator.reading;

import io.aicloudops.runtime.service.Health;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that reads until it is closed, and begins anew a second after each failure. */
public final class ReadingLoop implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ReadingLoop.class);
  private static final long STOP_WITHIN_SECONDS = 10;

  private final Thread thread;
  private final Runnable reading;
  private volatile boolean stopping;
  private volatile @Nullable String trouble;

  /**
   * @param reading begins from what was committed, says {@link #well()} with each pass, and returns
   *     soon after the loop is {@link #stopping()}
   */
  public ReadingLoop(String name, Runnable reading) {
    this.thread = new Thread(this::run, name);
    this.reading = reading;
  }

  public void start() {
    thread.start();
  }

  private void run() {
    while (!stopping) {
      try {
        reading.run();
      } catch (RuntimeException e) {
        trouble = "reading failed: " + e.getMessage();
        LOG.warn("{} begins again after: {}", thread.getName(), e.toString());
        pause();
      }
    }
  }

  private void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }

  /** True from the moment it is to end. */
  public boolean stopping() {
    return stopping;
  }

  /** A pass went well: what was wrong before is over. */
  public void well() {
    trouble = null;
  }

  /** Degraded between a failure and the next pass that goes well. */
  public Health health() {
    String what = trouble;
    return what == null ? Health.healthy() : Health.degraded(what);
  }

  /** Ends it and waits for its end, within ten seconds. */
  @Override
  public void close() {
    stopping = true;
    try {
      thread.join(TimeUnit.SECONDS.toMillis(STOP_WITHIN_SECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
