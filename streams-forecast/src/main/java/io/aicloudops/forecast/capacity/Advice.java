package io.aicloudops.forecast.capacity;

import java.util.function.Supplier;

/** What to do about a workload's instances; not knowing is an answer. */
public sealed interface Advice {

  /**
   * A count to run with; the same as now if nothing should change.
   *
   * @param low instances that the load as it is now needs
   * @param high instances that the upper bound of the load needs, before the limits
   * @param why makes the sentence when it is asked for, as few advices are published
   */
  record Run(int recommended, int low, int high, Supplier<Reason> why) implements Advice {

    /** Why so many. */
    public Reason reason() {
      return why.get();
    }
  }

  /** Nothing can be said yet. */
  record Unknown(Reason reason) implements Advice {}

  /** A sentence for people, in English and Chinese. */
  record Reason(String en, String zh) {}
}
