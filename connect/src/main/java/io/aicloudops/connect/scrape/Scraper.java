package io.aicloudops.connect.scrape;

import io.aicloudops.connect.exposition.ExpositionException;
import io.aicloudops.connect.identity.CallGraph;
import io.aicloudops.connect.identity.Subjects;
import io.aicloudops.connect.log.EventLog;
import io.aicloudops.connect.log.Sends;
import io.aicloudops.runtime.metrics.OwnMeter;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.Service;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Scrapes all targets, each at its own moment of the interval. A target whose last scrape is still
 * under way is passed over.
 */
public final class Scraper implements Service {

  private static final Logger LOG = LoggerFactory.getLogger(Scraper.class);
  private static final Duration LOOK_FOR_TARGETS = Duration.ofMillis(500);

  private final ScrapeSettings settings;
  private final List<TargetSource> sources;
  private final Subjects subjects;
  private final CallGraph calls;
  private final EventLog log;
  private final Clock clock;
  private final Counter samples;
  private final Counter failures;
  private final PageReader pages;
  private final ScheduledExecutorService timer;
  private final ExecutorService workers;
  private final Map<Target, Loop> loops = new HashMap<>();
  private volatile int targets;
  private volatile @Nullable String logTrouble;

  /**
   * A scraper of the configured targets and those of the sources.
   *
   * @param sources asked again and again
   * @param calls learns who calls whom from the series
   */
  public Scraper(
      ScrapeSettings settings,
      List<TargetSource> sources,
      Subjects subjects,
      CallGraph calls,
      EventLog log,
      MeterRegistry meters,
      Clock clock) {
    this.settings = settings;
    List<Target> configured = settings.targets().stream().map(Target::of).toList();
    this.sources = new ArrayList<>(sources);
    this.sources.add(() -> configured);
    this.subjects = subjects;
    this.calls = calls;
    this.log = log;
    this.clock = clock;
    this.samples = OwnMeter.SCRAPED_SAMPLES.counter(meters);
    this.failures = OwnMeter.SCRAPE_FAILURES.counter(meters);
    Duration timeout =
        settings.timeout().compareTo(settings.interval()) < 0
            ? settings.timeout()
            : settings.interval();
    this.workers = Executors.newFixedThreadPool(2, threads("scrape-work"));
    this.timer = Executors.newSingleThreadScheduledExecutor(threads("scrape-timer"));
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER) // another host must not get the token
            .connectTimeout(timeout)
            .executor(workers)
            .build();
    this.pages = new PageReader(client, timeout, settings.maxPage());
  }

  private static ThreadFactory threads(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      return thread;
    };
  }

  @Override
  public String name() {
    return "scrape";
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // runs until the timer is shut down
  public void start() {
    timer.scheduleWithFixedDelay(
        this::lookForTargets, 0, LOOK_FOR_TARGETS.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void lookForTargets() {
    try {
      Set<Target> now = new HashSet<>();
      sources.forEach(source -> now.addAll(source.targets()));
      for (Target gone : loops.keySet().stream().filter(t -> !now.contains(t)).toList()) {
        Loop loop = loops.remove(gone);
        if (loop != null) {
          loop.end();
        }
      }
      now.stream().filter(t -> !loops.containsKey(t)).forEach(t -> loops.put(t, new Loop(t)));
      targets = loops.size();
    } catch (RuntimeException e) {
      // A scheduled task that throws is never run again; the next look may well succeed.
      LOG.warn("Targets cannot be listed", e);
    }
  }

  @Override
  public Health health() {
    String trouble = logTrouble;
    if (trouble != null) {
      return Health.degraded("samples are lost: " + trouble);
    }
    return new Health(Health.Status.HEALTHY, "", Map.of("targets", targets));
  }

  @Override
  public void close() {
    timer.shutdownNow();
    workers.shutdown();
  }

  private void send(Collection<MetricBatch> batches) {
    List<Supplier<CompletableFuture<Void>>> sends = new ArrayList<>();
    batches.forEach(batch -> sends.add(() -> send(batch)));
    Sends.begin(sends);
  }

  private CompletableFuture<Void> send(MetricBatch batch) {
    samples.increment(batch.getSeries().size());
    return log.send(Topics.METRICS, batch.getEntity(), batch, batch.getTime())
        .whenComplete(
            (done, error) ->
                logTrouble = error == null ? null : String.valueOf(error.getMessage()));
  }

  /** One target's scrapes, one after the other. */
  private final class Loop {

    private final Target target;
    private final TargetHistory history;
    private final ScheduledFuture<?> ticks;
    private boolean underWay;
    private boolean ended;
    private boolean down;

    Loop(Target target) {
      this.target = target;
      this.history = new TargetHistory(target, subjects, calls, settings.maxSamples());
      long interval = settings.interval().toMillis();
      long offset = settings.jitter() ? Math.floorMod(target.hashCode() * 31L, interval) : 0;
      this.ticks = timer.scheduleAtFixedRate(this::tick, offset, interval, TimeUnit.MILLISECONDS);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of it
    private synchronized void tick() {
      if (underWay || ended) {
        return;
      }
      underWay = true;
      long time = clock.millis();
      try {
        pages.read(target).whenCompleteAsync((page, error) -> arrived(page, error, time), workers);
      } catch (RuntimeException e) {
        arrived(null, e, time); // e.g. a URL that is no HTTP URL
      }
    }

    private synchronized void arrived(
        PageReader.@Nullable Page page, @Nullable Throwable error, long time) {
      underWay = false;
      if (ended) {
        return;
      }
      try {
        if (page == null) {
          failed(String.valueOf(error), time);
          return;
        }
        send(history.read(page.text(), page.openMetrics(), time));
        if (down) {
          LOG.info("{} answers again", target.url());
        }
        down = false;
      } catch (ExpositionException | IllegalArgumentException e) {
        failed(String.valueOf(e.getMessage()), time);
      }
    }

    private void failed(String reason, long time) {
      failures.increment();
      if (!down) {
        LOG.info("{} is down: {}", target.url(), reason);
      }
      down = true;
      send(history.failed(time));
    }

    synchronized void end() {
      ended = true;
      ticks.cancel(false);
      send(history.vanished(clock.millis()));
    }
  }
}
