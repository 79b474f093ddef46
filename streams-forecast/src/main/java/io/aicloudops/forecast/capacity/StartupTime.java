package io.aicloudops.forecast.capacity;

import io.aicloudops.forecast.state.StateReader;
import io.aicloudops.forecast.state.StateWriter;
import java.util.Arrays;

/**
 * Learns how long it takes from asking for instances until they serve: from each rise of the wanted
 * count to the moment when so many are ready. A rollout replaces instances without a rise and does
 * not count; a rise that is taken back before it was met does not count either.
 */
public final class StartupTime {

  private static final int KEPT = 8;

  /** With fewer rises seen, the longest is taken with a margin. */
  private static final int FEW = 4;

  private static final double MARGIN = 1.25;
  private static final long LONGEST = 5L * 3_600_000;
  private static final long NONE = Long.MIN_VALUE;

  private final long[] took = new long[KEPT];
  private long count;
  private int wanted = -1;
  private long since = NONE;

  /**
   * Takes what is known of a workload at one moment.
   *
   * @param time event time in milliseconds
   * @param replicas wanted
   * @param ready of them
   */
  public void observe(long time, int replicas, int ready) {
    if (wanted > 0 && replicas > wanted && ready < replicas) {
      since = time;
    } else if (replicas < wanted) {
      since = NONE;
    }
    wanted = replicas;
    if (since != NONE && ready >= replicas) {
      long duration = time - since;
      since = NONE;
      if (duration >= 0 && duration <= LONGEST) {
        took[(int) (count % KEPT)] = duration;
        count++;
      }
    }
  }

  /** Rises that were met so far. */
  public long seen() {
    return count;
  }

  /**
   * The time to plan with, in milliseconds: of the last eight rises the second longest.
   *
   * @param otherwise the answer while no rise was seen
   */
  public long millis(long otherwise) {
    if (count == 0) {
      return otherwise;
    }
    int known = (int) Math.min(KEPT, count);
    long[] sorted = Arrays.copyOf(took, known);
    Arrays.sort(sorted);
    return known < FEW ? Math.min(LONGEST, (long) (MARGIN * sorted[known - 1])) : sorted[known - 2];
  }

  /** Appends the state. */
  public void write(StateWriter out) {
    for (long duration : took) {
      out.putLong(duration);
    }
    out.putLong(count).putInt(wanted).putLong(since);
  }

  /** Reads the state back. */
  public void read(StateReader in) {
    for (int i = 0; i < KEPT; i++) {
      took[i] = in.getLong();
    }
    count = in.getLong();
    wanted = in.getInt();
    since = in.getLong();
  }
}
