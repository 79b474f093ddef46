package io.aicloudops.rca.backtest.rca;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.aicloudops.rca.rank.blame.Blame;
import io.aicloudops.rca.rank.blame.Confidence;
import io.aicloudops.rca.rank.blame.Ranking;
import io.aicloudops.rca.rank.content.Content;
import io.aicloudops.rca.rank.shift.Shift;
import io.aicloudops.rca.rank.shift.Table;
import io.aicloudops.rca.rank.shift.Watch;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A recording with several incidents, played once from the start. An incident begins when the
 * measurements say so, or the log lines of two minutes in a row; it is ranked three rows later.
 */
final class Recording {

  private static final double HOLD_S = 240;
  private static final double MORE_S = 120;
  private static final int WAIT_ROWS = 3;
  private static final double UNUSUAL = 1.5;
  private static final int CONFIRMED = 2;
  private static final double METRICS_LEAST = 1.5;
  private static final double LOGS = 1.5;
  private static final double LOGS_FULL = 3;
  private static final double SPANS = 0.7;
  private static final double MOST_SPANS = 2;
  private static final double MINUTE_S = 60;
  private static final double SHIPPING_S = 15;

  private record Begun(int row, double time) {}

  private final CaseFolder folder;
  private final ContentFiles content;
  private final double first;
  private final double last;
  private final List<Begun> waiting = new ArrayList<>();
  private final ArrayNode incidents = CaseFolder.JSON.createArrayNode();
  private double until = Double.NEGATIVE_INFINITY;
  private double begun = Double.NEGATIVE_INFINITY;
  private int unusual;

  Recording(CaseFolder folder) throws IOException {
    this.folder = folder;
    this.content = new ContentFiles(folder);
    this.first = folder.input().path("score_range").path(0).asDouble();
    this.last = folder.input().path("score_range").path(1).asDouble();
  }

  Answer answer() throws IOException {
    Watch[] watch = new Watch[1];
    Table table =
        folder.measurements(
            (rows, normal) -> {
              if (watch[0] == null) {
                watch[0] = new Watch(rows.columns().size());
              }
              if (normal) {
                watch[0].normal(rows.filled(rows.rows() - 1));
              } else {
                row(rows, watch[0]);
              }
            });
    waiting.forEach(b -> rank(table, b, table.rows()));
    Answer answer = new Answer(folder.id());
    answer.node().set("incidents", incidents);
    return answer;
  }

  private void row(Table table, Watch watch) {
    int row = table.rows() - 1;
    double time = table.time(row);
    boolean hot = watch.row(table.filled(row));
    if (time >= first && time <= last) {
      double when = time + table.step();
      double minute = content.minuteBefore(time);
      if (Double.isNaN(minute)) {
        unusual = 0;
      } else {
        unusual = content.strangest(minute) >= UNUSUAL ? unusual + 1 : 0;
      }
      if (unusual >= CONFIRMED) {
        hot = true;
        when = minute + MINUTE_S + SHIPPING_S;
      }
      if (hot && time > until) {
        waiting.add(new Begun(row, when));
        begun = time;
        until = time + HOLD_S;
      } else if (hot && time - begun < HOLD_S) {
        until = Math.max(until, time + MORE_S);
      }
    }
    while (!waiting.isEmpty() && row >= waiting.get(0).row + WAIT_ROWS) {
      rank(table, waiting.remove(0), row + 1);
    }
  }

  private void rank(Table table, Begun incident, int to) {
    int from = Math.max(10, incident.row - 1);
    Blame blame = new Blame(Shift.of(table, from, to), folder.graph());
    SortedMap<String, Double> scores = new TreeMap<>();
    double most = blame.scores().values().stream().mapToDouble(v -> v).max().orElse(0);
    blame.scores().forEach((s, v) -> scores.put(s, v / Math.max(most, METRICS_LEAST)));
    double start = table.time(incident.row);
    Content.Evidence evidence = content.between(start, table.time(to - 1));
    double loudest = evidence.logs().values().stream().mapToDouble(v -> v).max().orElse(0);
    evidence
        .logs()
        .forEach(
            (s, v) ->
                scores.merge(
                    s,
                    loudest > 0 ? LOGS * v / loudest * Math.min(1, loudest / LOGS_FULL) : 0,
                    Double::sum));
    evidence
        .spans()
        .forEach(
            (s, v) -> scores.merge(s, SPANS * Math.max(0, Math.min(MOST_SPANS, v)), Double::sum));
    ObjectNode told = incidents.addObject();
    told.put("start", incident.time);
    Answer.list(told, "services", Ranking.of(scores));
    double sure = Confidence.of(scores, Confidence.Basis.MEASUREMENTS);
    told.put("confidence", Math.round(1000 * sure) / 1000.0);
  }
}
