package io.aicloudops.remediator.guard;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hours of the week, e.g. {@code Mon-Fri 22:00-06:00 Asia/Shanghai}. A window over midnight belongs
 * to the day it begins on.
 *
 * @param days on which it begins
 * @param from the first minute
 * @param to the first minute after it; the same as {@code from} for a whole day
 * @param zone whose clocks it follows
 */
public record TimeWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

  private static final List<String> NAMES =
      List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
  private static final Pattern TEXT =
      Pattern.compile(
          "(?:(?<first>[a-z]{3})(?:-(?<last>[a-z]{3}))? )?(?<from>\\d\\d:\\d\\d)-(?<to>\\d\\d:\\d\\d)(?: (?<zone>\\S+))?",
          Pattern.CASE_INSENSITIVE);

  public TimeWindow {
    days = Set.copyOf(days);
  }

  /**
   * Reads a window; without days it holds on every day, without a zone it is in UTC.
   *
   * @throws IllegalArgumentException if the text is no window
   */
  public static TimeWindow parse(String text) {
    Matcher match = TEXT.matcher(text.trim());
    if (!match.matches()) {
      throw bad(text);
    }
    try {
      String zone = match.group("zone");
      return new TimeWindow(
          days(match.group("first"), match.group("last")),
          LocalTime.parse(match.group("from")),
          LocalTime.parse(match.group("to")),
          zone == null ? ZoneOffset.UTC : ZoneId.of(zone));
    } catch (DateTimeException e) {
      throw bad(text);
    }
  }

  private static IllegalArgumentException bad(String text) {
    return new IllegalArgumentException(
        "window must be * or like \"Mon-Fri 22:00-06:00 Asia/Shanghai\", but is \"" + text + "\"");
  }

  private static Set<DayOfWeek> days(String first, String last) {
    if (first == null) {
      return EnumSet.allOf(DayOfWeek.class);
    }
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    DayOfWeek end = day(last == null ? first : last);
    for (DayOfWeek day = day(first); ; day = day.plus(1)) {
      days.add(day);
      if (day == end) {
        return days;
      }
    }
  }

  private static DayOfWeek day(String name) {
    int index = NAMES.indexOf(name.toLowerCase(Locale.ROOT));
    if (index < 0) {
      throw new DateTimeException(name + " is no day");
    }
    return DayOfWeek.of(index + 1);
  }

  /** True within the window. */
  public boolean covers(Instant time) {
    ZonedDateTime there = time.atZone(zone);
    LocalTime clock = there.toLocalTime();
    boolean today = days.contains(there.getDayOfWeek());
    if (from.isBefore(to)) {
      return today && !clock.isBefore(from) && clock.isBefore(to);
    }
    boolean yesterday = days.contains(there.getDayOfWeek().minus(1));
    return (today && !clock.isBefore(from)) || (yesterday && clock.isBefore(to));
  }
}
