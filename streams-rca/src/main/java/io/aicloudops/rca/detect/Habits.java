package io.aicloudops.rca.detect;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/**
 * What a signal does now and then, learned from the times it was odd: how often for a moment only,
 * whether it goes the same way again and again and comes back by itself, and whether it keeps to a
 * {@link Schedule}. Of values far apart only that counts. Forgotten when it has not happened for a
 * month.
 */
final class Habits {

  static final long REMEMBERED_MS = 30 * 86_400_000L;

  /** So many ordinary values end a stay outside of the ordinary; fewer of values far apart. */
  private static final int QUIET = 16;

  private static final int QUIET_FAR = 5;

  /** So few odd values are a moment. */
  private static final int FEW = 4;

  private static final int MOST_BRIEF = 3;

  /** What happens for the third time is a habit. */
  private static final int VISITS = 2;

  /** Visits closer together are one trouble that comes back. */
  private static final long APART_MS = 30 * 60_000L;

  /** Two distances are alike if neither is so many times the other. */
  private static final double ALIKE = 1.5;

  /** So many times as long as before one may stay. */
  static final int LONGER = 2;

  /** Values since the signal was odd for the first time in this stay; 0 outside of a stay. */
  private int stay;

  private long begun;
  private int odd;
  private int quiet;
  private boolean told;
  private boolean kept;
  private float distance;

  private int brief;
  private long lastBrief;
  private int visits;
  private int longest;
  private float usualDistance;
  private long lastVisit;

  private final Schedule schedule = new Schedule();

  /**
   * Takes a value.
   *
   * @param hit whether it was odd
   * @param far whether values are far apart, so that each of them counts
   * @param deviation its distance from what was expected, signed
   */
  void next(long time, boolean hit, boolean far, double deviation) {
    if (hit) {
      if (stay == 0) {
        distance = (float) deviation;
        begun = time;
      }
      odd++;
      quiet = 0;
    }
    if (stay == 0 && !hit) {
      return;
    }
    stay++;
    if (!hit && ++quiet >= (far ? QUIET_FAR : QUIET)) {
      end(time, far);
    }
  }

  /**
   * Remembers that the odd values of this stay were enough for an episode.
   *
   * @return true if they need not be told: it comes at this time, or, of values that are close, it
   *     has gone this way more than once, and it is not late to come back
   */
  boolean keep(long time, boolean far) {
    told = true;
    kept = schedule.expects(begun, distance, stay) || (!far && usual(time));
    return kept;
  }

  /** True if something of this stay is kept back, to be told when it stays too long. */
  boolean keeping() {
    return kept;
  }

  private boolean usual(long time) {
    return visits >= VISITS && known(time) && stay <= LONGER * longest;
  }

  private void end(long time, boolean far) {
    // What was not enough to be told keeps to its time all the same, and says when that is.
    if (told || odd > 1) {
      schedule.visit(begun, distance, stay - quiet);
    }
    // Of values far apart each counts: there a moment is enough, and no habit but at its time.
    if (far) {
      told = false;
    }
    if (told && odd <= FEW) {
      brief = Math.min(MOST_BRIEF, brief + 1);
      lastBrief = time;
    } else if (told && known(time) && time - lastVisit < APART_MS) {
      longest = Math.max(longest, stay - quiet);
    } else if (told) {
      visits = known(time) ? Math.min(VISITS, visits + 1) : 1;
      longest = visits == 1 ? stay - quiet : Math.max(longest, stay - quiet);
      usualDistance = distance;
      lastVisit = time;
    }
    stay = 0;
    odd = 0;
    quiet = 0;
    told = false;
    kept = false;
  }

  private boolean known(long time) {
    double ratio = distance / usualDistance;
    return visits > 0 && time - lastVisit < REMEMBERED_MS && ratio <= ALIKE && ratio >= 1 / ALIKE;
  }

  /** How often it was odd for a moment within the last month, up to three. */
  int brief(long time) {
    return time - lastBrief < REMEMBERED_MS ? brief : 0;
  }

  void write(Packer out) {
    schedule.write(out);
    out.n(brief);
    if (brief > 0) {
      out.time(lastBrief);
    }
    out.n(visits);
    if (visits > 0) {
      out.n(longest);
      out.f(usualDistance);
      out.time(lastVisit);
    }
    out.n(stay);
    if (stay > 0) {
      out.time(begun);
      out.n(odd);
      out.n(quiet);
      out.b((told ? 1 : 0) | (kept ? 2 : 0));
      out.f(distance);
    }
  }

  void read(Unpacker in) {
    if (!in.isBefore(5)) {
      schedule.read(in);
    }
    brief = in.n();
    lastBrief = brief > 0 ? in.time() : 0;
    visits = in.n();
    if (visits > 0) {
      longest = in.n();
      usualDistance = in.f();
      lastVisit = in.time();
    }
    stay = in.n();
    if (stay > 0) {
      begun = in.isBefore(5) ? 0 : in.time();
      odd = in.n();
      quiet = in.n();
      int flags = in.b();
      told = (flags & 1) != 0;
      kept = (flags & 2) != 0;
      distance = in.f();
    }
  }
}
