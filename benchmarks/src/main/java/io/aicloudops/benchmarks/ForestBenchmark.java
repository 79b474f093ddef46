package io.aicloudops.benchmarks;

import com.amazon.randomcutforest.RandomCutForest;
import io.aicloudops.rca.detect.Detector;
import io.aicloudops.rca.detect.Verdict;
import java.util.Collection;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
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
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Our detector and a random cut forest (Guha et al., Robust Random Cut Forest Based Anomaly
 * Detection on Streams, 2016) with the defaults of its library, 50 trees of 256 points, shingles of
 * 8, on the same noisy daily wave at 15 s scrapes. Each judges a point and then learns it. {@link
 * #main} runs both, weighs what they keep, and prints the ratios.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ForestBenchmark {

  private static final int POINTS = 1 << 16;
  private static final long STEP_MILLIS = 15_000;
  private static final double POINTS_A_DAY = 5760;
  private static final int SHINGLE = 8;
  private static final int LEARNED = 5760;
  private static final int DETECTORS = 4000;
  private static final int FORESTS = 40;

  private final Detector detector = new Detector();
  private final Verdict verdict = new Verdict();
  private final RandomCutForest forest = forest(1);
  private final double[] values = values();
  private final float[] point = new float[1];
  private long time;
  private int next;

  private static RandomCutForest forest(long seed) {
    return RandomCutForest.builder()
        .dimensions(SHINGLE)
        .shingleSize(SHINGLE)
        .internalShinglingEnabled(true)
        .randomSeed(seed)
        .build();
  }

  private static double[] values() {
    double[] values = new double[POINTS];
    Random random = new Random(1);
    for (int i = 0; i < POINTS; i++) {
      values[i] = 100 + 30 * Math.sin(i * 2 * Math.PI / POINTS_A_DAY) + random.nextGaussian();
    }
    return values;
  }

  /** A day that both have seen. */
  @Setup
  public void learn() {
    for (int k = 0; k < LEARNED; k++) {
      ours();
      next = (next + POINTS - 1) & (POINTS - 1);
      forest();
    }
  }

  /** One point of our detector. */
  @Benchmark
  public double ours() {
    time += STEP_MILLIS;
    next = (next + 1) & (POINTS - 1);
    detector.judge(time, values[next], verdict);
    return verdict.score;
  }

  /** One point of the forest. */
  @Benchmark
  public double forest() {
    next = (next + 1) & (POINTS - 1);
    point[0] = (float) values[next];
    double score = forest.getAnomalyScore(point);
    forest.update(point);
    return score;
  }

  /**
   * Runs both and prints points a second, bytes of heap for each, and the ratios.
   *
   * @throws RunnerException if a benchmark fails
   */
  public static void main(String[] arguments) throws RunnerException {
    Collection<RunResult> results =
        new Runner(new OptionsBuilder().include(ForestBenchmark.class.getSimpleName()).build())
            .run();
    double ours = score(results, "ours");
    double forest = score(results, "forest");
    double[] values = values();
    double ourBytes = bytes(DETECTORS, k -> learned(values));
    double forestBytes = bytes(FORESTS, k -> grown(k, values));
    System.out.printf(
        "points a second: detector %,.0f, forest %,.0f: %.0f times as many%n",
        ours, forest, ours / forest);
    System.out.printf(
        "bytes of heap:   detector %,.0f, forest %,.0f: one part in %.0f%n",
        ourBytes, forestBytes, forestBytes / ourBytes);
  }

  private static double score(Collection<RunResult> results, String benchmark) {
    return results.stream()
        .filter(result -> result.getParams().getBenchmark().endsWith("." + benchmark))
        .mapToDouble(result -> result.getPrimaryResult().getScore())
        .findFirst()
        .orElseThrow();
  }

  private static Detector learned(double[] values) {
    Detector detector = new Detector();
    Verdict verdict = new Verdict();
    for (int k = 0; k < LEARNED; k++) {
      detector.judge(STEP_MILLIS * k, values[k], verdict);
    }
    return detector;
  }

  private static RandomCutForest grown(long seed, double[] values) {
    RandomCutForest forest = forest(seed);
    for (int k = 0; k < LEARNED; k++) {
      forest.update(new float[] {(float) values[k]});
    }
    return forest;
  }

  /** What each of so many takes of the heap. */
  private static double bytes(int count, IntFunction<Object> make) {
    Object[] kept = new Object[count];
    kept[0] = make.apply(0); // What all share is there before.
    long before = usedHeap();
    for (int k = 0; k < count; k++) {
      kept[k] = make.apply(k);
    }
    long after = usedHeap();
    if (kept[count - 1] == null) {
      throw new IllegalStateException("nothing was made");
    }
    return (double) (after - before) / count;
  }

  private static long usedHeap() {
    for (int k = 0; k < 3; k++) {
      System.gc();
    }
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
