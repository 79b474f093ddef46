package io.aicloudops.runtime.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Moments that people and programs outside write down. */
public final class Moments {

  private static final Instant FIRST = Instant.EPOCH;
  private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

  private Moments() {}

  /**
   * Reads a moment. Later and earlier ones than these are refused: nobody means them, and they do
   * not fit into the milliseconds that records and stores count in.
   *
   * @param text ISO 8601 with an offset, such as 2026-01-31T12:00:00Z; years 1970 to 9999
   * @throws DateTimeException if it is none of these
   */
  public static Instant parse(String text) {
    Instant moment = OffsetDateTime.parse(text).toInstant();
    if (moment.isBefore(FIRST) || !moment.isBefore(END)) {
      throw new DateTimeException("the year is to be from 1970 to 9999: " + text);
    }
    return moment;
  }
}
