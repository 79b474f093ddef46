package io.aicloudops.forecast.model;

import java.util.Arrays;
import java.util.List;

/** Combines the members' forecasts into one: a smoothed median at each step. */
final class Combination {

  private final List<Member> members;

  Combination(List<Member> members) {
    this.members = members;
  }

  /** The earliest origin at which every member can forecast. */
  int earliest() {
    return members.stream().mapToInt(Member::reach).max().orElse(0);
  }

  /** The combined forecast from an origin, from the members that reach far enough back. */
  double[] forecast(int origin, int horizon) {
    double[][] paths =
        members.stream()
            .filter(m -> m.reach() <= origin)
            .map(m -> m.forecast(origin, horizon))
            .toArray(double[][]::new);
    double[] out = new double[horizon];
    double[] column = new double[paths.length];
    for (int k = 0; k < horizon; k++) {
      for (int i = 0; i < paths.length; i++) {
        column[i] = paths[i][k];
      }
      Arrays.sort(column);
      out[k] = smoothMedian(column);
    }
    return out;
  }

  /** Of an odd number the middle three as ¼, ½, ¼; of an even number the mean of the middle two. */
  static double smoothMedian(double[] sorted) {
    int n = sorted.length;
    int middle = n / 2;
    if (n < 3) {
      return (sorted[0] + sorted[n - 1]) / 2;
    }
    if (n % 2 == 0) {
      return (sorted[middle - 1] + sorted[middle]) / 2;
    }
    return 0.25 * sorted[middle - 1] + 0.5 * sorted[middle] + 0.25 * sorted[middle + 1];
  }
}
