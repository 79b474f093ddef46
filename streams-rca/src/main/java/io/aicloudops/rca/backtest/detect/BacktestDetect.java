package io.aicloudops.rca.backtest.detect;

import io.aicloudops.rca.detect.Detector;
import io.aicloudops.rca.detect.Opening;
import io.aicloudops.rca.detect.Verdict;
import io.aicloudops.schemas.event.SignalRole;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Judges every row of every CSV file below a directory with a {@link Detector} of its own, row by
 * row, and writes the same files with {@code timestamp,value,anomaly_score,anomaly}: the detector's
 * score, and whether the topology would open an episode (a signal of no known role, of which every
 * change matters). What is written of a row does not depend on the rows after it.
 */
public final class BacktestDetect {

  /** Is told of the work as it goes on, from any thread but never from two at a time. */
  public interface Progress {

    /**
     * A file is done.
     *
     * @param file relative to the input directory
     * @param files how many are done
     * @param ofFiles how many there are
     * @param rows how many rows it had
     * @param alarms how many of its rows would open an episode
     */
    void done(Path file, int files, int ofFiles, long rows, long alarms);
  }

  /**
   * What was done.
   *
   * @param files how many
   * @param rows of all files
   * @param alarms rows that would open an episode
   */
  public record Summary(int files, long rows, long alarms) {}

  private BacktestDetect() {}

  /**
   * Runs it.
   *
   * @param in directory with *.csv and *.csv.gz; each with the columns timestamp ({@code YYYY-MM-DD
   *     HH:MM:SS} UTC or epoch seconds) and value (empty if missing)
   * @param out directory for the results, made if it does not exist
   * @param threads how many files at a time
   * @throws IOException if something cannot be read or written; the message names file and line
   */
  public static Summary run(Path in, Path out, int threads, Progress progress) throws IOException {
    return run(in, out, threads, progress, null);
  }

  /**
   * Runs it and writes a page with the series that went worst and best.
   *
   * @param report the page (HTML), or null for none; files may have a column label (0 or 1)
   */
  public static Summary run(
      Path in, Path out, int threads, Progress progress, @Nullable Path report) throws IOException {
    List<Path> files = filesBelow(in);
    ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, threads));
    try {
      List<Future<Summary>> results = new ArrayList<>();
      List<Picture> pictures = new ArrayList<>();
      for (Path file : files) {
        Picture picture = new Picture(in.relativize(file).toString());
        pictures.add(picture);
        results.add(pool.submit(() -> one(in, out, file, picture)));
      }
      Summary total = new Summary(0, 0, 0);
      for (int k = 0; k < files.size(); k++) {
        Summary one = results.get(k).get();
        total = new Summary(k + 1, total.rows + one.rows, total.alarms + one.alarms);
        progress.done(in.relativize(files.get(k)), k + 1, files.size(), one.rows, one.alarms);
      }
      if (report != null) {
        DetectReport.write(report, total, pictures);
      }
      return total;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException io ? io : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static List<Path> filesBelow(Path in) throws IOException {
    try (Stream<Path> all = Files.walk(in)) {
      return all.filter(p -> p.toString().endsWith(".csv") || p.toString().endsWith(".csv.gz"))
          .sorted()
          .toList();
    }
  }

  private static Summary one(Path in, Path out, Path file, Picture picture) throws IOException {
    Path target = out.resolve(in.relativize(file).toString());
    Path directory = target.getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    try (BufferedReader reader = reader(file);
        Writer writer = writer(target)) {
      return judge(file, reader, writer, picture);
    } catch (UncheckedIOException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
  }

  private static Summary judge(Path file, BufferedReader reader, Writer writer, Picture picture)
      throws IOException {
    String header = reader.readLine();
    List<String> columns =
        header == null
            ? List.of()
            : Arrays.stream(header.split(",", -1)).map(String::trim).toList();
    int timeAt = columns.indexOf("timestamp");
    int valueAt = columns.indexOf("value");
    int labelAt = columns.indexOf("label");
    if (timeAt < 0 || valueAt < 0) {
      throw new IOException(
          file + " line 1: the header has to have timestamp and value, but it is: " + header);
    }
    writer.write("timestamp,value,anomaly_score,anomaly\n");
    Detector detector = new Detector();
    Opening opening = new Opening();
    Verdict verdict = new Verdict();
    long rows = 0;
    long alarms = 0;
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.isEmpty()) {
        continue;
      }
      rows++;
      String[] fields = line.split(",", -1);
      if (fields.length <= Math.max(timeAt, valueAt)) {
        throw new IOException(file + " line " + (rows + 1) + ": too few fields: " + line);
      }
      double value = number(file, rows + 1, fields[valueAt]);
      long time = Timestamps.millis(file, rows + 1, fields[timeAt]);
      detector.judge(time, value, verdict);
      boolean alarm = opening.next(SignalRole.OTHER, time, detector.spacing(), true, verdict);
      alarms += alarm ? 1 : 0;
      boolean labelled = labelAt >= 0 && labelAt < fields.length;
      picture.add(value, alarm, labelled ? (fields[labelAt].startsWith("1") ? 1 : 0) : -1);
      writer
          .append(fields[timeAt])
          .append(',')
          .append(fields[valueAt])
          .append(',')
          .append(Float.toString((float) verdict.score))
          .append(alarm ? ",1\n" : ",0\n");
    }
    return new Summary(1, rows, alarms);
  }

  private static double number(Path file, long line, String text) throws IOException {
    String trimmed = text.trim();
    if (trimmed.isEmpty()) {
      return Double.NaN;
    }
    try {
      double value = Double.parseDouble(trimmed);
      return Double.isInfinite(value) ? Double.NaN : value;
    } catch (NumberFormatException e) {
      throw new IOException(file + " line " + line + ": the value is no number: " + text, e);
    }
  }

  private static BufferedReader reader(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    boolean packed = file.toString().endsWith(".gz");
    return new BufferedReader(
        new InputStreamReader(
            packed ? new GZIPInputStream(in, 1 << 16) : in, StandardCharsets.UTF_8),
        1 << 16);
  }

  private static Writer writer(Path file) throws IOException {
    var out = Files.newOutputStream(file);
    boolean packed = file.toString().endsWith(".gz");
    return new BufferedWriter(
        new OutputStreamWriter(
            packed ? new GZIPOutputStream(out, 1 << 16) : out, StandardCharsets.UTF_8),
        1 << 16);
  }
}
