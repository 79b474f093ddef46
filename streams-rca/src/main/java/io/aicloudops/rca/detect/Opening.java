package io.aicloudops.rca.detect;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.SignalRole;

/**
 * When anomalous values are enough for an episode: the decision of the product, the same in the
 * topology and in the backtest. Values far apart are told at once, as the score says. Of values
 * that come within seconds there are so many that a few are odd by chance; there it takes several
 * of the last ones, each as strong as a single one has to be and away from what was expected. A
 * place in which a signal of many values often is is none to tell of. What it does again and again
 * is its {@link Habits habit}: one that is odd for a moment now and then has to be odd for longer,
 * one that goes the same way for the third time, or comes at its time, is told of only if it does
 * not come back as it did.
 */
public final class Opening {

  private static final long CLOSE_MS = 30_000;
  private static final long CLOSEST_MS = 5_000;

  /** Of values farther apart there are too few to know a signal's places by. */
  private static final long MINUTES_MS = 120_000;

  private static final double AWAY = 2.5;

  /** A signal that was near a value for such a share of its past knows it. */
  private static final double FAMILIAR = 0.1;

  /** So new that one value is enough. */
  static final double FLARE = 0.7;

  /** How many times as far as all flares lately one has to be to count as the first. */
  private static final double FARTHER = 3;

  /** Ups and downs are looked for within so many values. */
  private static final int SWING = 0xff;

  private int recentHits;
  private int recentUps;
  private long lastFlare;
  private float farthestFlare;
  private final Habits habits = new Habits();

  /**
   * Takes a judgement.
   *
   * @param time event time in milliseconds
   * @param intervalMs the usual distance of values
   * @param matters false if nobody would want to hear of it
   * @return true if it is enough
   */
  public boolean next(
      SignalRole role, long time, long intervalMs, boolean matters, Verdict verdict) {
    boolean far = intervalMs > CLOSE_MS;
    boolean away = far || Math.abs(verdict.deviation) >= AWAY;
    boolean elsewhere = intervalMs > MINUTES_MS || verdict.familiar < FAMILIAR;
    boolean odd = verdict.strength >= Verdict.THRESHOLD && away && elsewhere;
    boolean lone = !far && loneFlare(time, verdict);
    boolean hit = odd && matters;
    recentHits = (recentHits << 1) | (hit ? 1 : 0);
    recentUps = (recentUps << 1) | (hit && verdict.deviation > 0 ? 1 : 0);
    habits.next(time, hit, far, verdict.deviation);
    boolean enough =
        far
            ? verdict.score >= Verdict.THRESHOLD || habits.keeping()
            : lone || several(role, time, intervalMs);
    return hit && enough && (!habits.keep(time, far) || harms(role));
  }

  /** True for what users feel at once. */
  static boolean harms(SignalRole role) {
    return switch (role) {
      case ERRORS, AVAILABILITY, SATURATION, LATENCY -> true;
      default -> false;
    };
  }

  private boolean several(SignalRole role, long time, long intervalMs) {
    // Errors and pods that are gone harm however short they are.
    boolean patient = role != SignalRole.ERRORS && role != SignalRole.AVAILABILITY;
    int more = patient ? habits.brief(time) : 0;
    if (intervalMs > CLOSEST_MS) {
      return of(3 + more) >= 2 + more;
    }
    if (role == SignalRole.AVAILABILITY) {
      // Pods that start and stop within seconds are everyday life.
      return of(10) >= 8;
    }
    return of(5 + more) >= 3 + more;
  }

  private int of(int last) {
    return Integer.bitCount(recentHits & ((1 << last) - 1));
  }

  /** A single value as new as can be, unless the signal is one that flares now and then. */
  private boolean loneFlare(long time, Verdict verdict) {
    if (verdict.score < FLARE) {
      return false;
    }
    boolean first = lastFlare == 0 || time - lastFlare >= Habits.REMEMBERED_MS;
    float distance = (float) Math.abs(verdict.deviation);
    boolean lone = first || distance >= FARTHER * farthestFlare;
    farthestFlare = first ? distance : Math.max(farthestFlare, distance);
    lastFlare = time;
    return lone;
  }

  /** Far up and far down in turns: it is the restlessness that is new, not the level. */
  boolean swings() {
    int ups = recentUps & SWING;
    int downs = recentHits & ~recentUps & SWING;
    return ups != 0 && downs != 0;
  }

  /** Begins anew after an episode. */
  void reset() {
    recentHits = 0;
    recentUps = 0;
  }

  void write(Packer out) {
    out.time(Integer.toUnsignedLong(recentHits));
    out.time(Integer.toUnsignedLong(recentUps));
    out.time(lastFlare);
    out.f(farthestFlare);
    habits.write(out);
  }

  void read(Unpacker in) {
    if (in.isWide()) {
      recentHits = in.i();
      recentUps = in.i();
      lastFlare = in.l();
      return;
    }
    recentHits = (int) in.time();
    recentUps = (int) in.time();
    lastFlare = in.time();
    farthestFlare = in.f();
    habits.read(in);
  }
}
