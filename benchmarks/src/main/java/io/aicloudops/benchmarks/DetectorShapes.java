package io.aicloudops.benchmarks;

import io.aicloudops.rca.detect.Detector;
import io.aicloudops.rca.detect.Episode;
import io.aicloudops.rca.detect.Opening;
import io.aicloudops.rca.detect.Verdict;
import io.aicloudops.schemas.event.Anomaly;
import io.aicloudops.schemas.event.AnomalyStatus;
import io.aicloudops.schemas.event.SignalRole;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * False alarms on healthy signals of twenty-two shapes: episodes opened by the stream, alarms (runs
 * of rows that the backtest marks), and rows whose score reaches the threshold. Arguments: the days
 * (30); how many seeds (1), each but the first at a phase of its own; seconds between scrapes (15).
 */
public final class DetectorShapes {

  private static final int ROWS_A_DAY = 5760;
  private static final long ROW_MILLIS = 15_000;
  private static final long DAY_MILLIS = ROWS_A_DAY * ROW_MILLIS;
  private static final long START = 1_700_000_000_000L;

  private DetectorShapes() {}

  /** A healthy signal, by the quarter of a minute. */
  private interface Shape {
    double at(int row, Random random);
  }

  private static Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("constant", (row, random) -> 7);
    shapes.put("constant with noise", (row, random) -> 100 + random.nextGaussian());
    shapes.put("daily wave", (row, random) -> 100 + 40 * wave(row, 1) + 3 * random.nextGaussian());
    shapes.put(
        "day and week",
        (row, random) ->
            100
                + 40 * wave(row, 1) * (row / ROWS_A_DAY % 7 < 5 ? 1 : 0.4)
                + 3 * random.nextGaussian());
    shapes.put(
        "wave, noise with level",
        (row, random) -> (100 + 60 * wave(row, 1)) * Math.exp(0.1 * random.nextGaussian()));
    shapes.put("slow growth", (row, random) -> 100 + 0.0005 * row + random.nextGaussian());
    shapes.put("sawtooth (collector)", (row, random) -> row % 120 + 2 * random.nextGaussian());
    shapes.put("hourly job", (row, random) -> (row % 240 < 8 ? 80 : 10) + random.nextGaussian());
    shapes.put(
        "square by day",
        (row, random) -> (row % ROWS_A_DAY < ROWS_A_DAY / 2 ? 20 : 80) + random.nextGaussian());
    shapes.put("log-normal latency", (row, random) -> Math.exp(0.5 * random.nextGaussian()));
    shapes.put(
        "heavy tail (Pareto 3)", (row, random) -> Math.pow(1 - random.nextDouble(), -1 / 3.0));
    shapes.put("exponential", (row, random) -> -Math.log(1 - random.nextDouble()));
    shapes.put("few events", (row, random) -> random.nextInt(50) == 0 ? 1 : 0);
    shapes.put("binary", (row, random) -> random.nextInt(2));
    shapes.put("small counts", (row, random) -> poisson(2, random));
    shapes.put("large counts", (row, random) -> poisson(100 + 60 * wave(row, 1), random));
    shapes.put("bounded share", (row, random) -> 1 / (1 + Math.exp(-2 - random.nextGaussian())));
    shapes.put(
        "coarse steps",
        (row, random) -> Math.rint(5 + 2 * wave(row, 1) + random.nextGaussian() / 2));
    shapes.put(
        "wave and hourly job",
        (row, random) ->
            100 + 40 * wave(row, 1) + (row % 240 < 10 ? 60 : 0) + 3 * random.nextGaussian());
    shapes.put("office hours", DetectorShapes::office);
    shapes.put("correlated noise", new Correlated(0.95));
    shapes.put("random walk, tethered", new Correlated(0.999));
    return shapes;
  }

  /** Noise that remembers. */
  private static final class Correlated implements Shape {
    private final double memory;
    private double value;

    Correlated(double memory) {
      this.memory = memory;
    }

    @Override
    public double at(int row, Random random) {
      value = memory * value + Math.sqrt(1 - memory * memory) * random.nextGaussian();
      return 100 + 10 * value;
    }
  }

  private static double office(int row, Random random) {
    double hour = 24.0 * (row % ROWS_A_DAY) / ROWS_A_DAY;
    boolean open = row / ROWS_A_DAY % 7 < 5 && hour >= 9 && hour < 18;
    return (open ? 200 : 110 + 10 * wave(row, 1)) + 3 * random.nextGaussian();
  }

  private static double wave(int row, double days) {
    return Math.sin(2 * Math.PI * row / (days * ROWS_A_DAY));
  }

  private static int poisson(double mean, Random random) {
    if (mean > 30) {
      return (int) Math.max(0, Math.rint(mean + Math.sqrt(mean) * random.nextGaussian()));
    }
    double limit = Math.exp(-mean);
    int n = -1;
    for (double product = 1; product > limit; product *= random.nextDouble()) {
      n++;
    }
    return n;
  }

  /** What was told of one shape. */
  private record Told(long episodes, long alarms, long rows) {

    Told plus(Told other) {
      return new Told(episodes + other.episodes, alarms + other.alarms, rows + other.rows);
    }

    void print(PrintStream out, String name) {
      out.printf(Locale.ROOT, "%-24s %9d %9d %9d%n", name, episodes, alarms, rows);
    }
  }

  /** Prints the table. */
  public static void main(String[] arguments) {
    int days = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 30;
    int seeds = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    long step = 1000 * (arguments.length > 2 ? Long.parseLong(arguments[2]) : 15);
    PrintStream out = System.out;
    out.printf(
        "%-24s %9s %9s %9s%n", days + " days, " + seeds + " seeds", "episodes", "alarms", "rows");
    Told all = new Told(0, 0, 0);
    for (String name : shapes().keySet()) {
      // A shape of its own for each seed, since some remember their last value.
      Told told =
          IntStream.rangeClosed(1, seeds)
              .parallel()
              .mapToObj(seed -> told(Objects.requireNonNull(shapes().get(name)), days, step, seed))
              .reduce(new Told(0, 0, 0), Told::plus);
      told.print(out, name);
      all = all.plus(told);
    }
    all.print(out, "all");
  }

  private static Told told(Shape shape, int days, long step, int seed) {
    Detector detector = new Detector();
    Episode episode = new Episode();
    Opening decision = new Opening();
    Verdict verdict = new Verdict();
    Random random = new Random(seed);
    int phase = seed == 1 ? 0 : random.nextInt(7 * ROWS_A_DAY);
    Episode.Subject subject =
        new Episode.Subject("c/n/Deployment/d", "signal:value", SignalRole.RESOURCE);
    long episodes = 0;
    long alarms = 0;
    long above = 0;
    boolean alarmed = false;
    for (long passed = 0; passed < days * DAY_MILLIS; passed += step) {
      double value = shape.at(phase + (int) (passed / ROW_MILLIS), random);
      long time = START + passed;
      detector.judge(time, value, verdict);
      above += verdict.score >= Verdict.THRESHOLD ? 1 : 0;
      Anomaly told = episode.next(subject, time, step, value, verdict, "");
      episodes += told != null && told.getStatus() == AnomalyStatus.OPEN ? 1 : 0;
      boolean alarm = decision.next(SignalRole.OTHER, time, step, true, verdict);
      alarms += alarm && !alarmed ? 1 : 0;
      alarmed = alarm;
    }
    return new Told(episodes, alarms, above);
  }
}
