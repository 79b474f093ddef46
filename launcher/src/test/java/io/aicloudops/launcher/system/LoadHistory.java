package io.aicloudops.launcher.system;

import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;

/**
 * What a workload's instances count of their requests and their CPU, as it is scraped: counters
 * that grow, of a load that is the same function of the time of day on each day, with noise.
 */
final class LoadHistory {

  /** Requests a second that fill the CPU of one instance. */
  static final double CARRIES = 100;

  private static final double NOISE = 0.03;

  private final String entity;
  private final Instant origin;
  private final DoubleUnaryOperator load;
  private final Random random;
  private final List<double[]> counters = new ArrayList<>();
  private Instant last;

  /**
   * @param entity whose metrics they are
   * @param origin from which the load is told, in minutes; it repeats each day
   * @param load requests a second, of minutes in [0, 1440)
   */
  LoadHistory(String entity, Instant origin, Instant begin, DoubleUnaryOperator load, long seed) {
    this.entity = entity;
    this.origin = origin;
    this.load = load;
    this.last = begin;
    this.random = new Random(seed);
  }

  /** Requests a second at a time, without the noise. */
  double load(Instant time) {
    double minutes = Duration.between(origin, time).toMillis() / 60_000.0;
    return load.applyAsDouble(((minutes % 1440) + 1440) % 1440);
  }

  /**
   * One scrape of each instance.
   *
   * @param instances that share the load
   */
  List<MetricBatch> scrape(Instant time, int instances) {
    double seconds = Duration.between(last, time).toMillis() / 1000.0;
    last = time;
    double each = load(time) / instances * (1 + NOISE * random.nextGaussian());
    List<MetricBatch> batches = new ArrayList<>();
    for (int i = 0; i < instances; i++) {
      if (counters.size() == i) {
        counters.add(new double[2]);
      }
      double[] counter = counters.get(i);
      counter[0] += each * seconds;
      counter[1] += Math.min(1, each / CARRIES) * seconds;
      batches.add(batch(time, "pod-" + i, counter[0], counter[1]));
    }
    return batches;
  }

  private MetricBatch batch(Instant time, String member, double requests, double cpuSeconds) {
    return MetricBatch.newBuilder()
        .setEntity(entity)
        .setMember(member)
        .setTime(time)
        .setSource("test")
        .setSeries(
            List.of(
                "http_server_requests_total{code=\"200\",method=\"GET\",route=\"/\"}",
                "process_cpu_seconds_total",
                "process_cpu_limit_cores"))
        .setTypes(List.of(MetricType.COUNTER, MetricType.COUNTER, MetricType.GAUGE))
        .setValues(List.of(requests, cpuSeconds, 1.0))
        .build();
  }
}
