package io.aicloudops.forecast.backtest;

import io.aicloudops.forecast.model.QuantileForecast;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** The page about forecasts: their own backtest in a table, some of them in charts. */
final class ForecastReport {

  private static final int CHARTS = 12;
  private static final int PAST = 4;

  /** A forecast with the end of its history. */
  @SuppressWarnings("ArrayRecordComponent") // Made once, read once.
  private record Shown(String id, double[] past, QuantileForecast forecast) {}

  private final List<Double> errors = new ArrayList<>();
  private final List<Double> coverages = new ArrayList<>();
  private final List<Shown> shown = new ArrayList<>();
  private final int every;
  private int seen;

  /**
   * @param series so many will be added; a few of them are drawn
   */
  ForecastReport(int series) {
    every = Math.max(1, series / CHARTS);
  }

  void add(String id, double[] history, QuantileForecast forecast) {
    add(errors, forecast.backtestMase());
    add(coverages, forecast.coverage());
    if (seen++ % every == 0 && shown.size() < CHARTS) {
      int from = Math.max(0, history.length - PAST * forecast.horizon());
      shown.add(new Shown(id, Arrays.copyOfRange(history, from, history.length), forecast));
    }
  }

  private static void add(List<Double> to, double value) {
    if (Double.isFinite(value)) {
      to.add(value);
    }
  }

  String page(Path train, BacktestForecast.Summary summary, double level) {
    HtmlReport page =
        new HtmlReport("Forecasts: " + train.getFileName(), "en")
            .paragraph(
                "Error and coverage are of each forecast's own earlier origins, before its future"
                    + " was known; the error is relative to repeating the last season.")
            .table(
                List.of(
                    List.of("", "value"),
                    List.of("series", "" + summary.series()),
                    List.of("too short", "" + summary.skipped()),
                    List.of("CPU, ms a series", number(summary.meanMillis())),
                    List.of("error, median", number(median(errors))),
                    List.of(
                        "coverage of " + number(100 * level) + " %, mean",
                        number(100 * mean(coverages)) + " %")));
    for (Shown s : shown) {
      draw(page, s);
    }
    return page.page();
  }

  private static void draw(HtmlReport page, Shown s) {
    int before = s.past.length;
    QuantileForecast f = s.forecast;
    page.chart(
        s.id + ", " + f.model(),
        List.of(
            new HtmlReport.Band(
                "interval",
                "#e70",
                after(before, f.level(0)),
                after(before, f.level(f.levels().length - 1)))),
        List.of(
            new HtmlReport.Line("past", "#236", s.past),
            new HtmlReport.Line("forecast", "#e70", after(before, f.point()))));
  }

  private static double[] after(int gap, double[] values) {
    double[] out = new double[gap + values.length];
    Arrays.fill(out, 0, gap, Double.NaN);
    System.arraycopy(values, 0, out, gap, values.length);
    return out;
  }

  private static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.isEmpty() ? Double.NaN : sorted.get(sorted.size() / 2);
  }

  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }

  private static String number(double v) {
    return String.format(Locale.ROOT, "%.3g", v);
  }
}
