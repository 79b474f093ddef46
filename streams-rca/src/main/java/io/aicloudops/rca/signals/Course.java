package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/**
 * Tells whether the time of a batch can be true. One that is far ahead of all before is believed
 * only when another goes on from there, or a single wrong clock would make everything after it
 * late. One that is far behind is late, unless batches keep coming from there and from nowhere
 * else: then the clock was set back.
 */
final class Course {

  private static final long LEAP_MS = 900_000;
  private static final int LEAP_INTERVALS = 10;
  private static final int SET_BACK_AFTER = 10;

  /** What is to be done with a batch. */
  enum Step {
    GO_ON,
    /** Take nothing of it. */
    DOUBT,
    /** Forget all times and begin with it. */
    SET_BACK
  }

  private long ahead;
  private int behind;
  private long doubted;

  /** Counts samples that were not believed. */
  void doubted(int samples) {
    doubted += samples;
  }

  /** How many were counted. */
  long doubted() {
    return doubted;
  }

  /**
   * @param time of the batch
   * @param newest the newest time that was believed; 0 if none
   * @param intervalMs usual distance of ticks; 0 if not known
   */
  Step next(long time, long newest, long intervalMs) {
    long leap = Math.max(LEAP_MS, LEAP_INTERVALS * intervalMs);
    if (newest == 0) {
      return Step.GO_ON;
    }
    if (time > newest + leap) {
      boolean goesOn = ahead > 0 && time > ahead && time - ahead <= Math.max(leap, ahead - newest);
      ahead = goesOn ? 0 : time;
      behind = goesOn ? 0 : behind;
      return goesOn ? Step.GO_ON : Step.DOUBT;
    }
    if (time < newest - leap) {
      behind++;
      boolean setBack = behind >= SET_BACK_AFTER;
      behind = setBack ? 0 : behind;
      return setBack ? Step.SET_BACK : Step.GO_ON;
    }
    ahead = 0;
    behind = 0;
    return Step.GO_ON;
  }

  void write(Packer out) {
    out.l(ahead);
    out.i(behind);
    out.l(doubted);
  }

  void read(Unpacker in) {
    ahead = in.l();
    behind = in.i();
    doubted = in.l();
  }
}
