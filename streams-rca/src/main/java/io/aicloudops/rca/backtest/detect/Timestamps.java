package io.aicloudops.rca.backtest.detect;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/** Reads the two forms of timestamps. */
final class Timestamps {

  private Timestamps() {}

  /**
   * Milliseconds since the epoch.
   *
   * @param text {@code YYYY-MM-DD HH:MM:SS} UTC or epoch seconds
   * @throws IOException if it is neither; names file and line
   */
  static long millis(Path file, long line, String text) throws IOException {
    String trimmed = text.trim();
    try {
      return trimmed.indexOf('-') > 0
          ? LocalDateTime.parse(trimmed.replace(' ', 'T')).toInstant(ZoneOffset.UTC).toEpochMilli()
          : (long) (1000 * Double.parseDouble(trimmed));
    } catch (DateTimeParseException | NumberFormatException e) {
      throw new IOException(
          file
              + " line "
              + line
              + ": the timestamp is neither YYYY-MM-DD HH:MM:SS nor epoch seconds: "
              + text,
          e);
    }
  }
}
