package io.aicloudops.launcher.load;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Says when the virtual machine is warm: when its compilers have become quiet, as they are in a
 * server that has run for an hour. Compilation is work for the first minutes and is as large as all
 * else in them.
 */
final class WarmUp {

  private static final Duration WINDOW = Duration.ofSeconds(10);
  private static final Duration MOST = Duration.ofMinutes(2);
  private static final Duration MOST_AGAIN = Duration.ofSeconds(20);

  /** Compiling for less of a window than this is quiet. */
  private static final double QUIET = 0.1;

  private final @Nullable CompilationMXBean compilers = ManagementFactory.getCompilationMXBean();
  private final long begun = System.nanoTime();
  private final Duration least;
  private final Duration most;
  private long window = begun;
  private long compiled = compiled();
  private boolean quiet;

  /**
   * @param least how long it takes at the least; 0 for none at all. After two minutes more it is
   *     over, warm or not.
   */
  WarmUp(Duration least) {
    this(least, least.plus(MOST));
  }

  private WarmUp(Duration least, Duration most) {
    this.least = least;
    this.most = most;
  }

  /** One for another load in the same process, which runs the same code most of the time. */
  WarmUp again() {
    Duration shorter = least.compareTo(WINDOW) < 0 ? least : WINDOW;
    return new WarmUp(shorter, shorter.plus(MOST_AGAIN));
  }

  /** True from when it is warm; to be asked more often than once a second. */
  boolean over() {
    long now = System.nanoTime();
    if (now - window >= WINDOW.toNanos()) {
      long until = compiled();
      quiet = (until - compiled) * 1e6 <= QUIET * (now - window);
      window = now;
      compiled = until;
    }
    boolean enough = now - begun >= least.toNanos();
    boolean tooLong = now - begun >= most.toNanos();
    return enough && (least.isZero() || quiet || compilers == null || tooLong);
  }

  /** Milliseconds. */
  private long compiled() {
    return compilers == null ? 0 : compilers.getTotalCompilationTime();
  }
}
