package io.aicloudops.simulator.shop.process;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.ArrayByteBufferPool;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads all instances share; their number does not grow with the instances but for one
 * selector each.
 */
final class ShopThreads implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ShopThreads.class);
  private static final int MAX_SERVER_THREADS = 120;
  private static final int MIN_SERVER_THREADS = 8;

  /** Ends the modelled waits of requests. */
  private final ScheduledExecutorService timer =
      new ScheduledThreadPoolExecutor(
          2, daemons("shop-timer"), new ThreadPoolExecutor.DiscardPolicy());

  /** Starts and stops servers, which may block for some milliseconds. */
  private final ScheduledExecutorService life =
      new ScheduledThreadPoolExecutor(
          1, daemons("shop-life"), new ThreadPoolExecutor.DiscardPolicy());

  private final ExecutorService client =
      new ThreadPoolExecutor(
          3,
          3,
          0,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(),
          daemons("shop-client"),
          new ThreadPoolExecutor.DiscardPolicy());
  private final QueuedThreadPool server =
      new QueuedThreadPool(MAX_SERVER_THREADS, MIN_SERVER_THREADS);
  private final ScheduledExecutorScheduler serverTimer =
      new ScheduledExecutorScheduler("shop-server-timer", true);
  private final ArrayByteBufferPool buffers = new ArrayByteBufferPool();

  ShopThreads() {
    server.setName("shop-server");
    server.setDaemon(true);
    server.setStopTimeout(500);
    try {
      server.start();
      serverTimer.start();
    } catch (Exception e) {
      throw new IllegalStateException("the shop's threads did not start", e);
    }
  }

  ScheduledExecutorService timer() {
    return timer;
  }

  ExecutorService client() {
    return client;
  }

  InstanceServer server(Instance instance) {
    return new InstanceServer(instance, server, serverTimer, buffers);
  }

  /** Does a step in the life of a pod, one step at a time. */
  void later(Duration delay, Runnable step) {
    var unused =
        life.schedule(
            () -> {
              try {
                step.run();
              } catch (RuntimeException e) {
                LOG.error("A step in the life of a pod failed", e);
              }
            },
            delay.toMillis(),
            TimeUnit.MILLISECONDS);
  }

  /**
   * No more steps, later ones are dropped, and no more waits; requests under way are not answered.
   */
  void stopTimers() {
    life.shutdownNow();
    timer.shutdownNow();
  }

  @Override
  public void close() {
    stopTimers();
    client.shutdown();
    try {
      serverTimer.stop();
      server.stop();
    } catch (Exception e) {
      LOG.warn("Stopping the shop's threads failed", e);
    }
  }

  private static ThreadFactory daemons(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }
}
