package io.aicloudops.benchmarks;

import io.aicloudops.rca.detect.Detector;
import io.aicloudops.rca.detect.Verdict;
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

/** Points a second that one core judges, on a noisy daily wave at 15 s scrapes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DetectorBenchmark {

  private static final int POINTS = 1 << 16;
  private static final long STEP_MILLIS = 15_000;
  private static final double POINTS_A_DAY = 5760;

  private final Detector detector = new Detector();
  private final Verdict verdict = new Verdict();
  private final double[] values = new double[POINTS];
  private long time;
  private int next;

  /** Makes the values. */
  @Setup
  public void values() {
    Random random = new Random(1);
    for (int i = 0; i < POINTS; i++) {
      values[i] = 100 + 30 * Math.sin(i * 2 * Math.PI / POINTS_A_DAY) + random.nextGaussian();
    }
  }

  /** One point. */
  @Benchmark
  public double judge() {
    time += STEP_MILLIS;
    next = (next + 1) & (POINTS - 1);
    detector.judge(time, values[next], verdict);
    return verdict.score;
  }
}
