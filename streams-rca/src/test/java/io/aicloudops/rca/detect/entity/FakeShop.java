package io.aicloudops.rca.detect.entity;

import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Pods of one workload that count, time and use things as a real service does. */
public final class FakeShop {

  public static final String ENTITY = "demo/shop/Deployment/cart";

  private static final double[] BOUNDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, Double.POSITIVE_INFINITY
  };

  public double requestsPerSecond = 30;
  public double latency = 0.02;
  public double errorShare = 0;
  public double memory = 120e6;
  public double cpu = 0.2;
  public double poolInUse = 3;

  private String busyPod = "";
  private double busyFactor = 1;
  private final Random random;
  private final Map<String, Pod> pods = new LinkedHashMap<>();

  public FakeShop(long seed, String... names) {
    this.random = new Random(seed);
    for (String name : names) {
      pods.put(name, new Pod());
    }
  }

  private static final class Pod {
    final Map<String, Double> counters = new LinkedHashMap<>();
    double memoryOffset;

    void count(String series, double by) {
      counters.merge(series, by, Double::sum);
    }
  }

  /** Makes one pod use so many times the processor of the others; an empty name mends it. */
  public void slowPod(String name, double factor) {
    busyPod = name;
    busyFactor = factor;
  }

  public void replace(String old, String young) {
    pods.remove(old);
    pods.put(young, new Pod());
  }

  /** Lets a time pass and scrapes every pod. */
  public List<MetricBatch> tick(long timeMs, double seconds) {
    List<MetricBatch> batches = new ArrayList<>();
    for (Map.Entry<String, Pod> pod : pods.entrySet()) {
      batches.add(scrape(pod.getKey(), pod.getValue(), timeMs, seconds));
    }
    return batches;
  }

  private MetricBatch scrape(String name, Pod pod, long timeMs, double seconds) {
    double load = requestsPerSecond / pods.size();
    int requests = poisson(load * seconds);
    for (int k = 0; k < requests; k++) {
      double took = latency * Math.exp(0.5 * random.nextGaussian());
      String route = random.nextInt(4) == 0 ? "/pay" : "/cart";
      String code = random.nextDouble() < errorShare ? "500" : "200";
      if (code.equals("500")) {
        pod.count("app_errors_total{cause=\"upstream\"}", 1);
      }
      pod.count("http_server_requests_total{code=\"" + code + "\",route=\"" + route + "\"}", 1);
      for (double bound : BOUNDS) {
        String le = Double.isInfinite(bound) ? "+Inf" : Double.toString(bound);
        pod.count(
            "http_server_request_duration_seconds_bucket{le=\""
                + le
                + "\",route=\""
                + route
                + "\"}",
            took <= bound ? 1 : 0);
      }
    }
    pod.count(
        "process_cpu_seconds_total",
        Math.max(
            0,
            cpu
                * (name.equals(busyPod) ? busyFactor : 1)
                * seconds
                * (1 + 0.1 * random.nextGaussian())));
    MetricBatch batch =
        new MetricBatch(
            ENTITY,
            name,
            Instant.ofEpochMilli(timeMs),
            "scrape",
            new ArrayList<>(),
            new ArrayList<>(),
            new ArrayList<>());
    pod.counters.forEach(
        (series, value) ->
            add(
                batch,
                series,
                series.contains("_bucket") ? MetricType.HISTOGRAM : MetricType.COUNTER,
                value));
    pod.memoryOffset = 0.9 * pod.memoryOffset + 1e6 * random.nextGaussian();
    add(batch, "process_resident_memory_bytes", MetricType.GAUGE, memory + pod.memoryOffset);
    add(batch, "container_spec_memory_limit_bytes", MetricType.GAUGE, 256e6);
    add(batch, "container_memory_working_set_bytes", MetricType.GAUGE, memory + pod.memoryOffset);
    add(batch, "db_pool_connections_in_use", MetricType.GAUGE, Math.min(20, poisson(poolInUse)));
    add(batch, "db_pool_connections_max", MetricType.GAUGE, 20);
    return batch;
  }

  private static void add(MetricBatch batch, String series, MetricType type, double value) {
    batch.getSeries().add(series);
    batch.getTypes().add(type);
    batch.getValues().add(value);
  }

  private int poisson(double mean) {
    double limit = Math.exp(-mean);
    double product = random.nextDouble();
    int n = 0;
    while (product > limit) {
      product *= random.nextDouble();
      n++;
    }
    return n;
  }
}
