package io.aicloudops.connect.log;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names that were heard of lately, and no more than so many. Not safe for use by several threads.
 */
final class Roster {

  private final long most;
  private final Duration idle;

  /** When each was last heard of; the one that was heard of longest ago first. */
  private final Map<String, Instant> known = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Knows nobody.
   *
   * @param most how many names at the same time
   * @param idle a name that was not heard of for so long gives its place to a new one
   */
  Roster(long most, Duration idle) {
    this.most = most;
    this.idle = idle;
  }

  /** Hears of a name; false if it is new and there is no place for it. */
  boolean admits(String name, Instant now) {
    if (!known.containsKey(name) && known.size() >= most) {
      Map.Entry<String, Instant> eldest = known.entrySet().iterator().next();
      if (eldest.getValue().isAfter(now.minus(idle))) {
        return false;
      }
      known.remove(eldest.getKey());
    }
    known.put(name, now);
    return true;
  }

  /** How many were heard of lately. */
  long count(Instant now) {
    Instant since = now.minus(idle);
    return known.values().stream().filter(heard -> heard.isAfter(since)).count();
  }
}
