package io.aicloudops.schemas.identity;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A metric name with labels and its one canonical text: labels sorted by name, values quoted and
 * escaped as in the Prometheus exposition, no spaces: {@code
 * http_requests_total{code="500",method="GET"}}.
 *
 * @param name the metric's name
 * @param labels its labels, sorted; not modifiable
 */
public record SeriesName(String name, SortedMap<String, String> labels) {

  public SeriesName {
    labels = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(labels));
  }

  /** A name and its labels in any order. */
  public static SeriesName of(String name, Map<String, String> labels) {
    return new SeriesName(name, new TreeMap<>(labels));
  }

  /**
   * Reads a series as it stands in the exposition: labels in any order, with blanks between them
   * and a comma at the end. Of a label that stands twice the last value holds.
   *
   * @throws IllegalArgumentException if it is not {@code name{label="value",…}}
   */
  public static SeriesName parse(String text) {
    int brace = text.indexOf('{');
    if (brace < 0) {
      return new SeriesName(text, new TreeMap<>());
    }
    SortedMap<String, String> labels = new TreeMap<>();
    int at = skip(text, brace + 1, ", \t");
    while (text.charAt(at) != '}') {
      int equals = text.indexOf('=', at);
      int quote = equals < 0 ? -1 : skip(text, equals + 1, " \t");
      if (quote < 0 || text.charAt(quote) != '"') {
        throw malformed(text);
      }
      StringBuilder value = new StringBuilder();
      int end = unquote(text, quote + 1, value);
      String label = text.substring(at, equals).trim();
      if (label.isEmpty()) {
        throw malformed(text);
      }
      labels.put(label, value.toString());
      at = skip(text, end + 1, ", \t");
    }
    if (at != text.length() - 1) {
      throw malformed(text);
    }
    return new SeriesName(text.substring(0, brace).trim(), labels);
  }

  private static int skip(String text, int from, String what) {
    int at = from;
    while (at < text.length() && what.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    if (at == text.length()) {
      throw malformed(text);
    }
    return at;
  }

  private static int unquote(String text, int from, StringBuilder into) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i;
      }
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        char escaped = text.charAt(i);
        into.append(escaped == 'n' ? '\n' : escaped);
      } else {
        into.append(c);
      }
    }
    throw malformed(text);
  }

  private static IllegalArgumentException malformed(String text) {
    return new IllegalArgumentException(
        "a series is name{label=\"value\",…}, but this is: " + text);
  }

  /** The canonical text. */
  public String text() {
    return text(name, labels);
  }

  /** The canonical text of a name and labels that are sorted already. */
  public static String text(String name, SortedMap<String, String> labels) {
    if (labels.isEmpty()) {
      return name;
    }
    StringBuilder out = new StringBuilder(name.length() + 24 * labels.size()).append(name);
    char separator = '{';
    for (Map.Entry<String, String> label : labels.entrySet()) {
      out.append(separator).append(label.getKey()).append("=\"");
      quote(label.getValue(), out);
      out.append('"');
      separator = ',';
    }
    return out.append('}').toString();
  }

  private static void quote(String value, StringBuilder out) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        default -> out.append(c);
      }
    }
  }

  @Override
  public String toString() {
    return text();
  }
}
