package io.aicloudops.rca.signals;

import io.aicloudops.schemas.event.SignalRole;
import java.util.List;

/** Mean of a summary: the rate of its sum over the rate of its count. */
final class Mean extends Accumulator {

  /** Passed as le to tell the sum from the count. */
  static final double SUM = 1;

  private final String name;
  private final SignalRole role;
  private double sum;
  private double count;
  private boolean fed;

  Mean(String name, SignalRole role) {
    this.name = name;
    this.role = role;
  }

  @Override
  void feed(int slot, double le, double value) {
    fed = true;
    if (le == SUM) {
      sum += value;
    } else {
      count += value;
    }
  }

  @Override
  void finish(double seconds, List<String> members, SignalTick out) {
    if (fed) {
      out.add(name, role, count > 0 ? sum / count : Double.NaN);
    }
    sum = 0;
    count = 0;
    fed = false;
  }
}
