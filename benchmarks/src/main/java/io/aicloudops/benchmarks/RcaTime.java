package io.aicloudops.benchmarks;

import io.aicloudops.rca.analysis.RcaAnalysis;
import io.aicloudops.rca.analysis.SignalWindow;
import io.aicloudops.rca.knowledge.ClusterMap;
import io.aicloudops.rca.rank.blame.Lookout;
import io.aicloudops.rca.rank.shift.CallGraph;
import io.aicloudops.rca.rank.shift.Column;
import io.aicloudops.rca.rank.shift.Table;
import io.aicloudops.schemas.event.Edge;
import io.aicloudops.schemas.event.EdgeType;
import io.aicloudops.schemas.event.SignalBatch;
import io.aicloudops.schemas.event.SignalRole;
import io.aicloudops.schemas.event.TopologyEntity;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * What finding a cause costs by the number of services, in CPU milliseconds of one thread, so that
 * a busy machine does not matter much: a ranking of what moved in 300 rows of 8 measurements a
 * service, the watch of one more row, and an analysis on demand of 30 minutes of signals.
 *
 * <pre>RcaTime [seed] [file.svg]</pre>
 */
public final class RcaTime {

  private static final int[] SIZES = {10, 50, 100, 200, 500, 1_000};
  private static final int ROWS = 300;
  private static final int FAULT_ROW = 285;
  private static final int ROUNDS = 15;
  private static final long STEP_MS = 15_000;
  private static final long RANGE_MS = 1_800_000;
  private static final long START = 1_772_323_200_000L;
  private static final List<String> METRICS =
      List.of("requests", "errors", "latency-p50", "latency-p99", "cpu", "mem", "queue", "net-rx");
  private static final List<SignalRole> ROLES =
      List.of(
          SignalRole.TRAFFIC,
          SignalRole.ERRORS,
          SignalRole.LATENCY,
          SignalRole.LATENCY,
          SignalRole.RESOURCE,
          SignalRole.RESOURCE,
          SignalRole.SATURATION,
          SignalRole.RESOURCE);

  private record Line(int services, double first, double ranking, double watch, double analysis) {}

  private RcaTime() {}

  /** Runs it. */
  public static void main(String[] args) throws IOException {
    long seed = args.length > 0 ? Long.parseLong(args[0]) : 1;
    measure(50, seed); // Compiled code is what is to be measured.
    List<Line> lines = new ArrayList<>();
    System.out.println(
        "services  ranking ms (first of a size)  watch ms a row  analysis of 30 minutes ms");
    for (int services : SIZES) {
      Line line = measure(services, seed);
      lines.add(line);
      System.out.printf(
          Locale.ROOT,
          "%8d  %10.1f (%.1f) %22.2f %18.0f%n",
          services,
          line.ranking,
          line.first,
          line.watch,
          line.analysis);
    }
    if (args.length > 1) {
      Files.writeString(Path.of(args[1]), plot(lines));
    }
  }

  private static Line measure(int services, long seed) {
    Random random = new Random(seed);
    List<List<Integer>> callees = callees(services, random);
    CallGraph graph = graph(callees);
    List<Column> columns = new ArrayList<>();
    for (int s = 0; s < services; s++) {
      for (String metric : METRICS) {
        columns.add(Column.of("s" + s + "_" + metric, graph));
      }
    }
    Table table = new Table(columns);
    Lookout lookout = new Lookout();
    double[] rows = new double[ROWS];
    for (int row = 0; row < ROWS; row++) {
      table.add(START / 1000.0 + 15.0 * row, row(services, row, callees, random));
      long begun = cpu();
      lookout.row(table, false);
      rows[row] = millis(begun);
    }
    lookout.told(FAULT_ROW + 1);
    double[] rankings = new double[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long begun = cpu();
      if (lookout.blame(table, graph).scores().isEmpty()) {
        throw new IllegalStateException("nobody was blamed, seed " + seed);
      }
      rankings[i] = millis(begun);
    }
    double first = rankings[0];
    return new Line(
        services, first, median(rankings), median(rows), analysis(services, callees, random));
  }

  private static List<List<Integer>> callees(int services, Random random) {
    List<List<Integer>> callees = new ArrayList<>();
    for (int s = 0; s < services; s++) {
      List<Integer> called = new ArrayList<>();
      for (int k = 0; k < 2 && s + 1 < services; k++) {
        called.add(s + 1 + random.nextInt(services - s - 1));
      }
      callees.add(called);
    }
    return callees;
  }

  private static CallGraph graph(List<List<Integer>> callees) {
    List<String> nodes = new ArrayList<>();
    for (int s = 0; s < callees.size(); s++) {
      nodes.add("s" + s);
    }
    CallGraph graph = new CallGraph(nodes, Map.of());
    for (int s = 0; s < callees.size(); s++) {
      for (int callee : callees.get(s)) {
        graph.call("s" + s, "s" + callee);
      }
    }
    return graph;
  }

  /** Calm rows with noise; from the fault on one service and those that call it are slow. */
  private static double[] row(int services, int row, List<List<Integer>> callees, Random random) {
    double[] values = new double[services * METRICS.size()];
    int culprit = services / 2;
    for (int s = 0; s < services; s++) {
      boolean felt = s == culprit || callees.get(s).contains(culprit);
      for (int m = 0; m < METRICS.size(); m++) {
        boolean moved = row >= FAULT_ROW && felt && (ROLES.get(m) == SignalRole.LATENCY || m == 1);
        double level = moved ? 30 : 10;
        values[s * METRICS.size() + m] = level + random.nextGaussian();
      }
    }
    return values;
  }

  private static double analysis(int services, List<List<Integer>> callees, Random random) {
    SignalWindow window = new SignalWindow(RANGE_MS, 20_000, 2_000);
    ClusterMap map = new ClusterMap();
    for (int s = 0; s < services; s++) {
      List<Edge> edges =
          callees.get(s).stream().distinct().map(c -> new Edge(EdgeType.CALLS, entity(c))).toList();
      map.put(
          TopologyEntity.newBuilder()
              .setEntity(entity(s))
              .setEdges(edges)
              .setAttributes(Map.of())
              .setTime(Instant.ofEpochMilli(START))
              .setSource("made up")
              .build());
    }
    int rows = (int) (RANGE_MS / STEP_MS);
    int shift = ROWS - rows;
    for (int row = 0; row < rows; row++) {
      double[] values = row(services, row + shift, callees, random);
      for (int s = 0; s < services; s++) {
        window.add(batch(s, values, START + STEP_MS * row));
      }
    }
    RcaAnalysis.Question question =
        new RcaAnalysis.Question(List.of(), START, START + RANGE_MS, "");
    double[] times = new double[5];
    for (int i = 0; i < times.length; i++) {
      long begun = cpu();
      if (RcaAnalysis.analyse(question, window, List.of(), map).causes().isEmpty()) {
        throw new IllegalStateException("no cause was found");
      }
      times[i] = millis(begun);
    }
    return median(times);
  }

  private static SignalBatch batch(int service, double[] values, long time) {
    int n = METRICS.size();
    List<Double> said = new ArrayList<>(n);
    List<Double> scores = new ArrayList<>(n);
    for (int m = 0; m < n; m++) {
      double value = values[service * n + m];
      said.add(value);
      scores.add(value > 20 ? 0.9 : 0.05);
    }
    List<Double> expected = new ArrayList<>(Collections.nCopies(n, 10.0));
    return new SignalBatch(
        entity(service),
        Instant.ofEpochMilli(time),
        STEP_MS,
        METRICS,
        ROLES,
        said,
        expected,
        Collections.nCopies(n, 7.0),
        Collections.nCopies(n, 13.0),
        scores);
  }

  private static String entity(int service) {
    return "bench/shop/Deployment/s" + service;
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static double millis(long begun) {
    return (cpu() - begun) / 1e6;
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  /** A line for each measurement; both axes are logarithmic. */
  private static String plot(List<Line> lines) {
    StringBuilder svg =
        new StringBuilder(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 560 340\" font-family=\"sans-serif\""
                + " font-size=\"12\">\n<rect width=\"560\" height=\"340\" fill=\"white\"/>\n");
    for (int power = -1; power <= 4; power++) {
      double y = y(Math.pow(10, power));
      svg.append(
          String.format(
              Locale.ROOT,
              "<line x1=\"60\" x2=\"440\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>"
                  + "<text x=\"52\" y=\"%.1f\" text-anchor=\"end\">%s ms</text>%n",
              y,
              y,
              y + 4,
              power < 0 ? "0.1" : String.format(Locale.ROOT, "%,.0f", Math.pow(10, power))));
    }
    for (Line line : lines) {
      svg.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"320\" text-anchor=\"middle\">%,d</text>%n",
              x(line.services),
              line.services));
    }
    svg.append("<text x=\"250\" y=\"336\" text-anchor=\"middle\">services</text>\n");
    curve(svg, lines, "#0b6", "ranking", lines.stream().map(Line::ranking).toList());
    curve(svg, lines, "#06c", "watch, a row", lines.stream().map(Line::watch).toList());
    curve(svg, lines, "#c40", "30 min on demand", lines.stream().map(Line::analysis).toList());
    return svg.append("</svg>\n").toString();
  }

  private static void curve(
      StringBuilder svg, List<Line> lines, String colour, String name, List<Double> values) {
    StringBuilder points = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      points.append(
          String.format(Locale.ROOT, "%.1f,%.1f ", x(lines.get(i).services), y(values.get(i))));
    }
    svg.append(
        String.format(
            Locale.ROOT,
            "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>"
                + "<text x=\"446\" y=\"%.1f\" fill=\"%s\">%s</text>%n",
            points.toString().trim(),
            colour,
            y(values.get(values.size() - 1)) + 4,
            colour,
            name));
  }

  private static double x(double services) {
    return 60 + 380 * (Math.log10(services) - 1) / 2;
  }

  private static double y(double millis) {
    return 300 - 270 * (Math.log10(Math.max(0.1, millis)) + 1) / 5;
  }
}
