package io.aicloudops.rca.detect;

import io.aicloudops.rca.detect.packed.Packer;
import io.aicloudops.rca.detect.packed.Unpacker;

/**
 * The level of a signal and its usual spread round it: exponentially weighted mean and mean
 * absolute deviation, with values far out pulled in before they are learned (Huber), so that an
 * anomaly neither drags the level along nor widens the spread. A change that lasts is learned anew.
 */
final class Baseline {

  private static final int MEMORY = 240;
  private static final int RECENT = 20;
  private static final int LASTING = 400;
  private static final int YOUNG = 30;
  private static final double FAR = 4;
  private static final double ABSOLUTE_TO_SIGMA = 1.2533;

  /** Below this share of the level a spread is only rounding. */
  private static final double ROUNDING = 1e-6;

  private int n;
  private double level;
  private float absolute;
  private double recent;
  private float recentAbsolute;
  private int far;

  boolean young() {
    return n < YOUNG;
  }

  /** True if as much is known as is remembered. */
  boolean settled() {
    return n >= MEMORY;
  }

  double level() {
    return level;
  }

  double spread() {
    return Math.max(ABSOLUTE_TO_SIGMA * absolute, ROUNDING * Math.abs(level) + Double.MIN_NORMAL);
  }

  /**
   * Learns a value.
   *
   * @return true if this made a lasting change the new normal
   */
  boolean learn(double value) {
    if (n++ == 0) {
      level = value;
      recent = value;
      return false;
    }
    double residual = value - level;
    double rate = n < MEMORY ? 1.0 / n : 1.0 / MEMORY;
    double recentRate = n < RECENT ? 1.0 / n : 1.0 / RECENT;
    recentAbsolute += (float) (recentRate * (Math.abs(value - recent) - recentAbsolute));
    recent += recentRate * (value - recent);
    double edge = FAR * spread();
    if (n > YOUNG && Math.abs(residual) > edge) {
      far++;
      if (far >= LASTING) {
        level = recent;
        absolute = recentAbsolute;
        n = YOUNG;
        far = 0;
        return true;
      }
      residual = Math.copySign(edge, residual) / (1 + far);
    } else {
      far = 0;
    }
    level += rate * residual;
    absolute += (float) (rate * (Math.abs(residual) - absolute));
    return false;
  }

  void write(Packer out) {
    out.n(n);
    out.d(level);
    out.f(absolute);
    out.d(recent);
    out.f(recentAbsolute);
    out.n(far);
  }

  void read(Unpacker in) {
    n = in.count();
    level = in.d();
    absolute = in.single();
    recent = in.d();
    recentAbsolute = in.single();
    far = in.count();
  }
}
