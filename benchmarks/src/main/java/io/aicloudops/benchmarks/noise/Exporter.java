package io.aicloudops.benchmarks.noise;

import io.aicloudops.rca.rank.shift.Column;
import io.aicloudops.rca.rank.shift.Role;
import io.aicloudops.schemas.event.MetricBatch;
import io.aicloudops.schemas.event.MetricType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns a recording's columns into series as exporters give them, so that the production signals
 * can be made of them: a time as sum and count of a summary, a share of good or bad calls as a
 * gauge of errors in [0,1], everything else as a gauge. What is measured of a call at its caller is
 * a client metric of the caller that names its target.
 */
final class Exporter {

  /** Values of a share above this show that it is told in per cent. */
  private static final double SHARE = 1.5;

  /** One column as a series. */
  private static final class Line {
    private final Column column;
    private final int at;
    private final String owner;
    private final String member;
    private final String series;
    private double sum;
    private long count;
    private boolean percent;

    Line(Column column, int at) {
      this.column = column;
      this.at = at;
      boolean caller = column.edge() && column.metric().contains("src");
      this.owner = caller ? column.caller() : column.owner();
      boolean service = column.entity().contains(">") || column.entity().equals(column.owner());
      this.member = service ? "" : column.entity();
      this.series = name(caller);
    }

    private String name(boolean caller) {
      String metric = column.metric();
      int colon = metric.indexOf(':');
      String bare = colon < 0 ? metric : metric.substring(0, colon);
      String name = (caller ? "client_" : "") + bare.replaceAll("[^A-Za-z0-9]+", "_");
      name = name.toLowerCase(Locale.ROOT);
      if (column.role() == Role.LATENCY) {
        name += "_seconds";
      } else if (column.role() == Role.ERRORS && column.worse() != 0) {
        name += "_errors";
      }
      return name;
    }

    private String labels() {
      if (!column.edge()) {
        return "";
      }
      return owner.equals(column.caller())
          ? "{target=\"" + column.owner() + "\"}"
          : "{source=\"" + column.caller() + "\"}";
    }

    void feed(double value, List<String> names, List<MetricType> types, List<Double> values) {
      if (column.role() == Role.LATENCY) {
        sum += value;
        count++;
        put(series + "_sum" + labels(), MetricType.SUMMARY, sum, names, types, values);
        put(series + "_count" + labels(), MetricType.SUMMARY, (double) count, names, types, values);
      } else if (column.role() == Role.ERRORS && column.worse() != 0) {
        percent |= column.worse() < 0 && value > SHARE;
        double share = percent ? value / 100 : value;
        double bad = column.worse() < 0 ? 1 - share : value;
        put(series + labels(), MetricType.GAUGE, bad, names, types, values);
      } else {
        put(series + labels(), MetricType.GAUGE, value, names, types, values);
      }
    }

    private static void put(
        String name,
        MetricType type,
        double value,
        List<String> names,
        List<MetricType> types,
        List<Double> values) {
      names.add(name);
      types.add(type);
      values.add(value);
    }
  }

  private final Map<String, Map<String, List<Line>>> lines = new TreeMap<>();

  Exporter(List<Column> columns) {
    for (int at = 0; at < columns.size(); at++) {
      if (columns.get(at).blamable()) {
        Line line = new Line(columns.get(at), at);
        lines
            .computeIfAbsent(line.owner, o -> new TreeMap<>())
            .computeIfAbsent(line.member, m -> new ArrayList<>())
            .add(line);
      }
    }
  }

  /** The batches of a row: one for each workload and member that said anything. */
  List<MetricBatch> scrape(Instant time, double[] row, Names names) {
    List<MetricBatch> batches = new ArrayList<>();
    lines.forEach(
        (owner, members) ->
            members.forEach(
                (member, of) -> {
                  List<String> series = new ArrayList<>();
                  List<MetricType> types = new ArrayList<>();
                  List<Double> values = new ArrayList<>();
                  for (Line line : of) {
                    double value = row[line.at];
                    if (Double.isFinite(value)) {
                      line.feed(value, series, types, values);
                    }
                  }
                  if (!series.isEmpty()) {
                    batches.add(
                        MetricBatch.newBuilder()
                            .setEntity(names.entity(owner))
                            .setMember(member)
                            .setTime(time)
                            .setSource("recording")
                            .setSeries(series)
                            .setTypes(types)
                            .setValues(values)
                            .build());
                  }
                }));
    return batches;
  }

  /** Full names of services. */
  interface Names {
    String entity(String service);
  }
}
