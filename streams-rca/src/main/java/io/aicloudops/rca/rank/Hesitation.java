package io.aicloudops.rca.rank;

import io.aicloudops.rca.knowledge.ClusterMap;
import io.aicloudops.rca.knowledge.Hypothesis;
import io.aicloudops.schemas.faults.FaultKind;

/**
 * Holds back what is said early because something else was not heard of yet: that trouble is an
 * entity's own and not that of what it calls, or that a CPU is full although the load is as ever.
 * Signals of one moment are judged one after the other.
 */
final class Hesitation {

  /** For so long after its onset a symptom may be heard of before its cause. */
  private static final long NEWS_MS = 6_000;

  /** A full CPU is judged at its first values; that there is more load takes several of them. */
  private static final long LOAD_NEWS_MS = 10_000;

  private static final double HELD_BACK = 0.6;

  private final long now;
  private final ClusterMap map;

  /**
   * Hesitates at this moment.
   *
   * @param now event time in milliseconds
   */
  Hesitation(long now, ClusterMap map) {
    this.now = now;
    this.map = map;
  }

  /**
   * Weighs a hypothesis.
   *
   * @param onset when its entity's trouble began, in milliseconds; the end of time if it has none
   * @param explained whether something below is known that explains it
   */
  Hypothesis weigh(Hypothesis h, long onset, boolean explained) {
    boolean waitsForBelow =
        !explained && h.symptom() && h.changeId().isEmpty() && young(onset, NEWS_MS);
    boolean waitsForLoad = h.fault() == FaultKind.CPU_SATURATION && young(onset, LOAD_NEWS_MS);
    boolean waits = waitsForLoad || (waitsForBelow && !map.callees(h.entity()).isEmpty());
    return waits ? h.scored(HELD_BACK * h.score()) : h;
  }

  private boolean young(long onset, long newsMs) {
    return onset != Long.MAX_VALUE && now - newsMs < onset;
  }
}
