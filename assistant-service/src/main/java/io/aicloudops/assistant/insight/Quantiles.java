package io.aicloudops.assistant.insight;

import java.util.List;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Reads a quantile of any probability from a forecast that states a few.
 *
 * <p>Between two stated ones it goes straight in units of the standard normal's quantile (a normal
 * probability plot), which is exact for a normal forecast; beyond the outermost it goes on along
 * the line through it and the median.
 */
final class Quantiles {

  private static final NormalDistribution NORMAL = new NormalDistribution(null, 0, 1);

  private Quantiles() {}

  /**
   * The value that is not exceeded with a probability.
   *
   * @param levels probabilities in (0, 1), ascending, at least one
   * @param values as many, ascending
   * @param probability in (0, 1)
   */
  static double at(List<Double> levels, List<Double> values, double probability) {
    int n = levels.size();
    if (n == 1) {
      return values.get(0);
    }
    int upper = 0;
    while (upper < n && levels.get(upper) < probability) {
      upper++;
    }
    if (upper < n && levels.get(upper) == probability) {
      return values.get(upper);
    }
    int a = upper == 0 ? 0 : upper == n ? (n - 1) / 2 : upper - 1;
    int b = upper == 0 ? Math.max(1, n / 2) : upper == n ? n - 1 : upper;
    if (a == b) {
      a--;
    }
    double za = NORMAL.inverseCumulativeProbability(levels.get(a));
    double zb = NORMAL.inverseCumulativeProbability(levels.get(b));
    double z = NORMAL.inverseCumulativeProbability(probability);
    return values.get(a) + (values.get(b) - values.get(a)) * (z - za) / (zb - za);
  }
}
