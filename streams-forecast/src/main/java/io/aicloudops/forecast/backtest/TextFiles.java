package io.aicloudops.forecast.backtest;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Reads lines of plain or gzipped text. */
final class TextFiles {

  private TextFiles() {}

  static List<String> lines(Path file) throws IOException {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
        BufferedReader reader =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }

  /**
   * A number; NaN for an empty cell.
   *
   * @throws IllegalArgumentException that names the file and the line
   */
  static double number(String cell, Path file, int line) {
    String text = cell.trim();
    if (text.isEmpty() || text.equals("NA")) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          file + " line " + line + ": a number was expected, but there is: " + text, e);
    }
  }
}
