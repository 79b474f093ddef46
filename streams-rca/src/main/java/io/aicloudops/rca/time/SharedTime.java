package io.aicloudops.rca.time;

/**
 * How far event time has come for many sources, some of whose clocks may be ahead.
 *
 * <p>A step of up to {@link #LEAP_MS} is believed. A leap beyond that is a claim: it is believed
 * when claims have gone on for {@value #SETTLED_MS} ms of their own time and nobody has spoken of a
 * time before the leap meanwhile, or when one claims a time that is far later still. Who speaks
 * does not matter, as a node with a wrong clock speaks for all workloads on it. The first time
 * heard is believed, there being nothing to doubt it by. Depends on the order of times alone; what
 * is to outlive a restart are the three numbers. Not safe for use by several threads.
 */
public final class SharedTime {

  /** The largest step that needs no second opinion, in milliseconds. */
  public static final long LEAP_MS = 60_000;

  private static final long SETTLED_MS = 60_000;

  private long now;
  private long since;
  private long claim;

  /** Event time in epoch milliseconds; 0 before anything was heard. */
  public long now() {
    return now;
  }

  /** The earliest time of the leap that is claimed, epoch milliseconds; 0 if none is. */
  public long since() {
    return since;
  }

  /** The latest time of the leap that is claimed, epoch milliseconds; 0 if none is. */
  public long claim() {
    return claim;
  }

  /** Goes on from a stored {@link #now()}. */
  public void reached(long time) {
    now = Math.max(now, time);
  }

  /** Goes on from a stored {@link #since()} and {@link #claim()}. */
  public void claimed(long from, long to) {
    since = from;
    claim = to;
  }

  /** What is known for sure: time has come so far, and leaps that were claimed did not happen. */
  public boolean told(long time) {
    claimed(0, 0);
    boolean later = time > now;
    now = Math.max(now, time);
    return later;
  }

  /**
   * A source spoke.
   *
   * @param time event time in epoch milliseconds, above 0
   * @return true if time went on
   */
  public boolean heard(long time) {
    if (now == 0 || time <= now + LEAP_MS) {
      return told(time);
    }
    if (claim == 0 || time < since - LEAP_MS) {
      claimed(time, time);
      return false;
    }
    if (time > claim + LEAP_MS) {
      now = claim;
      claimed(time, time);
      return true;
    }
    claimed(Math.min(since, time), Math.max(claim, time));
    return claim - since >= SETTLED_MS && told(claim);
  }
}
