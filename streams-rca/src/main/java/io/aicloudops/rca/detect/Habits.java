package io.aicloudops.rca.detect;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/**
 * What a signal of many values does now and then, learned from the times it was odd: how often for
 * a moment only, and whether it goes the same way again and again and comes back by itself, as for
 * a job that runs every hour. Forgotten when it has not happened for a month.
 */
final class Habits {

  static final long REMEMBERED_MS = 30 * 86_400_000L;

  /** So many ordinary values end a stay outside of the ordinary. */
  private static final int QUIET = 16;

  /** So few odd values are a moment. */
  private static final int FEW = 4;

  private static final int MOST_BRIEF = 3;

  /** What happens for the third time is a habit. */
  private static final int VISITS = 2;

  /** Visits closer together are one trouble that comes back. */
  private static final long APART_MS = 30 * 60_000L;

  /** Two distances are alike if neither is so many times the other. */
  private static final double ALIKE = 1.5;

  private static final int LONGER = 2;

  /** Values since the signal was odd for the first time in this stay; 0 outside of a stay. */
  private int stay;

  private int odd;
  private int quiet;
  private boolean told;
  private float distance;

  private int brief;
  private long lastBrief;
  private int visits;
  private int longest;
  private float usualDistance;
  private long lastVisit;

  /**
   * Takes a value.
   *
   * @param hit whether it was odd
   * @param deviation its distance from what was expected, signed
   */
  void next(long time, boolean hit, double deviation) {
    if (hit) {
      if (stay == 0) {
        distance = (float) deviation;
      }
      odd++;
      quiet = 0;
    }
    if (stay == 0 && !hit) {
      return;
    }
    stay++;
    if (!hit && ++quiet >= QUIET) {
      end(time);
    }
  }

  /** Remembers that the odd values of this stay were enough for an episode. */
  void tell() {
    told = true;
  }

  private void end(long time) {
    if (told && odd <= FEW) {
      brief = Math.min(MOST_BRIEF, brief + 1);
      lastBrief = time;
    } else if (told && known(time) && time - lastVisit < APART_MS) {
      longest = Math.max(longest, stay - QUIET);
    } else if (told) {
      visits = known(time) ? Math.min(VISITS, visits + 1) : 1;
      longest = visits == 1 ? stay - QUIET : Math.max(longest, stay - QUIET);
      usualDistance = distance;
      lastVisit = time;
    }
    stay = 0;
    odd = 0;
    quiet = 0;
    told = false;
  }

  private boolean known(long time) {
    double ratio = distance / usualDistance;
    return visits > 0 && time - lastVisit < REMEMBERED_MS && ratio <= ALIKE && ratio >= 1 / ALIKE;
  }

  /** How often it was odd for a moment within the last month, up to three. */
  int brief(long time) {
    return time - lastBrief < REMEMBERED_MS ? brief : 0;
  }

  /** True if it has gone this way more than once, came back by itself, and is not late yet. */
  boolean usual(long time) {
    return visits >= VISITS && known(time) && stay <= LONGER * longest;
  }

  void write(Packer out) {
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
      out.n(odd);
      out.n(quiet);
      out.z(told);
      out.f(distance);
    }
  }

  void read(Unpacker in) {
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
      odd = in.n();
      quiet = in.n();
      told = in.z();
      distance = in.f();
    }
  }
}
