package io.aicloudops.launcher.load;

import io.aicloudops.launcher.process.EmbeddedSettings;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One load from the start of a broker to the report. */
public final class LoadRun {

  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final Duration SETTLE = Duration.ofSeconds(8);

  private static final long LOOK_NANOS = 2_000_000;
  private static final long PROGRESS_NANOS = 1_000_000_000;
  private static final long BACK_DAYS = 60;

  private final LoadPlan plan;
  private final Settings configured;
  private final EmbeddedSettings where;
  private final boolean embedded;
  private final Consumer<String> progress;

  /**
   * @param configured the whole configuration
   * @param where the data directory, which is this run's own
   * @param embedded false to use the brokers of the configuration
   * @param progress hears a line about every second
   */
  public LoadRun(
      LoadPlan plan,
      Settings configured,
      EmbeddedSettings where,
      boolean embedded,
      Consumer<String> progress) {
    this.plan = plan;
    this.configured = configured;
    this.where = where;
    this.embedded = embedded;
    this.progress = progress;
  }

  /**
   * Runs it.
   *
   * @throws IllegalStateException if the pipeline fails or stops to go on
   * @throws io.aicloudops.runtime.kafka.LogUnavailableException if the brokers do not answer
   */
  public LoadReport run() {
    PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Instant start = Instant.now().truncatedTo(ChronoUnit.HOURS).minus(BACK_DAYS, ChronoUnit.DAYS);
    Fleet fleet = new Fleet(plan, start);
    try (LoadLog log =
            embedded
                ? LoadLog.embedded(configured, where, meters)
                : LoadLog.existing(configured, meters);
        Detection detection = Detection.start(log.settings(), log.clients(), meters, where.data());
        Feeder feeder = new Feeder(plan, fleet, log.clients().producer(Feeder.CLIENT), detection);
        AnomalyWatch watch =
            new AnomalyWatch(
                    fleet,
                    feeder,
                    log.clients().consumer("watch", Topics.ANOMALIES),
                    Topics.ANOMALIES.name())
                .start()) {
      return new Steps(log, fleet, detection, feeder, watch).run();
    }
  }

  /** The steps of a run on what was opened for it. */
  private final class Steps {
    private final LoadLog log;
    private final Fleet fleet;
    private final Detection detection;
    private final Feeder feeder;
    private final AnomalyWatch watch;
    private long told = System.nanoTime();
    private long toldProcessed;

    Steps(LoadLog log, Fleet fleet, Detection detection, Feeder feeder, AnomalyWatch watch) {
      this.log = log;
      this.fleet = fleet;
      this.detection = detection;
      this.feeder = feeder;
      this.watch = watch;
    }

    LoadReport run() {
      await("detection starts", detection::running);
      long warm = (long) plan.warmUp() * plan.entities();
      fleet.restUntil(Integer.MAX_VALUE);
      WarmUp first = new WarmUp(plan.compile());
      feeder.feed(0, sent -> tell("warming up") && (sent < warm || !first.over()));
      fleet.restUntil(feeder.scrapes() + 1);
      List<LoadReport.Phase> phases = new ArrayList<>();
      if (plan.rate() > 0) {
        warmUp(plan.rate(), first.again());
        phases.add(measure("rate", plan.rate()));
      } else {
        LoadReport.Phase fastest = measure("max", 0);
        phases.add(fastest);
        double half = fastest.samplesPerSecond() / 2;
        warmUp(half, first.again());
        phases.add(measure("half", half));
      }
      int scrapes = feeder.scrapes();
      long steps = 0;
      for (int entity = 0; entity < plan.entities(); entity++) {
        steps += fleet.steps(entity, scrapes);
      }
      long found = watch.found(entity -> fleet.steps(entity, scrapes));
      long refused = detection.refused();
      long samples = feeder.sent() * plan.signals();
      Map<String, Long> sizes = log.sizes();
      long heapBefore = usedHeap();
      detection.stop();
      long heap = heapBefore - usedHeap();
      double disk = (double) bytes(where.data().resolve("state")) / plan.allSignals();
      LoadReport.Restart restart = restarts();
      long changelog =
          sizes.entrySet().stream()
              .filter(topic -> topic.getKey().endsWith("-changelog"))
              .mapToLong(Map.Entry::getValue)
              .sum();
      return new LoadReport(
          plan.entities(),
          plan.allSignals(),
          plan.interval().toMillis() / 1000.0,
          feeder.sent() * plan.signals(),
          Math.max(0, feeder.sent() - detection.processed()),
          refused + detection.refused(),
          steps,
          found,
          watch.unexpected(),
          phases,
          new LoadReport.State(
              (double) heap / plan.allSignals(),
              disk,
              (double) changelog / plan.allSignals(),
              (double) changelog / samples,
              (double) sizes.getOrDefault(Topics.METRICS.name(), 0L) / samples,
              (double) sizes.getOrDefault(Topics.SIGNALS.name(), 0L) / samples),
          restart);
    }

    /** Another rate means batches of other sizes and code that has hardly run yet. */
    private void warmUp(double rate, WarmUp warm) {
      feeder.feed(rate, sent -> tell("warming up") && !warm.over());
    }

    private LoadReport.Phase measure(String name, double rate) {
      drain();
      watch.read(true);
      Cost costBefore = Cost.now();
      long processedBefore = detection.processed();
      long begun = System.nanoTime();
      long end = begun + plan.measure().toNanos();
      feeder.feed(rate, sent -> tell(name) && System.nanoTime() < end);
      long backlog = (feeder.sent() - detection.processed()) * plan.signals();
      double seconds = (System.nanoTime() - begun) / 1e9;
      long processed = (detection.processed() - processedBefore) * plan.signals();
      CpuUse used = Cost.now().since(costBefore);
      drain();
      settle();
      return new LoadReport.Phase(
          name,
          rate,
          processed / seconds,
          backlog,
          used.perMillion(processed),
          used.all() / seconds,
          watch.latency());
    }

    private void drain() {
      await("detection catches up", () -> detection.processed() >= feeder.sent());
    }

    /** Until no anomaly came for a while: the last results become visible at a commit. */
    private void settle() {
      long[] last = {watch.read(false), System.nanoTime()};
      await(
          "the last anomalies come",
          () -> {
            long read = watch.read(false);
            if (read != last[0]) {
              last[0] = read;
              last[1] = System.nanoTime();
            }
            return System.nanoTime() - last[1] > SETTLE.toNanos();
          });
    }

    private LoadReport.Restart restarts() {
      double kept = restart();
      detection.stop();
      delete(where.data().resolve("state"));
      return new LoadReport.Restart(kept, restart());
    }

    private double restart() {
      long more = feeder.sent() + plan.entities();
      feeder.feed((double) plan.allSignals(), sent -> sent < more);
      long begun = System.nanoTime();
      detection.restart();
      drain();
      double seconds = (System.nanoTime() - begun) / 1e9;
      progress.accept(String.format("restarted and caught up after %.1f s", seconds));
      return seconds;
    }

    private boolean tell(String phase) {
      long now = System.nanoTime();
      if (now - told >= PROGRESS_NANOS) {
        long processed = detection.processed();
        progress.accept(
            String.format(
                "%-10s %,12d samples  %,10.0f a second  %,8d on their way  %,6d of the steps found",
                phase,
                processed * plan.signals(),
                (processed - toldProcessed) * plan.signals() / ((now - told) / 1e9),
                (feeder.sent() - processed) * plan.signals(),
                watch.found(entity -> Long.MAX_VALUE)));
        told = now;
        toldProcessed = processed;
      }
      return true;
    }

    private void await(String what, BooleanSupplier done) {
      long end = System.nanoTime() + PATIENCE.toNanos();
      while (!done.getAsBoolean()) {
        if (!detection.failure().isEmpty()) {
          throw new IllegalStateException("detection " + detection.failure());
        }
        if (System.nanoTime() > end) {
          throw new IllegalStateException(
              "waited for " + PATIENCE.toMinutes() + " minutes until " + what + ", in vain");
        }
        tell("waiting");
        LockSupport.parkNanos(LOOK_NANOS);
      }
    }
  }

  private static long usedHeap() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long bytes(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot measure " + directory, e);
    }
  }

  /** Deletes a directory with everything in it. */
  public static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(directory)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + directory, e);
    }
  }
}
