package io.aicloudops.rca.logs;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/**
 * What templates were like that had to go, in bounded room, so that their return is not taken for
 * news: the words of each at their places, in a Bloom filter (Bloom: <i>Space/Time Trade-offs in
 * Hash Coding with Allowable Errors</i>, CACM 1970). A line that such a template would have taken
 * is always recognised; a line that has its words from several of them may be recognised wrongly.
 *
 * <p>A filter that is full becomes the older of two, and the oldest is forgotten; some 250 to 500
 * templates are remembered. Not safe for use by several threads.
 */
final class Evicted {

  private static final int LONGS = 256;
  private static final int INDEX_BITS = 14;
  private static final int HASHES = 3;

  /** A word that is not there is found in a filter this full in one of 27 cases. */
  private static final int FULL = 64 * LONGS / 3;

  /** What is remembered for less than this is no proof that something is new. */
  private static final long ENOUGH_MS = 21_600_000;

  private long[] newer = new long[LONGS];
  private long[] older = new long[LONGS];

  /** Event times from which on the filters know all, in milliseconds; 0 from the begin. */
  private long newerFrom;

  private long olderFrom;

  private boolean empty = true;

  /** As it is after templates went that nothing is known of. */
  void unknownBefore(long time) {
    newerFrom = time;
    olderFrom = time;
    empty = false;
  }

  /**
   * A template goes.
   *
   * @param path the first word of its lines, empty if it is loose
   * @param words a place with different words has {@link Template#ANY}
   * @param time event time in milliseconds
   */
  void add(String path, String[] words, long time) {
    if (count(newer) > FULL) {
      older = newer;
      olderFrom = newerFrom;
      newer = new long[LONGS];
      newerFrom = time;
    }
    empty = false;
    for (int k = 0; k < words.length; k++) {
      long hash = hash(path, words, k);
      for (int n = 0; n < HASHES; n++) {
        int bit = bit(hash, n);
        newer[bit >>> 6] |= 1L << bit;
      }
    }
  }

  /**
   * True if a line is surely like none of the templates that went.
   *
   * @param share of a line's words that are the same as those of its template
   */
  boolean isNew(String[] paths, String[] words, double share, long time) {
    if (empty) {
      return true;
    }
    if (olderFrom > 0 && time - olderFrom < ENOUGH_MS) {
      return false;
    }
    for (String path : paths) {
      int same = 0;
      for (int k = 0; k < words.length; k++) {
        long hash = hash(path, words, k);
        same += has(newer, hash) || has(older, hash) ? 1 : 0;
      }
      if ((double) same / words.length >= share) {
        return false;
      }
    }
    return true;
  }

  private static boolean has(long[] filter, long hash) {
    for (int n = 0; n < HASHES; n++) {
      int bit = bit(hash, n);
      if ((filter[bit >>> 6] & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  private static int bit(long hash, int n) {
    return (int) (hash >>> (n * INDEX_BITS)) & ((1 << INDEX_BITS) - 1);
  }

  /** With the finaliser of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014). */
  private static long hash(String path, String[] words, int place) {
    long value = 31L * (31L * words.length + place) + path.hashCode();
    value = (value << 32) ^ (value >>> 32) ^ words[place].hashCode();
    value = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    value = (value ^ (value >>> 27)) * 0x94d049bb133111ebL;
    return value ^ (value >>> 31);
  }

  private static int count(long[] filter) {
    int bits = 0;
    for (long part : filter) {
      bits += Long.bitCount(part);
    }
    return bits;
  }

  void write(Packer out) {
    out.z(empty);
    if (empty) {
      return;
    }
    out.l(newerFrom);
    out.l(olderFrom);
    for (int k = 0; k < LONGS; k++) {
      out.l(newer[k]);
      out.l(older[k]);
    }
  }

  /** Reads into a state that is new. */
  void read(Unpacker in) {
    empty = in.z();
    if (empty) {
      return;
    }
    newerFrom = in.l();
    olderFrom = in.l();
    for (int k = 0; k < LONGS; k++) {
      newer[k] = in.l();
      older[k] = in.l();
    }
  }
}
