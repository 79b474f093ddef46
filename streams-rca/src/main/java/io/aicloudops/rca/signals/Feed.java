package io.aicloudops.rca.signals;

/**
 * Where a series' numbers go.
 *
 * @param le the bucket's upper bound, or what else the accumulator has to know of the number
 * @param own true for a bucket that counts the events between two bounds and not all below one
 * @param value true if the number itself is the signal, as a gauge's is
 */
record Feed(Accumulator into, double le, boolean own, boolean value) {

  /** Gives a number of the tick that is being closed at this time. */
  void give(int slot, double number, long time) {
    if (own) {
      into.feedOwn(slot, le, number);
    } else {
      into.feed(slot, le, number);
    }
    into.lastFed = time;
  }

  /** Tells that the series is there and its number is measured elsewhere. */
  void pass(long time) {
    into.pass();
    into.lastFed = time;
  }
}
