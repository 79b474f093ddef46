package io.aicloudops.forecast.model;

/**
 * The expected course of one series.
 *
 * @param point the expected value at each step ahead, in the unit of the history
 * @param levels probability of each quantile, ascending, each in (0,1)
 * @param quantiles {@code [step][level]}, ascending within a step
 * @param model what made it, e.g. {@code ensemble(24,168)}: the seasons in steps
 * @param backtestMase mean absolute error at earlier origins over the error of the seasonal repeat;
 *     NaN if the history has no room for an earlier origin
 * @param coverage share of past values inside the outermost quantiles; NaN like the former
 * @param history finite points it rests on
 */
@SuppressWarnings(
    "ArrayRecordComponent") // Made once and read; a boxed list would cost more than the fit.
public record QuantileForecast(
    double[] point,
    double[] levels,
    double[][] quantiles,
    String model,
    double backtestMase,
    double coverage,
    int history) {

  /** Steps ahead. */
  public int horizon() {
    return point.length;
  }

  /** The quantiles of one level, one for each step. */
  public double[] level(int index) {
    double[] out = new double[quantiles.length];
    for (int k = 0; k < out.length; k++) {
      out[k] = quantiles[k][index];
    }
    return out;
  }
}
