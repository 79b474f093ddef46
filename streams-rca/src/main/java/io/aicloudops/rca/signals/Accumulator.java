package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.List;

/** Gathers what the series of a workload say within one tick, and gives one or a few signals. */
abstract class Accumulator {

  /** When it was last fed, in event time; 0 if never. */
  long lastFed;

  /** How many signals it can give. */
  int signals() {
    return 1;
  }

  /**
   * One number of one member's series: a rate, or a gauge's value.
   *
   * @param le the bucket's upper bound, or what else it has to know of the number
   */
  abstract void feed(int slot, double le, double value);

  /** The same of a bucket that counts the events between two bounds and not all below one. */
  void feedOwn(int slot, double le, double value) {
    feed(slot, le, value);
  }

  /** A series of it was heard of and is measured in another signal from now on. */
  void pass() {}

  /** Gives what it has gathered, and begins anew. */
  abstract void finish(double seconds, List<String> members, SignalTick out);

  /**
   * Writes what outlives a tick; what is gathered within an open tick is gathered again on reading.
   */
  void write(Packer out) {
    out.l(lastFed);
  }

  void read(Unpacker in) {
    lastFed = in.l();
  }
}
