package io.aicloudops.rca.signals;

import io.aicloudops.schemas.event.SignalRole;
import java.util.List;

/** Use over limit, of the pod that is worst off. */
final class Saturation extends Accumulator {

  private final String name;
  private final Limit limit;
  private final PerMember uses = new PerMember();

  Saturation(String name, Limit limit) {
    this.name = name;
    this.limit = limit;
  }

  @Override
  void feed(int slot, double le, double value) {
    uses.feed(slot, value, false);
  }

  @Override
  void finish(double seconds, List<String> members, SignalTick out) {
    double worst = Double.NaN;
    String member = "";
    for (int slot = 0; slot < members.size(); slot++) {
      double max = limit.of(slot);
      boolean known = uses.has(slot) && max > 0;
      if (known && !(uses.get(slot) / max <= worst)) {
        worst = uses.get(slot) / max;
        member = members.get(slot);
      }
    }
    if (!Double.isNaN(worst)) {
      out.add(name, SignalRole.SATURATION, worst, uses.count() > 1 ? member : "", 0);
    }
    uses.clear();
  }

  /** What a use is measured against. Gives no signal. */
  static final class Limit extends Accumulator {
    private final PerMember limits = new PerMember();

    @Override
    int signals() {
      return 0;
    }

    @Override
    void feed(int slot, double le, double value) {
      limits.feed(slot, Math.max(0, value), false);
    }

    /** The member's limit; 0 if it has none. */
    double of(int slot) {
      return limits.has(slot) ? limits.get(slot) : 0;
    }

    @Override
    void finish(double seconds, List<String> members, SignalTick out) {
      limits.clear();
    }
  }
}
