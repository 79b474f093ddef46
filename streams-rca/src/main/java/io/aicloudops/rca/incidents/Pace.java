package io.aicloudops.rca.incidents;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * When a cluster last spoke by the wall clock, and how far its event time is from that, both in
 * milliseconds.
 *
 * <p>A single source whose clock is wrong, or that tells what is long past, does not change how far
 * the cluster's time is from the wall's: an offset that is much different counts at once if it is
 * nearer to the wall's clock and not ahead of it, and else when nothing but the like was heard for
 * {@value #SETTLED_MS} ms.
 *
 * @param claim a different offset; not stored, so that a restart begins to doubt it anew
 * @param since when that was first heard by the wall clock; 0 if there is none
 */
record Pace(long heard, long offset, long claim, long since) {

  private static final long MUCH_MS = 60_000;
  private static final long SETTLED_MS = 30_000;
  private static final long PRECISION_MS = 500;

  /**
   * The pace after a piece of evidence.
   *
   * @param before null if this is the cluster's first
   * @param time of the evidence, epoch milliseconds
   * @param now by the wall clock, epoch milliseconds
   */
  static Pace of(@Nullable Pace before, long time, long now) {
    long said = time - now;
    if (before == null || before.likely(said)) {
      return new Pace(now, said, 0, 0);
    }
    if (before.since == 0 || Math.abs(said - before.claim) > MUCH_MS) {
      return new Pace(now, before.offset, said, now);
    }
    return now - before.since >= SETTLED_MS
        ? new Pace(now, said, 0, 0)
        : new Pace(now, before.offset, said, before.since);
  }

  private boolean likely(long said) {
    boolean nearer = said > offset || offset > MUCH_MS;
    return Math.abs(said - offset) <= MUCH_MS || (nearer && said <= MUCH_MS);
  }

  /** True if it says hardly more than one of before and need not be stored. */
  boolean like(Pace before, long withinMs) {
    return Math.abs(before.offset - offset) < PRECISION_MS && heard - before.heard < withinMs;
  }

  byte[] bytes() {
    return ByteBuffer.allocate(16).putLong(heard).putLong(offset).array();
  }

  static Pace read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    return new Pace(in.getLong(), in.getLong(), 0, 0);
  }
}
