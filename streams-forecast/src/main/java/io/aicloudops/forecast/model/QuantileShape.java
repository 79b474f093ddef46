package io.aicloudops.forecast.model;

/**
 * How far each quantile lies from the point forecast in units of the interval's width. The tails
 * follow Tukey's lambda distribution (1960), a little below and above differently.
 */
final class QuantileShape {

  private static final double TAIL = -0.05;
  private static final double BELOW = Math.exp(1.125);
  private static final double ABOVE = Math.exp(1.102);
  private static final double REFERENCE = 0.975;

  private QuantileShape() {}

  /** The offset of the quantile with probability {@code p}; negative below the median. */
  static double offset(double p) {
    double relative = lambda(p) / lambda(REFERENCE);
    return relative < 0 ? relative * BELOW : relative * ABOVE;
  }

  private static double lambda(double p) {
    return (Math.pow(p, TAIL) - Math.pow(1 - p, TAIL)) / TAIL;
  }
}
