package io.aicloudops.benchmarks;

import io.aicloudops.forecast.model.ForecastResult;
import io.aicloudops.forecast.model.Forecaster;
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

/** Time of fitting a series of hours and forecasting two days of it with intervals. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class ForecasterBenchmark {

  private static final int HORIZON = 48;

  /** Hours of history. */
  @Param({"100", "700", "1000"})
  private int hours;

  private double[] history = new double[0];

  /** Makes the history: a day, a week, some noise. */
  @Setup
  public void history() {
    Random random = new Random(1);
    history = new double[hours];
    for (int i = 0; i < hours; i++) {
      double day = Math.sin(i * 2 * Math.PI / 24);
      double week = Math.sin(i * 2 * Math.PI / 168);
      history[i] = 1000 + 200 * day + 80 * week + 10 * random.nextGaussian();
    }
  }

  /** One series. */
  @Benchmark
  public ForecastResult forecast() {
    return Forecaster.forecast(history, HORIZON, Forecaster.defaultLevels());
  }
}
