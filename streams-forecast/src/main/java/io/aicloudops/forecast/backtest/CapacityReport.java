package io.aicloudops.forecast.backtest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The page about a plan: its score beside those of autoscalers, and its course. */
final class CapacityReport {

  private static final int POINTS = 900;
  private static final int TWO_DAYS = 2880;

  private CapacityReport() {}

  static String page(
      Path trace, double[] load, int[] asked, double capacity, int lag, List<PlanScore> scores) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("", "under %", "lost %", "over %", "changes/day"));
    for (PlanScore s : scores) {
      rows.add(
          List.of(
              s.name(),
              number("%.3f", 100 * s.under()),
              number("%.3f", 100 * s.lost()),
              number("%.1f", 100 * s.over()),
              number("%.0f", s.changes())));
    }
    double[] served =
        Arrays.stream(PlanScore.serving(asked, lag))
            .mapToDouble(count -> count * capacity)
            .toArray();
    int recent = Math.max(0, load.length - TWO_DAYS);
    return new HtmlReport("Capacity: " + trace.getFileName(), "en")
        .paragraph(
            "under: share of minutes with more load than the serving instances carry; lost: share"
                + " of the requests beyond that; over: instance-minutes beyond the need, relative to"
                + " the need. An instance serves "
                + lag
                + " minutes after it was asked for; the first days, in which all learn, are not"
                + " scored.")
        .table(rows)
        .chart(
            "The whole trace: largest load, least served (requests a minute)",
            List.of(),
            List.of(
                new HtmlReport.Line("served by the plan", "#2a7", thin(served, false)),
                new HtmlReport.Line("load", "#236", thin(load, true))))
        .chart(
            "The last two days",
            List.of(),
            List.of(
                new HtmlReport.Line("served by the plan", "#2a7", tail(served, recent)),
                new HtmlReport.Line("load", "#236", tail(load, recent))))
        .page();
  }

  private static double[] tail(double[] values, int from) {
    return Arrays.copyOfRange(values, from, values.length);
  }

  /** The largest or the least value of each of at most so many pieces. */
  private static double[] thin(double[] values, boolean largest) {
    int pieces = Math.min(POINTS, values.length);
    double[] out = new double[pieces];
    Arrays.fill(out, Double.NaN);
    for (int t = 0; t < values.length; t++) {
      int piece = (int) ((long) t * pieces / values.length);
      boolean beyond = largest ? values[t] > out[piece] : values[t] < out[piece];
      if (Double.isNaN(out[piece]) || beyond) {
        out[piece] = values[t];
      }
    }
    return out;
  }

  private static String number(String format, double v) {
    return String.format(Locale.ROOT, format, v);
  }
}
