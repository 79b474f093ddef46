package io.aicloudops.connect.exposition;

import io.aicloudops.schemas.event.MetricType;

/**
 * Reads a page of metrics: the Prometheus text format 0.0.4 or OpenMetrics 1.0.
 *
 * <p>A sample's name and labels are handed on as the raw text they stand in, as a scraper sees the
 * same texts again and again and has to take them apart only once; see {@code SeriesName}.
 * Exemplars and timestamps are passed over: a sample's time is the time of the scrape.
 *
 * @see <a href="https://prometheus.io/docs/instrumenting/exposition_formats/">Exposition
 *     formats</a>
 */
public final class ExpositionParser {

  /** Takes the samples of a page, in the page's order. */
  public interface Sink {

    /**
     * One sample.
     *
     * @param series name and labels as they stand in the page
     * @param type as the page says, else as the name suggests
     */
    void sample(String series, MetricType type, double value);
  }

  private final String text;
  private final boolean openMetrics;
  private int at;
  private int line;
  private String family = "";
  private MetricType familyType = MetricType.UNKNOWN;
  private boolean ended;

  private ExpositionParser(String text, boolean openMetrics) {
    this.text = text;
    this.openMetrics = openMetrics;
  }

  /**
   * Reads a page.
   *
   * @param openMetrics true for OpenMetrics, which must end with {@code # EOF}
   * @return the number of samples
   * @throws ExpositionException at the first line that is not of the format; the sink has the
   *     samples before it
   */
  public static int parse(String text, boolean openMetrics, Sink sink) throws ExpositionException {
    return new ExpositionParser(text, openMetrics).run(sink);
  }

  private int run(Sink sink) throws ExpositionException {
    int samples = 0;
    while (at < text.length()) {
      line++;
      int end = text.indexOf('\n', at);
      int stop = end < 0 ? text.length() : end;
      int next = end < 0 ? stop : end + 1;
      if (stop > at && text.charAt(stop - 1) == '\r') {
        stop--;
      }
      skipBlanks(stop);
      if (ended && at < stop) {
        throw error("there is text after # EOF");
      }
      if (at < stop) {
        if (text.charAt(at) == '#') {
          comment(stop);
        } else {
          sample(stop, sink);
          samples++;
        }
      }
      at = next;
    }
    if (openMetrics && !ended) {
      throw error("the page is cut off: # EOF is missing");
    }
    return samples;
  }

  private void comment(int stop) {
    String comment = text.substring(at, stop);
    if (openMetrics && comment.equals("# EOF")) {
      ended = true;
    } else if (comment.startsWith("# TYPE ")) {
      String[] words = comment.substring(7).trim().split("[ \t]+", 2);
      family = words[0];
      familyType = words.length < 2 ? MetricType.UNKNOWN : MetricTypes.ofWord(words[1]);
    }
  }

  private void sample(int stop, Sink sink) throws ExpositionException {
    int start = at;
    while (at < stop && isNameCharacter(text.charAt(at))) {
      at++;
    }
    int nameEnd = at;
    if (nameEnd == start) {
      throw error("a sample begins with the name of its metric");
    }
    skipBlanks(stop);
    int seriesEnd = nameEnd;
    if (at < stop && text.charAt(at) == '{') {
      seriesEnd = afterLabels(stop);
      at = seriesEnd;
    }
    double value = value(stop);
    String name = text.substring(start, nameEnd);
    MetricType type =
        MetricTypes.inFamily(family, name)
            ? MetricTypes.inFamily(name, familyType)
            : MetricTypes.guess(name);
    String series = seriesEnd == nameEnd ? name : text.substring(start, seriesEnd);
    sink.sample(series, type, value);
  }

  private int afterLabels(int stop) throws ExpositionException {
    boolean quoted = false;
    for (int i = at + 1; i < stop; i++) {
      char c = text.charAt(i);
      if (quoted && c == '\\') {
        i++;
      } else if (c == '"') {
        quoted = !quoted;
      } else if (c == '}' && !quoted) {
        return i + 1;
      }
    }
    throw error("the labels have no end");
  }

  private double value(int stop) throws ExpositionException {
    skipBlanks(stop);
    int start = at;
    while (at < stop && text.charAt(at) != ' ' && text.charAt(at) != '\t') {
      at++;
    }
    if (start == at) {
      throw error("the sample has no value");
    }
    String word = text.substring(start, at);
    checkRest(stop);
    return switch (word) {
      case "NaN", "nan" -> Double.NaN;
      case "+Inf", "Inf", "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-Inf", "-inf" -> Double.NEGATIVE_INFINITY;
      default -> number(word);
    };
  }

  private double number(String word) throws ExpositionException {
    char last = word.charAt(word.length() - 1);
    boolean javaOnly = last == 'd' || last == 'D' || last == 'f' || last == 'F';
    try {
      if (!javaOnly) {
        return Double.parseDouble(word);
      }
    } catch (NumberFormatException e) {
      throw error("\"" + shortened(word) + "\" is no number");
    }
    throw error("\"" + shortened(word) + "\" is no number");
  }

  /** A timestamp, and in OpenMetrics an exemplar, may follow the value. */
  private void checkRest(int stop) throws ExpositionException {
    skipBlanks(stop);
    int start = at;
    while (at < stop && "0123456789+-.eE".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    boolean timestamp = at > start;
    skipBlanks(stop);
    boolean exemplar = openMetrics && at < stop && text.charAt(at) == '#';
    if (at < stop && !exemplar) {
      throw error(
          (timestamp ? "after the timestamp stands \"" : "the timestamp is no number: \"")
              + shortened(text.substring(at, stop))
              + "\"");
    }
  }

  private void skipBlanks(int stop) {
    while (at < stop && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private static boolean isNameCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == ':'
        || c == '.';
  }

  private static String shortened(String word) {
    return word.length() <= 40 ? word : word.substring(0, 40) + "…";
  }

  private ExpositionException error(String what) {
    return new ExpositionException(line, what);
  }
}
