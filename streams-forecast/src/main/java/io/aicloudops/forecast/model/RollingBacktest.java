package io.aicloudops.forecast.model;

import io.aicloudops.forecast.member.Member;
import java.util.List;

/** What each member would have forecast at earlier origins. */
final class RollingBacktest {

  private static final int ORIGINS = 8;

  /** Fewer whole horizons than this are replaced by twice as many cut ones. */
  private static final int FEWEST = 6;

  private final double[] y;
  private final int[] origins;
  private final double[][][] paths;

  /**
   * @param y the series in model space
   */
  RollingBacktest(double[] y, List<Member> members, int horizon, int season) {
    this.y = y;
    int earliest = members.stream().mapToInt(Member::reach).max().orElse(0);
    origins = origins(y.length, earliest, horizon, season);
    paths = new double[origins.length][members.size()][];
    for (int j = 0; j < origins.length; j++) {
      int length = Math.min(horizon, y.length - origins[j]);
      for (int i = 0; i < members.size(); i++) {
        paths[j][i] = members.get(i).forecast(origins[j], length);
      }
    }
  }

  /** Latest first. */
  private static int[] origins(int n, int earliest, int horizon, int season) {
    int stride = season > 1 ? season : Math.max(1, Math.min(horizon / 2, n / (4 * ORIGINS)));
    int last = n - horizon;
    int whole = last < earliest ? 0 : Math.min(ORIGINS, (last - earliest) / stride + 1);
    if (whole >= FEWEST) {
      int[] out = new int[whole];
      for (int j = 0; j < whole; j++) {
        out[j] = last - j * stride;
      }
      return out;
    }
    int room = Math.max(0, n - earliest);
    int some = Math.min(2 * ORIGINS, room);
    int[] out = new int[some];
    for (int j = 0; j < some; j++) {
      out[j] = n - 1 - (int) ((long) j * room / some);
    }
    return out;
  }

  /** Earlier origins there was room for. */
  int count() {
    return origins.length;
  }

  /** The members' paths from an origin, the latest origin being 0. */
  double[][] paths(int origin) {
    return paths[origin];
  }

  /** Actual minus forecast along a path from an origin. */
  double[] errors(int origin, double[] path) {
    double[] out = new double[path.length];
    for (int k = 0; k < path.length; k++) {
      out[k] = y[origins[origin] + k] - path[k];
    }
    return out;
  }

  /** The mean absolute error of a member from an origin. */
  double error(int origin, int member) {
    double[] path = paths[origin][member];
    double sum = 0;
    for (int k = 0; k < path.length; k++) {
      sum += Math.abs(y[origins[origin] + k] - path[k]);
    }
    return sum / path.length;
  }
}
