package io.aicloudops.rca.detect.novelty;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import org.jspecify.annotations.Nullable;

/**
 * What is usual at this point of the season. The season's length is chosen online among those that
 * sampled days have in practice ({@link Cycles}), counted in rows and not by the calendar, so that
 * neither the time zone nor the unit of time matters: the one that predicts clearly better than the
 * level, and than the mean of its own phases, which is a level with its memory. Where there is
 * none, one that is such a level in disguise is better than nothing. What has been a day for two
 * weeks is settled: the other lengths rest, and its {@link Week} is learned beside it, until it has
 * not helped for a week.
 */
final class Season {

  /** A season has to be this much better than none, and a week than a day. */
  static final double BETTER = 0.8;

  private static final double DAY_MS = 86_400_000;

  /** What recurs within minutes is no season; {@link Levels} follow it. */
  private static final double SHORTEST_MS = 20 * 60_000;

  /** What is called a day may be shorter or longer than one by this factor. */
  private static final double STRETCH = 1.45;

  private static final int CYCLES_SETTLED = 14;

  /** How much worse than the best length a day may be. */
  private static final double AS_GOOD = 1.05;

  /** So many cycles in which a settled season was no better than the level end it. */
  private static final int MOST_DOUBTS = 7;

  private static final int NONE = -1;

  private final Cycles cycles = new Cycles();
  private float levelError;

  /** First value; the rest is kept relative to it. */
  private double origin = Double.NaN;

  private long row = -1;

  // The lengths looked at: those from minutes to a day, or the settled one alone.
  private int first;
  private int end;
  private int settled = NONE;
  private int doubts;
  private @Nullable Week week;

  /** The length that the last row was judged by, or none. */
  private int chosen = NONE;

  /** The first value, which is as good a zero as any; NaN before it. */
  double origin() {
    return origin;
  }

  /**
   * What is usual at this row, from the rows before it; then learns the row.
   *
   * @param rows how many rows it is after the one before; 0 for another value of the same row,
   *     which is not learned
   * @param rowMs how far apart rows are in milliseconds; 0 if that is not known yet
   * @param x the value
   * @param level what the long-run level alone would say
   * @param learn false to learn what is usual instead of the value
   * @return NaN if no season is known
   */
  double next(long rows, double rowMs, double x, double level, boolean learn) {
    double off = x - origin;
    if (Double.isNaN(origin)) {
      origin = x;
      off = 0;
      row = 0;
      reach(rowMs);
    } else if (rows == 0) {
      return usual();
    } else {
      advance(rows, rowMs, off);
    }
    choose(off, learn);
    if (learn) {
      levelError += (float) ((Math.abs(x - level) - levelError) * Cycles.rate(row + 1));
    }
    double usual = usual();
    if (week != null && learn) {
      week.judge(off, cycles.mean(settled), Cycles.length(settled));
    }
    return usual;
  }

  private void choose(double off, boolean learn) {
    double least = BETTER * levelError;
    double leastOfSeasons = least;
    int season = NONE;
    chosen = NONE;
    for (int c = first; c < end; c++) {
      cycles.judge(c, row, off, learn);
      double error = cycles.error(c);
      if (error >= leastOfSeasons || !Cycles.judged(c, row)) {
        continue;
      }
      if (error < BETTER * cycles.flatError(c)) {
        leastOfSeasons = error;
        season = c;
      }
      if (error < least) {
        least = error;
        chosen = c;
      }
    }
    chosen = season == NONE ? chosen : season;
  }

  private double usual() {
    Week known = week();
    if (known != null) {
      return origin + known.usual();
    }
    return chosen == NONE ? Double.NaN : origin + cycles.mean(chosen);
  }

  /**
   * The week if it is believed: also on days on which the day alone is no better than the level.
   */
  private @Nullable Week week() {
    return week != null && week.believed() ? week : null;
  }

  /**
   * True if the season knows a value, but not of about now: of neither this phase nor the one
   * before or after. A season that was never there has no say.
   *
   * @param leeway how far a phase's mean may be from the value
   */
  boolean elsewhere(double x, double leeway) {
    Week known = week();
    if (known == null && chosen == NONE) {
      return false;
    }
    int now = known != null ? known.now() : cycles.phase(chosen);
    int phases = known != null ? Week.PHASES : Cycles.PHASES;
    boolean elsewhere = false;
    for (int k = 0; k < phases; k++) {
      double mean = known != null ? known.usual(k) : cycles.mean(chosen, k);
      if (Math.abs(x - origin - mean) <= leeway) {
        int apart = Math.floorMod(k - now, phases);
        if (Math.min(apart, phases - apart) <= 1) {
          return false;
        }
        elsewhere = true;
      }
    }
    return elsewhere;
  }

  private void advance(long rows, double rowMs, double off) {
    long before = row;
    row += rows;
    int turned = NONE;
    for (int c = first; c < end; c++) {
      int phase = cycles.phase(c);
      double ended = cycles.advance(c, before, rows, off);
      if (week != null && !Double.isNaN(ended)) {
        week.learn(ended);
      }
      if (week != null && (rows > 1 || cycles.phase(c) != phase)) {
        locate(week);
      }
      turned = cycles.turned(c, rows) && isDay(c, rowMs) ? c : turned;
    }
    if (settled == NONE) {
      reach(rowMs);
    } else if (!isDay(settled, rowMs)) {
      restart(rowMs);
    }
    if (turned != NONE && row >= (long) CYCLES_SETTLED * Cycles.length(turned)) {
      review(turned, rowMs);
    }
  }

  private void locate(Week of) {
    of.locate((int) (row / Cycles.length(settled) % Week.DAYS), cycles.phase(settled));
  }

  private static boolean isDay(int c, double rowMs) {
    double length = Cycles.length(c) * rowMs;
    return length * STRETCH >= DAY_MS && length <= DAY_MS * STRETCH;
  }

  /** Takes up lengths that are neither too short nor longer than a day, and drops others. */
  private void reach(double rowMs) {
    double longest = STRETCH * DAY_MS;
    while (first < end - 1 && rowMs > 0 && Cycles.length(first) * rowMs < SHORTEST_MS) {
      first++;
    }
    while (end > first + 1 && Cycles.length(end - 1) * rowMs > longest) {
      end--;
    }
    while (first > 0 && Cycles.length(first - 1) * rowMs >= SHORTEST_MS) {
      cycles.begin(--first, row);
    }
    while (end < Cycles.COUNT && Cycles.length(end) * rowMs <= longest) {
      cycles.begin(end++, row);
    }
  }

  /** At the beginning of another cycle of what may be a day. */
  private void review(int c, double rowMs) {
    if (settled == NONE) {
      settle(c);
    } else {
      doubts = cycles.error(c) < cycles.flatError(c) ? 0 : doubts + 1;
      if (doubts >= MOST_DOUBTS) {
        restart(rowMs);
      }
    }
  }

  private void settle(int c) {
    double best = BETTER * Math.min(levelError, cycles.flatError(c));
    for (int other = first; other < end; other++) {
      boolean season = cycles.error(other) < BETTER * cycles.flatError(other);
      if (season && Cycles.judged(other, row)) {
        best = Math.min(best, AS_GOOD * cycles.error(other));
      }
    }
    if (cycles.error(c) <= best) {
      settled = c;
      first = c;
      end = c + 1;
      week = new Week(cycles.means(c));
      locate(week);
    }
  }

  private void restart(double rowMs) {
    settled = NONE;
    week = null;
    doubts = 0;
    row = 0;
    first = 0;
    end = 0;
    reach(rowMs);
  }

  void write(Packer out) {
    out.d(origin);
    out.time(row + 1);
    out.b(first);
    out.b(end);
    out.z(week != null);
    for (int c = first; c < end; c++) {
      cycles.write(c, row, out);
    }
    out.f(levelError);
    if (week != null) {
      out.n(doubts);
      week.write(out);
    }
  }

  void read(Unpacker in) {
    if (in.isBefore(5)) {
      readNine(in);
      return;
    }
    origin = in.d();
    row = in.time() - 1;
    first = in.b();
    end = in.b();
    settled = in.z() ? first : NONE;
    for (int c = first; c < end; c++) {
      cycles.read(c, row, in);
    }
    levelError = in.f();
    if (settled != NONE) {
      doubts = in.n();
      week = new Week(in);
      locate(week);
    }
  }

  /** Until version 4 all lengths were always looked at. */
  private void readNine(Unpacker in) {
    end = Cycles.COUNT;
    if (in.isWide()) {
      cycles.readWideMeans(in);
    } else {
      origin = in.d();
      row = in.time() - 1;
      cycles.readAllMeans(row, in);
    }
    cycles.readAllSums(in);
    levelError = in.single();
    if (in.isWide()) {
      origin = in.d();
      row = in.l();
    }
    cycles.resume(row, in.time());
  }
}
