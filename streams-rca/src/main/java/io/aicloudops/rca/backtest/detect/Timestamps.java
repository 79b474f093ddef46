package io.aicloudops.rca.backtest.detect;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.TemporalAccessor;

/** Reads the forms of timestamps that files have. */
final class Timestamps {

  private Timestamps() {}

  /**
   * Milliseconds since the epoch.
   *
   * @param text {@code YYYY-MM-DD HH:MM:SS}, in UTC if no offset follows, or epoch seconds
   * @throws IOException if it is neither; names file and line
   */
  static long millis(Path file, long line, String text) throws IOException {
    String trimmed = text.trim();
    try {
      return trimmed.indexOf('-') > 0
          ? dateTime(trimmed.replace(' ', 'T')).toEpochMilli()
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

  private static Instant dateTime(String text) {
    TemporalAccessor parsed =
        DateTimeFormatter.ISO_DATE_TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
    return parsed instanceof OffsetDateTime withOffset
        ? withOffset.toInstant()
        : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC);
  }
}
