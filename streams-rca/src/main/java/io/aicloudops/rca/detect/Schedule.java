package io.aicloudops.rca.detect;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/**
 * What a signal does at its time, every half hour or every night or however often it may be: the
 * distance of two alike visits is taken for the time until the next one, and believed once a third
 * has kept to it. One that stays away for some rounds does no harm, and what comes in between costs
 * belief, but is not taken for it. Forgotten when it has not come for a month.
 */
final class Schedule {

  /** How much of the time between two visits one may be early or late. */
  private static final double PUNCTUAL = 0.04;

  /** Two distances are alike if neither is so many times the other. */
  private static final double ALIKE = 3;

  /** So many rounds after the last one it is still waited for. */
  private static final int MOST_ROUNDS = 30;

  private static final int MOST_BELIEF = 4;

  /**
   * What comes back within minutes is trouble, however punctual it is: a backoff, a probe, a lease
   * that is lost again and again.
   */
  private static final long APART_MS = 20 * 60_000;

  private long last;

  /** Milliseconds from one visit to the next; 0 before the second. */
  private long every;

  private int belief;
  private float distance;
  private int longest;

  /**
   * Takes a visit that is over.
   *
   * @param begun when it began
   * @param away how far it was from what was expected, signed
   * @param length in values
   */
  void visit(long begun, float away, int length) {
    boolean punctual = punctual(begun, away);
    if (!punctual && belief > 0) {
      belief--;
      return;
    }
    boolean again = known(begun) && alike(away);
    if (punctual) {
      belief = Math.min(MOST_BELIEF, belief + 1);
    } else {
      every = again && begun - last >= APART_MS ? begun - last : 0;
    }
    longest = again ? Math.max(longest, length) : length;
    last = begun;
    distance = away;
  }

  /**
   * True if a visit was to be expected and is not late to leave.
   *
   * @param begun when it began
   * @param away how far it is from what was expected, signed
   * @param length for how many values it has been there
   */
  boolean expects(long begun, float away, int length) {
    return belief > 0 && length <= Habits.LONGER * longest && punctual(begun, away);
  }

  private boolean punctual(long begun, float away) {
    if (every <= 0 || !known(begun) || !alike(away)) {
      return false;
    }
    long since = begun - last;
    long rounds = Math.round((double) since / every);
    return rounds >= 1
        && rounds <= MOST_ROUNDS
        && Math.abs(since - rounds * every) <= PUNCTUAL * every;
  }

  private boolean known(long time) {
    return last > 0 && time >= last && time - last < Habits.REMEMBERED_MS;
  }

  private boolean alike(float away) {
    double ratio = away / distance;
    return ratio <= ALIKE && ratio >= 1 / ALIKE;
  }

  void write(Packer out) {
    out.time(last);
    if (last > 0) {
      out.time(every);
      out.n(belief);
      out.f(distance);
      out.n(longest);
    }
  }

  void read(Unpacker in) {
    last = in.time();
    if (last > 0) {
      every = in.time();
      belief = in.n();
      distance = in.f();
      longest = in.n();
    }
  }
}
