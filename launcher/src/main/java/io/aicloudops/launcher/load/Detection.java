package io.aicloudops.launcher.load;

import io.aicloudops.rca.RcaService;
import io.aicloudops.runtime.http.HttpServer;
import io.aicloudops.runtime.http.HttpSettings;
import io.aicloudops.runtime.kafka.KafkaClients;
import io.aicloudops.runtime.kafka.StreamsService;
import io.aicloudops.runtime.service.Health;
import io.aicloudops.runtime.service.ServiceContext;
import io.aicloudops.runtime.settings.Settings;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** The production detection topology, started and stopped at will on one state directory. */
final class Detection implements AutoCloseable {

  /** Part of the name of each of its threads. */
  static final String NAME = RcaService.NAME + "-detect";

  private static final long LOOK_AGAIN_NANOS = 1_000_000_000;

  private final ServiceContext context;
  private StreamsService service;
  private List<Metric> counters = List.of();
  private long looked;
  private long before;

  private Detection(ServiceContext context) {
    this.context = context;
    this.service = RcaService.detection(context);
  }

  static Detection start(
      Settings settings, KafkaClients clients, PrometheusMeterRegistry meters, Path data) {
    // Services are given a server for their routes; detection has none, so it is never started.
    HttpServer http =
        new HttpServer(
            settings.read(HttpSettings.SECTION),
            "a-server-that-is-never-started-signs-nothing",
            meters,
            Clock.systemUTC());
    Detection detection =
        new Detection(new ServiceContext(settings, clients, http, meters, Clock.systemUTC(), data));
    detection.service.start();
    return detection;
  }

  /** Stops it and keeps its state. */
  void stop() {
    before = processed();
    service.close();
    service = RcaService.detection(context);
    counters = List.of();
  }

  /** Starts it again after {@link #stop}. */
  void restart() {
    service.start();
  }

  /** True when it takes records. */
  boolean running() {
    return service.health().status() == Health.Status.HEALTHY;
  }

  /** Why it will never go on; empty if it may. */
  String failure() {
    Health health = service.health();
    return health.status() == Health.Status.UNHEALTHY ? health.message() : "";
  }

  /** Batches processed over all starts. */
  long processed() {
    long now = System.nanoTime();
    if (counters.isEmpty() || now - looked > LOOK_AGAIN_NANOS) {
      // A thread that was replaced counts in a metric of its own.
      counters =
          metrics(
              name ->
                  name.group().equals("stream-thread-metrics")
                      && name.name().equals("process-total"));
      looked = now;
    }
    return before + sum(counters);
  }

  /** Samples that the processor refused since the last start. */
  long refused() {
    return sum(metrics(name -> name.name().equals("dropped-samples-total")));
  }

  private List<Metric> metrics(Predicate<MetricName> wanted) {
    List<Metric> found = new ArrayList<>();
    service
        .streams()
        .ifPresent(
            streams ->
                streams
                    .metrics()
                    .forEach(
                        (name, metric) -> {
                          if (wanted.test(name)) {
                            found.add(metric);
                          }
                        }));
    return found;
  }

  private static long sum(List<Metric> metrics) {
    return (long) metrics.stream().mapToDouble(m -> ((Number) m.metricValue()).doubleValue()).sum();
  }

  @Override
  public void close() {
    service.close();
  }
}
