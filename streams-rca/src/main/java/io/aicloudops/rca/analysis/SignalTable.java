package io.aicloudops.rca.analysis;

import io.aicloudops.rca.analysis.SignalWindow.Point;
import io.aicloudops.rca.analysis.SignalWindow.Series;
import io.aicloudops.rca.knowledge.ClusterMap;
import io.aicloudops.rca.knowledge.Pointed;
import io.aicloudops.rca.rank.blame.Lookout;
import io.aicloudops.rca.rank.shift.CallGraph;
import io.aicloudops.rca.rank.shift.Column;
import io.aicloudops.rca.rank.shift.Role;
import io.aicloudops.rca.rank.shift.Table;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Signals as the table that the ranking of measurements reads: a column for each signal, a row for
 * each step of time. What a caller measures at what it calls is a column between the two.
 */
final class SignalTable {

  private static final int MOST_ROWS = 120;

  /** A detector's score from which on a signal is unusual. */
  private static final double ODD = 0.5;

  private static final int LEAST_STEP_MS = 1000;

  private final List<Series> series;
  private final List<Column> columns = new ArrayList<>();
  private final CallGraph graph = new CallGraph(List.of(), java.util.Map.of());

  /**
   * The columns of signals.
   *
   * @param series with at least one point each
   * @param map who calls whom, and which names stand for the same
   */
  SignalTable(List<Series> series, ClusterMap map) {
    this.series = List.copyOf(series);
    for (Series one : series) {
      String entity = map.canonical(one.name().entity());
      String signal = one.name().signal();
      Optional<String> callee = Pointed.at(map, entity, signal);
      columns.add(
          Column.of(
              entity,
              signal,
              callee.orElse(entity),
              callee.isPresent() ? entity : "",
              role(one),
              worse(one)));
    }
    calls(map);
  }

  private void calls(ClusterMap map) {
    Deque<String> ways = new ArrayDeque<>(columns.stream().map(Column::owner).distinct().toList());
    Set<String> seen = new HashSet<>(ways);
    while (!ways.isEmpty()) {
      String caller = ways.remove();
      for (String callee : map.callees(caller)) {
        graph.call(caller, callee);
        if (seen.add(callee)) {
          ways.add(callee);
        }
      }
    }
  }

  private static Role role(Series series) {
    return switch (series.role()) {
      case ERRORS, AVAILABILITY -> Role.ERRORS;
      case LATENCY -> Role.LATENCY;
      case SATURATION -> Role.SATURATION;
      case RESOURCE -> Role.RESOURCE;
      case TRAFFIC -> Role.TRAFFIC;
      case OTHER -> Role.OTHER;
    };
  }

  private static int worse(Series series) {
    String name = series.name().signal().toLowerCase(Locale.ROOT);
    boolean counted = name.contains("restarts") || name.contains("unavailable");
    return switch (series.role()) {
      case ERRORS, LATENCY, SATURATION -> 1;
      case AVAILABILITY -> counted ? 1 : -1;
      case RESOURCE, TRAFFIC, OTHER -> 0;
    };
  }

  CallGraph graph() {
    return graph;
  }

  /** The signal that a column shows. */
  Series series(Column column) {
    return series.get(columns.indexOf(column));
  }

  /**
   * The rows up to a time, shown to a lookout one by one. Where the signals are too few for all of
   * them together to tell that trouble began, the first that its detector called unusual does.
   *
   * @param asked what lies before it is taken as normal, epoch milliseconds
   */
  Table rows(long asked, long to, Lookout lookout) {
    Table table = new Table(columns);
    long first = to;
    for (Series one : series) {
      first = Math.min(first, one.points().get(0).time());
    }
    long step = Math.max(pace(), (to - first) / MOST_ROWS + 1);
    int[] next = new int[columns.size()];
    int odd = -1;
    for (long end = first; end - step < to; end += step) {
      double[] row = new double[columns.size()];
      boolean unusual = fill(row, end, next);
      table.add(end / 1000.0, row);
      lookout.row(table, end < asked);
      odd = odd < 0 && unusual && end >= asked ? table.rows() - 1 : odd;
    }
    if (odd >= 0) {
      lookout.told(odd);
    }
    return table;
  }

  /**
   * Fills in the last value of each signal up to a time, NaN for one without a new value; true if
   * one of them was unusual.
   */
  private boolean fill(double[] row, long end, int[] next) {
    Arrays.fill(row, Double.NaN);
    boolean unusual = false;
    for (int j = 0; j < row.length; j++) {
      List<Point> points = series.get(j).points();
      while (next[j] < points.size() && points.get(next[j]).time() <= end) {
        row[j] = points.get(next[j]).value();
        unusual |= points.get(next[j]).score() >= ODD;
        next[j]++;
      }
    }
    return unusual;
  }

  /** The usual distance of a signal's values in milliseconds. */
  private long pace() {
    long[] paces =
        series.stream()
            .map(Series::points)
            .filter(p -> p.size() > 1)
            .mapToLong(p -> (p.get(p.size() - 1).time() - p.get(0).time()) / (p.size() - 1))
            .sorted()
            .toArray();
    return Math.max(LEAST_STEP_MS, paces.length == 0 ? 0 : paces[paces.length / 2]);
  }
}
