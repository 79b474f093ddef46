package io.aicloudops.simulator.shop.process;

import io.aicloudops.simulator.shop.model.ConnectionPool;
import io.aicloudops.simulator.shop.model.CpuModel;
import io.aicloudops.simulator.shop.model.MemoryModel;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.DoubleSupplier;

/** What an instance tells Prometheus about itself. */
final class ServiceMetrics {

  private static final double[] BUCKETS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1, 1.5, 2.5, 5
  };

  private static final ExpositionFormatWriter OPEN_METRICS =
      OpenMetricsTextFormatWriter.builder().setCreatedTimestampsEnabled(false).build();
  private static final ExpositionFormatWriter PLAIN_TEXT =
      PrometheusTextFormatWriter.builder().setIncludeCreatedTimestamps(false).build();

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final String service;
  private final Counter requests;
  private final Histogram requestSeconds;
  private final Counter calls;
  private final Histogram callSeconds;
  private final Counter errors;

  ServiceMetrics(String service, String version) {
    this.service = service;
    requests =
        Counter.builder()
            .name("http_server_requests_total")
            .help("Requests answered.")
            .labelNames("method", "route", "code")
            .withoutExemplars()
            .register(registry);
    requestSeconds =
        Histogram.builder()
            .name("http_server_request_duration_seconds")
            .help("Time to answer a request.")
            .unit(Unit.SECONDS)
            .labelNames("method", "route")
            .classicOnly()
            .classicUpperBounds(BUCKETS)
            .withoutExemplars()
            .register(registry);
    calls =
        Counter.builder()
            .name("http_client_requests_total")
            .help("Requests made to other services; 503 if none is ready, 504 after a timeout.")
            .labelNames("client", "target", "code")
            .withoutExemplars()
            .register(registry);
    callSeconds =
        Histogram.builder()
            .name("http_client_request_duration_seconds")
            .help("Time a request made to another service took.")
            .unit(Unit.SECONDS)
            .labelNames("client", "target")
            .classicOnly()
            .classicUpperBounds(BUCKETS)
            .withoutExemplars()
            .register(registry);
    errors =
        Counter.builder()
            .name("app_errors_total")
            .help("Requests that failed here, by cause.")
            .labelNames("cause")
            .withoutExemplars()
            .register(registry);
    Info.builder()
        .name("build_info")
        .help("What runs here.")
        .labelNames("service", "version")
        .register(registry)
        .setLabelValues(service, version);
  }

  /** Metrics of the process itself, read at each scrape. */
  void process(CpuModel cpu, MemoryModel memory, long memoryLimitBytes, DoubleSupplier queueDepth) {
    CounterWithCallback.builder()
        .name("process_cpu_seconds_total")
        .help("CPU time used.")
        .unit(Unit.SECONDS)
        .callback(c -> c.call(cpu.usedSeconds()))
        .register(registry);
    gauge("process_cpu_limit_cores", "CPU limit.", cpu::limitCores);
    gauge("process_resident_memory_bytes", "Resident memory.", memory::residentBytes);
    gauge(
        "process_memory_limit_bytes", "Memory limit; 0 if there is none.", () -> memoryLimitBytes);
    gauge("jvm_memory_used_bytes", "Heap in use.", "area", "heap", memory::heapBytes);
    gauge("queue_depth", "Requests that wait for CPU.", queueDepth);
  }

  /** Metrics of the connections to the store. */
  void pool(ConnectionPool pool) {
    GaugeWithCallback.builder()
        .name("db_pool_connections")
        .help("Connections to the store.")
        .labelNames("state")
        .callback(
            c -> {
              int inUse = pool.inUse();
              c.call(inUse, "in_use");
              c.call(pool.max() - inUse, "idle");
              c.call(pool.max(), "max");
            })
        .register(registry);
    gauge("db_pool_waiting", "Requests that wait for a connection.", pool::waiting);
  }

  void answered(String method, Reply reply, double seconds) {
    String route = reply.route().isEmpty() ? "unknown" : reply.route();
    requests.labelValues(method, route, Integer.toString(reply.status())).inc();
    requestSeconds.labelValues(method, route).observe(seconds);
  }

  void called(String target, int code, double seconds) {
    calls.labelValues(service, target, Integer.toString(code)).inc();
    callSeconds.labelValues(service, target).observe(seconds);
  }

  void failed(String cause) {
    errors.labelValues(cause).inc();
  }

  /** The page in the format asked for: OpenMetrics 1.0 if accepted, else Prometheus text 0.0.4. */
  Page page(String accept) throws IOException {
    ExpositionFormatWriter writer = OPEN_METRICS.accepts(accept) ? OPEN_METRICS : PLAIN_TEXT;
    ByteArrayOutputStream out = new ByteArrayOutputStream(8192);
    writer.write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    return new Page(writer.getContentType(), out.toByteArray());
  }

  private void gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .callback(c -> c.call(value.getAsDouble()))
        .register(registry);
  }

  private void gauge(
      String name, String help, String label, String labelValue, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(name)
        .help(help)
        .labelNames(label)
        .callback(c -> c.call(value.getAsDouble(), labelValue))
        .register(registry);
  }

  /** A rendered page. */
  @SuppressWarnings("ArrayRecordComponent") // Written once, read once.
  record Page(String contentType, byte[] body) {}
}
