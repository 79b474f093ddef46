package io.aicloudops.benchmarks;

import io.aicloudops.forecast.capacity.ScalingRules;
import io.aicloudops.forecast.workload.ForecastRules;
import io.aicloudops.forecast.workload.Output;
import io.aicloudops.forecast.workload.Workload;
import io.aicloudops.forecast.workload.WorkloadFold;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.event.TopologyEntity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of taking one batch of a workload's signals between two forecasts: three signals remembered
 * at three steps, capacity learned, a plan each minute, an advice.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(
    value = 1,
    jvmArgsAppend = "-Dorg.apache.avro.SERIALIZABLE_PACKAGES=io.aicloudops.schemas.event")
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ForecastUpdateBenchmark {

  private static final String ENTITY = "demo/shop/Deployment/front";
  private static final long STEP = 15_000;
  private static final List<Double> UNKNOWN = List.of(Double.NaN, Double.NaN, Double.NaN);

  /** Forecasts are measured elsewhere: here none is due. */
  private static final Duration NEVER = Duration.ofDays(100_000);

  private final ForecastRules rules =
      new ForecastRules(
          NEVER,
          Duration.ofMinutes(2),
          NEVER,
          new ScalingRules(1, 20, 0.85, 0, 2, Duration.ofSeconds(3), Duration.ofMinutes(10)));
  private final WorkloadFold fold = new WorkloadFold(rules);
  private final Workload workload = new Workload(ENTITY, rules);
  private final Random random = new Random(1);
  private long time = 1_760_000_000_000L;

  /** A day of history. */
  @Setup
  public void day() {
    fold.deployed(
        workload,
        TopologyEntity.newBuilder()
            .setEntity(ENTITY)
            .setAttributes(Map.of("replicas", "2", "readyReplicas", "2", "cpuLimit", "0.5"))
            .setTime(Instant.ofEpochMilli(time))
            .setSource("benchmark")
            .build());
    for (int i = 0; i < 5760; i++) {
      batch();
    }
  }

  /** One batch. */
  @Benchmark
  public List<Output> batch() {
    time += STEP;
    double load = 60 + 20 * Math.sin(time * 2 * Math.PI / 86_400_000) + 2 * random.nextGaussian();
    return fold.signals(
        workload,
        SignalBatch.newBuilder()
            .setEntity(ENTITY)
            .setTime(Instant.ofEpochMilli(time))
            .setIntervalMs(STEP)
            .setSignals(
                List.of(
                    "http_server_requests_total:rate",
                    "process_cpu_seconds_total:saturation",
                    "process_resident_memory_bytes:value"))
            .setRoles(List.of(SignalRole.TRAFFIC, SignalRole.SATURATION, SignalRole.RESOURCE))
            .setValues(List.of(load, load / 132, 1.2e8))
            .setExpected(UNKNOWN)
            .setLower(UNKNOWN)
            .setUpper(UNKNOWN)
            .setScores(UNKNOWN)
            .build());
  }
}
