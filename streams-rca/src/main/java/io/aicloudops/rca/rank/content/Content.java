package io.aicloudops.rca.rank.content;

import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Logs and spans by minute, against a reference of normal minutes and of minutes long before. Only
 * minutes before the end of what is asked are looked at.
 */
public final class Content {

  /** How unusual each service's logs and spans are. */
  public record Evidence(SortedMap<String, Double> logs, SortedMap<String, Double> spans) {}

  private static final double FULL = 0.15;
  private static final double SETTLED_S = 240;
  private static final double BEFORE_S = 150;
  private static final double LEAD_S = 90;

  private final LogCounts normalLogs;
  private final Spans normalSpans;
  private final TreeMap<Double, LogCounts> logs = new TreeMap<>();
  private final TreeMap<Double, Spans> spans = new TreeMap<>();
  private final SortedSet<Integer> sizes = new TreeSet<>();

  /** No minute yet; what is normal may be empty. */
  public Content(LogCounts normalLogs, Spans normalSpans) {
    this.normalLogs = normalLogs;
    this.normalSpans = normalSpans;
    if (normalLogs.total() > 0) {
      sizes.add(normalLogs.total());
    }
  }

  /** The counts of the minute that begins at a time in epoch seconds. */
  public LogCounts logs(double minute) {
    return logs.computeIfAbsent(minute, m -> new LogCounts());
  }

  /** The spans of the minute that begins at a time in epoch seconds. */
  public Spans spans(double minute) {
    return spans.computeIfAbsent(minute, m -> new Spans());
  }

  /** The latest minute with logs that began after one time and not after another; NaN if none. */
  public double latest(double after, double until) {
    Double minute = logs.floorKey(until);
    return minute == null || minute <= after ? Double.NaN : minute;
  }

  /** How unusual the loudest service of a minute is; 0 for a minute of which most is missing. */
  public double strangest(double minute) {
    LogCounts now = logs.get(minute);
    int usual = sizes.isEmpty() ? 0 : middle();
    if (now == null || normalLogs.total() == 0 || now.total() < FULL * usual) {
      return 0;
    }
    sizes.add(now.total());
    LogCounts reference = logsBefore(minute - BEFORE_S);
    return now.against(reference, logsBefore(minute + 1)).values().stream()
        .mapToDouble(v -> v)
        .max()
        .orElse(0);
  }

  private int middle() {
    return sizes.stream().skip(sizes.size() / 2).findFirst().orElse(0);
  }

  private LogCounts logsBefore(double time) {
    LogCounts all = new LogCounts();
    all.add(normalLogs);
    logs.headMap(time).values().forEach(all::add);
    return all;
  }

  /**
   * What is unusual from shortly before a time.
   *
   * @param start when the incident began, epoch seconds
   * @param end the last minute that is looked at
   */
  public Evidence between(double start, double end) {
    LogCounts lines = new LogCounts();
    logs.subMap(start - LEAD_S, false, end, true).values().forEach(lines::add);
    Spans calls = new Spans();
    spans.subMap(start - LEAD_S, false, end, true).values().forEach(calls::add);
    Spans reference = new Spans();
    reference.add(normalSpans);
    spans.headMap(start - SETTLED_S / 2).values().forEach(reference::add);
    return new Evidence(
        lines.against(logsBefore(start - SETTLED_S), logsBefore(end + 1)),
        calls.against(reference));
  }
}
