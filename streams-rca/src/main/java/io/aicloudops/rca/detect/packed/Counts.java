package io.aicloudops.rca.detect.packed;

/**
 * Counts of a histogram in about as many bits as they need: Rice codes (Rice and Plaunt, 1971)
 * whose parameter follows the counts before, since neighbouring cells have seen about as much. Not
 * a bit is lost.
 */
public final class Counts {

  /** From so many units on a count is written as its length in bits and itself. */
  private static final int ESCAPE = 8;

  private static final int LENGTH_BITS = 5;

  private static final int WHOLE_BITS = 31;
  private static final int BYTE = 8;

  private Counts() {}

  /** Writes counts from 0 on, without how many there are. */
  public static void write(int[] counts, Packer out) {
    long bits = 0;
    int held = 0;
    int expected = 0;
    for (int count : counts) {
      int low = lowBits(expected);
      int high = count >>> low;
      boolean escapes = high >= ESCAPE;
      int zeros = escapes ? ESCAPE : high;
      bits = (bits << (zeros + 1)) | 1;
      held += zeros + 1;
      int more = low;
      if (escapes) {
        more = Integer.SIZE - Integer.numberOfLeadingZeros(count);
        bits = (bits << LENGTH_BITS) | more;
        held += LENGTH_BITS;
      }
      bits = (bits << more) | (count & ((1L << more) - 1));
      held += more;
      while (held >= BYTE) {
        held -= BYTE;
        out.b((int) (bits >>> held));
      }
      expected = next(expected, count);
    }
    if (held > 0) {
      out.b((int) (bits << (BYTE - held)));
    }
  }

  /** Fills the array with what was written. */
  public static void read(int[] counts, Unpacker in) {
    if (in.isWide()) {
      for (int k = 0; k < counts.length; k++) {
        counts[k] = in.n();
      }
      return;
    }
    Bits bits = new Bits(in);
    int expected = 0;
    for (int k = 0; k < counts.length; k++) {
      int zeros = 0;
      while (bits.next(1) == 0) {
        zeros++;
      }
      int low = lowBits(expected);
      counts[k] =
          zeros < ESCAPE ? zeros << low | bits.next(low) : bits.next(bits.next(LENGTH_BITS));
      expected = next(expected, counts[k]);
    }
  }

  /** What was written, bit by bit. */
  private static final class Bits {

    private final Unpacker in;
    private long bits;
    private int held;

    Bits(Unpacker in) {
      this.in = in;
    }

    int next(int count) {
      while (held < count) {
        bits = bits << BYTE | in.b();
        held += BYTE;
      }
      held -= count;
      return (int) (bits >>> held & ((1L << count) - 1));
    }
  }

  private static int lowBits(int expected) {
    return WHOLE_BITS - Integer.numberOfLeadingZeros(expected | 1);
  }

  private static int next(int expected, int count) {
    return (int) ((expected + 3L * count) / 4);
  }
}
