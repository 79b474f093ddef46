package io.aicloudops.benchmarks;

import io.aicloudops.rca.detect.Detector;
import io.aicloudops.rca.detect.Verdict;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** A labelled series. */
final class DetectorSeries {

  private static final Pattern TEXT = Pattern.compile("\"([^\"]+)\"");
  private static final double NOISE = 0.001;
  private static final double LEAST_STRETCH = 0.7;
  private static final double MOST_STRETCH = 1.4;
  private static final int MOST_CUT = 50;

  private final String category;
  private final long[] millis;
  private final double[] values;
  private final int[][] windows;

  private DetectorSeries(String category, long[] millis, double[] values, int[][] windows) {
    this.category = category;
    this.millis = millis;
    this.values = values;
    this.windows = windows;
  }

  /** The directory it is in. */
  String category() {
    return category;
  }

  /** How many windows in which an anomaly is to be told. */
  int windows() {
    return windows.length;
  }

  /** The first row of a window. */
  int first(int window) {
    return windows[window][0];
  }

  /** The last row of a window. */
  int last(int window) {
    return windows[window][1];
  }

  /** Reads the files that windows.json of a directory names. */
  static List<DetectorSeries> readAll(Path directory) throws IOException {
    Map<String, List<String>> edges = new LinkedHashMap<>();
    List<String> current = new ArrayList<>();
    Matcher texts = TEXT.matcher(Files.readString(directory.resolve("windows.json")));
    while (texts.find()) {
      String text = texts.group(1);
      if (text.endsWith(".csv")) {
        current = edges.computeIfAbsent(text, name -> new ArrayList<>());
      } else {
        current.add(text);
      }
    }
    List<DetectorSeries> all = new ArrayList<>();
    for (Map.Entry<String, List<String>> file : edges.entrySet()) {
      all.add(read(directory, file.getKey(), file.getValue()));
    }
    return all;
  }

  private static DetectorSeries read(Path directory, String name, List<String> edges)
      throws IOException {
    List<String> lines;
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(directory.resolve(name + ".gz"))),
                StandardCharsets.UTF_8))) {
      lines = reader.lines().skip(1).filter(line -> !line.isEmpty()).toList();
    }
    int n = lines.size();
    long[] millis = new long[n];
    double[] values = new double[n];
    Map<Long, Integer> rows = new HashMap<>();
    for (int row = 0; row < n; row++) {
      String[] fields = lines.get(row).split(",", -1);
      millis[row] = millis(fields[0]);
      values[row] = Double.parseDouble(fields[1]);
      rows.putIfAbsent(millis[row], row);
    }
    int[][] windows = new int[edges.size() / 2][];
    for (int k = 0; k < windows.length; k++) {
      windows[k] =
          new int[] {rows.get(millis(edges.get(2 * k))), rows.get(millis(edges.get(2 * k + 1)))};
    }
    Arrays.sort(windows, Comparator.comparingInt(window -> window[0]));
    return new DetectorSeries(name.substring(0, name.indexOf('/')), millis, values, windows);
  }

  private static long millis(String text) {
    return LocalDateTime.parse(text.trim().substring(0, 19).replace(' ', 'T'))
        .toInstant(ZoneOffset.UTC)
        .toEpochMilli();
  }

  /**
   * The same history as another clock, unit and observer would have recorded it: begun up to 2 % of
   * the rows later, time stretched by .7 to 1.4, noise of .1 % of the standard deviation, another
   * scale and zero, one in four upside down.
   *
   * @param resampled true to stretch time by other rows (linear between the old ones), false by
   *     their distance
   */
  DetectorSeries perturbed(Random random, boolean resampled) {
    double stretch = LEAST_STRETCH + (MOST_STRETCH - LEAST_STRETCH) * random.nextDouble();
    int cut = random.nextInt(values.length / MOST_CUT);
    double mean = Arrays.stream(values).average().orElse(0);
    double deviation =
        Math.sqrt(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).average().orElse(0));
    double scale = Math.exp(3 * random.nextGaussian()) * (random.nextInt(4) == 0 ? -1 : 1);
    double zero = deviation * random.nextGaussian();
    double rowsOfOne = resampled ? stretch : 1;
    int n = (int) ((values.length - cut - 1) * rowsOfOne);
    long[] times = new long[n];
    double[] other = new double[n];
    double step = (double) (millis[millis.length - 1] - millis[0]) / (millis.length - 1);
    for (int row = 0; row < n; row++) {
      double at = cut + row / rowsOfOne;
      int left = (int) at;
      double between = values[left] + (at - left) * (values[left + 1] - values[left]);
      other[row] = scale * (between + zero + NOISE * deviation * random.nextGaussian());
      times[row] = (long) (millis[0] + row * step * (resampled ? 1 : stretch));
    }
    int[][] moved = new int[windows.length][];
    for (int k = 0; k < moved.length; k++) {
      moved[k] =
          new int[] {
            Math.max(0, (int) Math.ceil((windows[k][0] - cut) * rowsOfOne)),
            Math.min(n - 1, (int) ((windows[k][1] - cut) * rowsOfOne))
          };
    }
    return new DetectorSeries(category, times, other, moved);
  }

  /** The score of every row, one after the other. */
  double[] scores() {
    Detector detector = new Detector();
    Verdict verdict = new Verdict();
    double[] scores = new double[values.length];
    for (int row = 0; row < scores.length; row++) {
      detector.judge(millis[row], values[row], verdict);
      scores[row] = verdict.score;
    }
    return scores;
  }
}
