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
  private int count;

  void note(long distance) {
    last[count++ % last.length] = distance;
    if (count == 2 * last.length) {
      count = last.length;
    }
  }

  /** In milliseconds; 0 if nothing was noted. */
  long interval() {
    int n = Math.min(count, last.length);
    if (n == 0) {
      return 0;
    }
    long[] sorted = Arrays.copyOf(last, n);
    Arrays.sort(sorted);
    return sorted[n / 2];
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
  }
}
