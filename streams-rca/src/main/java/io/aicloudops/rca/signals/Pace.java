package io.aicloudops.rca.signals;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;
import java.util.Arrays;

/**
 * The usual distance of moments: the median of the last five, so that it follows a new scrape
 * interval within three.
 */
final class Pace {

  private final long[] last = new long[5];
  private final long[] sorted = new long[5];
  private int count;
  private long interval;

  void note(long distance) {
    last[count++ % last.length] = distance;
    if (count == 2 * last.length) {
      count = last.length;
    }
    measure();
  }

  private void measure() {
    int n = Math.min(count, last.length);
    System.arraycopy(last, 0, sorted, 0, n);
    Arrays.sort(sorted, 0, n);
    interval = n == 0 ? 0 : sorted[n / 2];
  }

  /** In milliseconds; 0 if nothing was noted. */
  long interval() {
    return interval;
  }

  void write(Packer out) {
    out.i(count);
    for (long distance : last) {
      out.l(distance);
    }
  }

  void read(Unpacker in) {
    count = in.i();
    for (int k = 0; k < last.length; k++) {
      last[k] = in.l();
    }
    measure();
  }
}
