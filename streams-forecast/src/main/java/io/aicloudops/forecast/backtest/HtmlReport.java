package io.aicloudops.forecast.backtest;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A page of headings, tables and line charts that needs nothing but itself. */
final class HtmlReport {

  private static final int WIDTH = 960;
  private static final int HEIGHT = 240;
  private static final int LEFT = 64;

  private final StringBuilder body = new StringBuilder();

  HtmlReport(String title, String language) {
    body.append("<!doctype html><html lang=\"").append(language).append("\"><head>");
    body.append("<meta charset=\"utf-8\"><title>").append(escape(title)).append("</title><style>");
    body.append("body{font:14px/1.5 system-ui,sans-serif;margin:2em auto;max-width:1020px}");
    body.append("table{border-collapse:collapse}td,th{padding:.2em .8em;text-align:right}");
    body.append("td:first-child,th:first-child{text-align:left}tr{border-bottom:1px solid #ccc}");
    body.append("</style></head><body><h1>").append(escape(title)).append("</h1>\n");
  }

  HtmlReport paragraph(String text) {
    body.append("<p>").append(escape(text)).append("</p>\n");
    return this;
  }

  /** A table; the first row is its head. */
  HtmlReport table(List<List<String>> rows) {
    body.append("<table>\n");
    for (int i = 0; i < rows.size(); i++) {
      String cell = i == 0 ? "th" : "td";
      body.append("<tr>");
      for (String text : rows.get(i)) {
        body.append('<').append(cell).append('>').append(escape(text));
        body.append("</").append(cell).append('>');
      }
      body.append("</tr>\n");
    }
    body.append("</table>\n");
    return this;
  }

  /** One course in a chart; NaN leaves a gap. */
  @SuppressWarnings("ArrayRecordComponent") // Made once, read once.
  record Line(String name, String colour, double[] values) {}

  /** A band between two courses of equal length. */
  @SuppressWarnings("ArrayRecordComponent") // Made once, read once.
  record Band(String name, String colour, double[] lower, double[] upper) {}

  /** Lines and bands over the same places; all begin at the left. */
  HtmlReport chart(String title, List<Band> bands, List<Line> lines) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    int length = 2;
    List<double[]> courses = new ArrayList<>();
    bands.forEach(band -> courses.addAll(List.of(band.lower, band.upper)));
    lines.forEach(line -> courses.add(line.values));
    for (double[] course : courses) {
      length = Math.max(length, course.length);
      for (double v : course) {
        low = v < low ? v : low;
        high = v > high ? v : high;
      }
    }
    Scale scale = new Scale(low, high > low ? high : low + 1, length);
    body.append("<h3>").append(escape(title)).append("</h3><svg viewBox=\"0 0 ");
    body.append(WIDTH).append(' ').append(HEIGHT + 24).append("\" role=\"img\">");
    for (double tick : new double[] {scale.low, (scale.low + scale.high) / 2, scale.high}) {
      String at = number(scale.y(tick));
      body.append("<text x=\"0\" y=\"").append(at).append("\" font-size=\"11\">");
      body.append(String.format(Locale.ROOT, "%.4g", tick)).append("</text>");
    }
    for (Band band : bands) {
      body.append("<path d=\"").append(area(band, scale)).append("\" fill=\"").append(band.colour);
      body.append("\" fill-opacity=\"0.25\"/>");
    }
    int at = LEFT;
    for (Line line : lines) {
      body.append("<path d=\"")
          .append(path(line.values, scale))
          .append("\" fill=\"none\" stroke=\"");
      body.append(line.colour).append("\"/>");
      body.append("<text x=\"").append(at).append("\" y=\"").append(HEIGHT + 20);
      body.append("\" font-size=\"12\" fill=\"").append(line.colour).append("\">");
      body.append(escape(line.name)).append("</text>");
      at += 20 + 8 * line.name.length();
    }
    body.append("</svg>\n");
    return this;
  }

  private record Scale(double low, double high, int length) {
    double x(int i) {
      return LEFT + (double) i * (WIDTH - LEFT) / (length - 1);
    }

    double y(double v) {
      return HEIGHT - 10 - (v - low) / (high - low) * (HEIGHT - 20);
    }
  }

  private static String path(double[] values, Scale scale) {
    StringBuilder path = new StringBuilder();
    boolean drawing = false;
    for (int i = 0; i < values.length; i++) {
      boolean known = Double.isFinite(values[i]);
      if (known) {
        path.append(drawing ? 'L' : 'M').append(number(scale.x(i))).append(' ');
        path.append(number(scale.y(values[i])));
      }
      drawing = known;
    }
    return path.toString();
  }

  private static String area(Band band, Scale scale) {
    StringBuilder path = new StringBuilder();
    int n = band.lower.length;
    for (int i = 0; i < 2 * n; i++) {
      int at = i < n ? i : 2 * n - 1 - i;
      double v = i < n ? band.upper[at] : band.lower[at];
      if (Double.isFinite(v)) {
        path.append(path.isEmpty() ? 'M' : 'L').append(number(scale.x(at))).append(' ');
        path.append(number(scale.y(v)));
      }
    }
    return path.append('Z').toString();
  }

  private static String number(double v) {
    return String.format(Locale.ROOT, "%.1f", v);
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** The whole page. */
  String page() {
    return body + "</body></html>\n";
  }
}
