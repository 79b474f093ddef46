package io.aicloudops.benchmarks;

import io.aicloudops.forecast.ForecastSettings;
import io.aicloudops.forecast.topology.ForecastTopology;
import io.aicloudops.forecast.topology.RecommendationGauges;
import io.aicloudops.runtime.kafka.StreamsService;
import io.aicloudops.runtime.settings.Settings;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.event.TopologyEntity;
import io.aicloudops.schemas.registry.InMemorySchemaRegistry;
import io.aicloudops.schemas.serde.EventSerdes;
import io.aicloudops.schemas.topics.Topic;
import io.aicloudops.schemas.topics.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/**
 * How many series the forecast's topology keeps forecast each minute, with its store, its serdes
 * and its planning, without a broker. Arguments: workloads of each thread, minutes of history,
 * threads. Each thread has a topology of its own, as each stream thread has tasks of its own; all
 * measure at the same time, so that what they share (memory, caches, the collector) is in the
 * figure.
 */
public final class ForecastTopologyLoad {

  private static final long START = 1_760_000_000_000L;
  private static final long STEP = 15_000;
  private static final int BATCHES_A_MINUTE = 4;
  private static final int MEASURED_MINUTES = 5;
  private static final List<String> NAMES =
      List.of(
          "http_server_requests_total:rate",
          "process_cpu_seconds_total:saturation",
          "process_resident_memory_bytes:value");
  private static final List<SignalRole> ROLES =
      List.of(SignalRole.TRAFFIC, SignalRole.SATURATION, SignalRole.RESOURCE);
  private static final List<Double> UNKNOWN = List.of(Double.NaN, Double.NaN, Double.NaN);

  private final EventSerdes serdes = new EventSerdes(new InMemorySchemaRegistry());
  private final Random random = new Random(1);
  private final int workloads;
  private final CyclicBarrier together;
  private long now = START;

  /** What one thread did in the measured minutes; times in seconds. */
  private record Measured(long forecasts, double cpu, double wall) {}

  private ForecastTopologyLoad(int workloads, CyclicBarrier together) {
    this.workloads = workloads;
    this.together = together;
  }

  /** Runs it and prints the figures. */
  public static void main(String[] args) throws Exception {
    int workloads = args.length > 0 ? Integer.parseInt(args[0]) : 2000;
    int minutes = args.length > 1 ? Integer.parseInt(args[1]) : 75;
    int threads = args.length > 2 ? Integer.parseInt(args[2]) : 1;
    ExecutorService executor = Executors.newFixedThreadPool(threads);
    try {
      CyclicBarrier together = new CyclicBarrier(threads);
      Callable<Measured> one =
          () -> {
            try {
              return new ForecastTopologyLoad(workloads, together).run(minutes);
            } catch (Exception | Error e) {
              System.err.println("A thread failed: " + e);
              together.reset(); // The others would wait for it.
              throw e;
            }
          };
      List<Measured> all = new ArrayList<>();
      for (Future<Measured> each : executor.invokeAll(Collections.nCopies(threads, one))) {
        all.add(each.get());
      }
      report(workloads, all);
    } finally {
      executor.shutdown();
    }
  }

  private Measured run(int minutes) throws Exception {
    var rules =
        Settings.of(Map.of("forecast.period", "60s")).read(ForecastSettings.SECTION).rules();
    var topology =
        ForecastTopology.build(
            StreamsService.strictBuilder(),
            serdes,
            rules,
            new RecommendationGauges(new SimpleMeterRegistry()));
    Path state = Files.createTempDirectory("forecast-load");
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "load");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    try (var driver = new TopologyTestDriver(topology, properties, Instant.ofEpochMilli(START))) {
      var signals = input(driver, Topics.SIGNALS);
      var deployments = input(driver, Topics.TOPOLOGY);
      for (int w = 0; w < workloads; w++) {
        deployments.pipeInput(name(w), deployed(w), now);
      }
      for (int minute = 0; minute < minutes; minute++) {
        minute(signals);
        drain(driver);
        System.err.printf("%d of %d minutes of history%n", minute + 1, minutes);
      }
      together.await();
      long cpu = cpu();
      long wall = System.nanoTime();
      long forecasts = 0;
      for (int minute = 0; minute < MEASURED_MINUTES; minute++) {
        minute(signals);
        forecasts += drain(driver);
      }
      return new Measured(forecasts, (cpu() - cpu) / 1e9, (System.nanoTime() - wall) / 1e9);
    }
  }

  private static void report(int workloads, List<Measured> all) {
    double series = 3.0 * workloads * all.size();
    double forecasts = all.stream().mapToLong(Measured::forecasts).sum();
    double cpu = all.stream().mapToDouble(Measured::cpu).sum() / MEASURED_MINUTES;
    double wall = all.stream().mapToDouble(Measured::wall).max().orElse(0) / MEASURED_MINUTES;
    System.out.printf(
        "%.0f series on %d threads, %.1f forecasts of each a minute: %.2f s of CPU (%.2f s of time)"
            + " for a minute of all; %.0f series a minute for each core's worth of CPU, %.0f as"
            + " this machine ran%n",
        series,
        all.size(),
        forecasts / series / MEASURED_MINUTES,
        cpu,
        wall,
        60 / cpu * series,
        60 / wall * series);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private void minute(TestInputTopic<String, SignalBatch> signals) {
    for (int i = 0; i < BATCHES_A_MINUTE; i++) {
      now += STEP;
      for (int w = 0; w < workloads; w++) {
        signals.pipeInput(name(w), batch(w), now);
      }
    }
  }

  /** Forecasts that came out; what else did is thrown away. */
  private static long drain(TopologyTestDriver driver) {
    long forecasts = count(driver, Topics.FORECASTS);
    count(driver, Topics.SCALING);
    count(driver, Topics.ALERTS);
    return forecasts;
  }

  private static long count(TopologyTestDriver driver, Topic<?> topic) {
    var bytes = new ByteArrayDeserializer();
    return driver.createOutputTopic(topic.name(), bytes, bytes).readRecordsToList().size();
  }

  private static String name(int workload) {
    return "load/shop/Deployment/w" + workload;
  }

  private TopologyEntity deployed(int workload) {
    return TopologyEntity.newBuilder()
        .setEntity(name(workload))
        .setAttributes(Map.of("replicas", "2", "readyReplicas", "2", "cpuLimit", "0.5"))
        .setTime(Instant.ofEpochMilli(now))
        .setSource("load")
        .build();
  }

  private SignalBatch batch(int workload) {
    double hour = (now - START) / 3_600_000.0 + workload;
    double load = 60 + 30 * Math.sin(hour * 4) + 3 * random.nextGaussian();
    List<Double> values = new ArrayList<>(3);
    values.add(load);
    values.add(load / 132);
    values.add(1.2e8 + 1e6 * random.nextDouble());
    return SignalBatch.newBuilder()
        .setEntity(name(workload))
        .setTime(Instant.ofEpochMilli(now))
        .setIntervalMs(STEP)
        .setSignals(NAMES)
        .setRoles(ROLES)
        .setValues(values)
        .setExpected(UNKNOWN)
        .setLower(UNKNOWN)
        .setUpper(UNKNOWN)
        .setScores(UNKNOWN)
        .build();
  }

  private <V extends SpecificRecord> TestInputTopic<String, V> input(
      TopologyTestDriver driver, Topic<V> topic) {
    return driver.createInputTopic(
        topic.name(), Serdes.String().serializer(), serdes.of(topic).serializer());
  }
}
