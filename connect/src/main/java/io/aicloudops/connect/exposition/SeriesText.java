package io.aicloudops.connect.exposition;

import java.util.Map;
import java.util.TreeMap;

/**
 * A series as it stands in a page, taken apart: labels may be in any order, with blanks between
 * them and a comma at the end.
 *
 * @param name the metric's name
 * @param labels its labels; the last wins where one stands twice
 */
public record SeriesText(String name, Map<String, String> labels) {

  /**
   * Takes the text apart.
   *
   * @throws IllegalArgumentException if it is not {@code name{label="value",…}}
   */
  public static SeriesText parse(String text) {
    int brace = text.indexOf('{');
    if (brace < 0) {
      return new SeriesText(text, Map.of());
    }
    Map<String, String> labels = new TreeMap<>();
    int at = skip(text, brace + 1);
    while (text.charAt(at) != '}') {
      int equals = text.indexOf('=', at);
      int quote = equals < 0 ? -1 : skipBlanks(text, equals + 1);
      if (quote < 0 || text.charAt(quote) != '"') {
        throw new IllegalArgumentException("a label has no quoted value: " + text);
      }
      StringBuilder value = new StringBuilder();
      int end = unquote(text, quote + 1, value);
      String name = text.substring(at, equals).trim();
      if (name.isEmpty()) {
        throw new IllegalArgumentException("a label has no name: " + text);
      }
      labels.put(name, value.toString());
      at = skip(text, end + 1);
    }
    return new SeriesText(text.substring(0, brace).trim(), labels);
  }

  private static int skip(String text, int from) {
    int at = from;
    while (at < text.length()
        && (text.charAt(at) == ',' || text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    if (at == text.length()) {
      throw new IllegalArgumentException("the labels have no end: " + text);
    }
    return at;
  }

  private static int skipBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at == text.length() ? -1 : at;
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
    throw new IllegalArgumentException("a label's value has no end: " + text);
  }
}
