package io.aicloudops.connect.otlp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What of a request could not be used, and why; bounded. Used for one request. */
final class Refusals {

  private static final int MOST_REASONS = 1000;

  private final long earliest;
  private final long latest;
  private final List<String> reasons = new ArrayList<>();
  private int count;

  /** Times are in milliseconds since the epoch. */
  Refusals(long earliest, long latest) {
    this.earliest = earliest;
    this.latest = latest;
  }

  /** True if the time can be true; else {@code what} is refused. */
  boolean inTime(long timeMs, String what) {
    if (timeMs >= earliest && timeMs <= latest) {
      return true;
    }
    add(1, what + " has the impossible time " + Instant.ofEpochMilli(timeMs));
    return false;
  }

  void add(int refused, String reason) {
    count += refused;
    if (reasons.size() < MOST_REASONS) {
      reasons.add(reason);
    }
  }

  int count() {
    return count;
  }

  /** The first thousand. */
  List<String> reasons() {
    return reasons;
  }

  /** For the sender: the first reason; empty if nothing was refused. */
  String message() {
    return reasons.isEmpty() ? "" : reasons.get(0);
  }
}
