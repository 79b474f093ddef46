package io.aicloudops.rca.detect;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import io.aicloudops.schemas.event.SignalRole;

/**
 * When anomalous values are enough for an episode: the decision of the product, the same in the
 * topology and in the backtest. Values far apart are told at once, as the score says. Of values
 * that come within seconds there are so many that a few are odd by chance; there it takes several
 * of the last ones, each as strong as a single one has to be and away from what was expected.
 */
public final class Opening {

  private static final long CLOSE_MS = 30_000;
  private static final long CLOSEST_MS = 5_000;
  private static final double AWAY = 2.5;
  private static final double FLARE = 0.7;
  private static final long FLARES_APART_MS = 30 * 86_400_000L;

  /** Ups and downs are looked for within so many values. */
  private static final int SWING = 0xff;

  private int recentHits;
  private int recentUps;
  private long lastFlare;

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
    boolean lone = loneFlare(time, verdict);
    boolean far = intervalMs > CLOSE_MS;
    boolean odd =
        far
            ? verdict.score >= Verdict.THRESHOLD
            : verdict.strength >= Verdict.THRESHOLD && Math.abs(verdict.deviation) >= AWAY;
    boolean hit = odd && matters;
    recentHits = (recentHits << 1) | (hit ? 1 : 0);
    recentUps = (recentUps << 1) | (hit && verdict.deviation > 0 ? 1 : 0);
    if (!hit || far) {
      return hit;
    }
    if (intervalMs > CLOSEST_MS) {
      return lone || Integer.bitCount(recentHits & 0b111) >= 2;
    }
    if (role == SignalRole.AVAILABILITY) {
      // Pods that start and stop within seconds are everyday life.
      return Integer.bitCount(recentHits & 0b11_1111_1111) >= 8;
    }
    return Integer.bitCount(recentHits & 0b11111) >= 3;
  }

  /** A single value as new as can be, unless the signal is one that flares now and then. */
  private boolean loneFlare(long time, Verdict verdict) {
    boolean flare = verdict.score >= FLARE;
    boolean lone = lastFlare == 0 || time - lastFlare >= FLARES_APART_MS;
    lastFlare = flare ? time : lastFlare;
    return flare && lone;
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
    out.i(recentHits);
    out.i(recentUps);
    out.l(lastFlare);
  }

  void read(Unpacker in) {
    recentHits = in.i();
    recentUps = in.i();
    lastFlare = in.l();
  }
}
