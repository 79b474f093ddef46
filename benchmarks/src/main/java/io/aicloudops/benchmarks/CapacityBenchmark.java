package io.aicloudops.benchmarks;

import io.aicloudops.forecast.capacity.CapacityPlanner;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Time of planning one minute of a workload that is known for eight days. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class CapacityBenchmark {

  private static final int DAY = 1440;
  private static final double CAPACITY = 50;

  /** Minutes until an instance serves. */
  @Param({"2", "15"})
  private int lead;

  private final Random random = new Random(1);
  private CapacityPlanner planner = new CapacityPlanner(1, DAY);
  private int minute;

  /** Plans the first days. */
  @Setup
  public void days() {
    planner = new CapacityPlanner(lead, DAY);
    while (minute < 8 * DAY) {
      minute();
    }
  }

  /** One minute. */
  @Benchmark
  public CapacityPlanner.Plan minute() {
    double load = 1000 + 400 * Math.sin(minute++ * 2 * Math.PI / DAY) + 20 * random.nextGaussian();
    return planner.plan(load, CAPACITY);
  }
}
