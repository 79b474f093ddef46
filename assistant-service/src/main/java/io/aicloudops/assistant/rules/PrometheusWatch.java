package io.aicloudops.assistant.rules;

import io.aicloudops.assistant.json.EventJson;
import io.aicloudops.runtime.service.Health;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks Prometheus every few seconds whether it answers, so that whoever looks at the health waits
 * for nothing and can load nobody.
 */
public final class PrometheusWatch implements AutoCloseable {

  private static final Duration PACE = Duration.ofSeconds(15);

  private final Optional<Prometheus> prometheus;
  private final Clock clock;
  private final ScheduledExecutorService pace =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "prometheus-watch");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Health health;

  /**
   * @param url of Prometheus; empty if none is configured
   */
  public PrometheusWatch(String url, Clock clock) {
    this.prometheus = url.isEmpty() ? Optional.empty() : Optional.of(new Prometheus(url));
    this.clock = clock;
    this.health =
        url.isEmpty()
            ? told(Health.Status.DISABLED, "assistant.prometheus-url is not set", Double.NaN)
            : told(Health.Status.DEGRADED, "not asked yet", Double.NaN);
  }

  /** Begins to ask. */
  public void start() {
    prometheus.ifPresent(
        known -> {
          var unused =
              pace.scheduleWithFixedDelay(
                  () -> ask(known), 0, PACE.toMillis(), TimeUnit.MILLISECONDS);
        });
  }

  private void ask(Prometheus known) {
    Instant begin = clock.instant();
    try {
      known.ping();
      double seconds = Duration.between(begin, clock.instant()).toNanos() / 1e9;
      health = told(Health.Status.HEALTHY, "", seconds);
    } catch (IOException | RuntimeException e) {
      health = told(Health.Status.DEGRADED, "Prometheus does not answer: " + e, Double.NaN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Health told(Health.Status status, String message, double seconds) {
    return new Health(status, message, Map.of("response_time", EventJson.number(seconds)));
  }

  /** What it answered last; {@code response_time} in seconds, null while it does not answer. */
  public Health health() {
    return health;
  }

  @Override
  public void close() {
    pace.shutdownNow();
  }
}
