package io.aicloudops.rca.rank;

import io.aicloudops.rca.knowledge.ClusterMap;
import io.aicloudops.rca.knowledge.Hypothesis;
import io.aicloudops.schemas.faults.FaultKind;
import java.util.List;

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
   * Weighs what may be the matter with an entity.
   *
   * @param onset when its trouble began, in milliseconds; the end of time if it has none
   * @param explained whether something below is known that explains it
   */
  List<Hypothesis> weigh(List<Hypothesis> own, long onset, boolean explained) {
    boolean full = own.stream().anyMatch(Hesitation::fullCpu);
    boolean loadMayCome = full && young(onset, LOAD_NEWS_MS);
    boolean belowMayCome = !explained && young(onset, NEWS_MS);
    return own.stream()
        .map(h -> (loadMayCome && strain(h)) || (belowMayCome && below(h)) ? heldBack(h) : h)
        .toList();
  }

  private static boolean fullCpu(Hypothesis h) {
    return h.fault() == FaultKind.CPU_SATURATION;
  }

  /** A full CPU and what it brings with it, which must not come before it for that time. */
  private static boolean strain(Hypothesis h) {
    return h.symptom() || fullCpu(h);
  }

  private boolean below(Hypothesis h) {
    return h.symptom() && h.changeId().isEmpty() && !map.callees(h.entity()).isEmpty();
  }

  private static Hypothesis heldBack(Hypothesis h) {
    return h.scored(HELD_BACK * h.score());
  }

  private boolean young(long onset, long newsMs) {
    return onset != Long.MAX_VALUE && now - newsMs < onset;
  }
}
