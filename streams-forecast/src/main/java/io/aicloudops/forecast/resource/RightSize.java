package io.aicloudops.forecast.resource;

import java.util.Locale;

/**
 * What to request of a resource for one instance, and where to limit it, with the evidence.
 *
 * @param request the unit of the resource
 * @param limit the same
 * @param presentRequest as configured; NaN if none
 * @param presentLimit as configured; NaN if none
 * @param minutes it rests on
 * @param p95 use that 95 % of the minutes stay below
 * @param peak the largest use of the last weeks
 */
public record RightSize(
    double request,
    double limit,
    double presentRequest,
    double presentLimit,
    long minutes,
    double p95,
    double peak) {

  /** Minutes before anything is said: a day. */
  public static final int FEWEST = 1440;

  /** A request that differs by less is left alone. */
  private static final double SAME = 0.2;

  /** What a resource can be squeezed by: CPU waits when it is short, memory kills. */
  public enum Kind {
    /** Cores; throttled beyond the limit. */
    CPU(0.95, 1.1, 2.0),
    /** Bytes; killed beyond the limit. */
    MEMORY(0.999, 1.1, 1.3);

    private final double quantile;
    private final double requestMargin;
    private final double limitMargin;

    Kind(double quantile, double requestMargin, double limitMargin) {
      this.quantile = quantile;
      this.requestMargin = requestMargin;
      this.limitMargin = limitMargin;
    }
  }

  /**
   * Judges by a profile of use.
   *
   * @return the same as present where the difference is small; NaN before a day was seen
   */
  public static RightSize of(Kind kind, UseProfile use, double request, double limit) {
    double p95 = use.quantile(0.95);
    if (use.samples() < FEWEST) {
      return new RightSize(Double.NaN, Double.NaN, request, limit, use.samples(), p95, use.peak());
    }
    double fitting = kind.requestMargin * use.quantile(kind.quantile);
    double most = Math.max(fitting, kind.limitMargin * use.peak());
    return new RightSize(
        near(fitting, request) ? request : fitting,
        near(most, limit) ? limit : most,
        request,
        limit,
        use.samples(),
        p95,
        use.peak());
  }

  private static boolean near(double wanted, double present) {
    return Math.abs(StrictMath.log(wanted / present)) < SAME;
  }

  /** True if there is something to change. */
  public boolean advises() {
    return Double.isFinite(request) && (request != presentRequest || limit != presentLimit);
  }

  /** The evidence in words. */
  public String evidence() {
    return String.format(
        Locale.ROOT,
        "over %d hours 95 %% of the minutes stayed below %.3g, the most was %.3g",
        minutes / 60,
        p95,
        peak);
  }
}
