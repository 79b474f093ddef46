package io.aicloudops.rca.backtest.rca;

import io.aicloudops.rca.rank.content.Content;
import io.aicloudops.rca.rank.content.LogCounts;
import io.aicloudops.rca.rank.content.Spans;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The log and trace files of a recording. */
final class ContentFiles {

  private static final int TEMPLATE = 60;

  private final Content content;

  ContentFiles(CaseFolder folder) throws IOException {
    LogCounts normalLogs = new LogCounts();
    for (Map<String, String> row : CsvFile.rows(folder.file("logs_normal.csv.gz"))) {
      normalLogs.add(kind(row), (int) number(row.get("count")));
    }
    Spans normalSpans = new Spans();
    for (Map<String, String> row : CsvFile.rows(folder.file("traces_normal.csv.gz"))) {
      add(normalSpans, row);
    }
    content = new Content(normalLogs, normalSpans);
    for (Map<String, String> row : CsvFile.rows(folder.file("logs.csv.gz"))) {
      double minute = number(row.get("time"));
      if (minute > 0) {
        content.logs(minute).add(kind(row), (int) number(row.get("count")));
      }
    }
    for (Map<String, String> row : CsvFile.rows(folder.file("traces.csv.gz"))) {
      add(content.spans(number(row.get("time"))), row);
    }
  }

  private static LogCounts.Kind kind(Map<String, String> row) {
    String level = row.getOrDefault("level", "");
    String location = row.getOrDefault("location", "-");
    String template = row.getOrDefault("template", "");
    boolean known = !location.isEmpty() && !location.equals("-");
    return new LogCounts.Kind(
        row.getOrDefault("service", ""),
        known ? location : "-" + template.substring(0, Math.min(TEMPLATE, template.length())),
        level.startsWith("ERR") || level.startsWith("FAT"));
  }

  private static void add(Spans spans, Map<String, String> row) {
    String callee = row.getOrDefault("callee", "");
    String caller = row.getOrDefault("caller", "");
    double median = number(row.get("p50_us"));
    if (!Double.isNaN(median)) {
      String from = caller.equals("=") ? callee : caller.equals("?") ? "" : caller;
      spans.add(
          new Spans.Call(from, callee, row.getOrDefault("operation", "")),
          (long) number(row.get("count")),
          median,
          number(row.get("gap_p50_us")));
    }
  }

  private static double number(@Nullable String text) {
    return text == null || text.isEmpty() ? Double.NaN : Double.parseDouble(text);
  }

  /** The minute whose lines have all arrived at a time; NaN if it has none. */
  double minuteBefore(double time) {
    return content.latest(time - 120, time - 59);
  }

  double strangest(double minute) {
    return content.strangest(minute);
  }

  Content.Evidence between(double start, double end) {
    return content.between(start, end);
  }
}
