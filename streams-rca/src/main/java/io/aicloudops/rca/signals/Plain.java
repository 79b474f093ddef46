package io.aicloudops.rca.signals;

import io.aicloudops.schemas.event.SignalRole;
import java.util.List;

/** A rate or a gauge over the members. */
final class Plain extends Accumulator {

  /** How the members' values make the workload's. */
  enum Across {
    /** For rates of work: the workload does what its pods do together. */
    SUM,
    /** For what should not change when pods are added. */
    MEAN,
    /** For resources: the pod that is worst off fails first. */
    MAX
  }

  private final String name;
  private final SignalRole role;
  private final Across across;
  private final boolean shares;
  private final PerMember values = new PerMember();
  private boolean passed;

  Plain(String name, SignalRole role, Across across, boolean shares) {
    this.name = name;
    this.role = role;
    this.across = across;
    this.shares = shares;
  }

  @Override
  void feed(int slot, double le, double value) {
    values.feed(slot, value, shares);
  }

  @Override
  void pass() {
    passed = true;
  }

  @Override
  void finish(double seconds, List<String> members, SignalTick out) {
    int count = values.count();
    if (count == 0) {
      if (passed) {
        // There is nothing to measure, which is something else than a signal that is missing.
        out.add(name, role, Double.NaN);
        passed = false;
      }
      return;
    }
    values.compare();
    int largest = across == Across.MAX ? values.largest() : -1;
    int named = count > 1 && largest >= 0 ? largest : values.outlier();
    double value =
        switch (across) {
          case SUM -> values.sum();
          case MEAN -> values.sum() / count;
          case MAX -> values.get(largest);
        };
    out.add(name, role, value, named < 0 ? "" : members.get(named), values.outlierScore());
    values.clear();
    passed = false;
  }
}
